package assay.cpu.simd;

import assay.core.program.op.Conv2d;
import assay.cpu.ConvShape;
import assay.cpu.Memory;
import assay.cpu.Ranges;
import assay.cpu.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * y = x * w, with bias and ReLU, for windows of few elements without padding: the first layer of a
 * network, with its one or three channels.
 *
 * <p>There a tile of {@link ConvolutionForward} is written to memory, read and stored again after a
 * handful of multiply-adds. Here four neighbouring pixels × two vectors of output channels stay in
 * registers up to the ReLU, and x is read where it lies.
 */
final class FewTapsForward {
  /** Beyond this, packing im2col rows costs less than reading x tap by tap. */
  private static final int MAX_TAPS = 32;

  private static final VectorSpecies<Float> S = Tile.SPECIES;
  private static final int L = Tile.LANES;

  private final ConvShape g;
  private final float[] x;
  private final float[] w;
  private final float[] y;
  private final float @Nullable [] bias;
  private final boolean relu;

  /** Filters as taps × K: a row has one tap of all filters. */
  private final float[] packed;

  /** Where the elements of a window lie, relative to its first. */
  private final int[] offsets;

  private FewTapsForward(Conv2d op, Epilogue epilogue, Memory memory) {
    g = shape(op);
    x = memory.floats(op.x());
    w = memory.floats(op.w());
    y = memory.floats(epilogue.result());
    bias = epilogue.bias();
    relu = epilogue.relu();
    packed = memory.buffers(() -> new float[g.taps() * g.k()]);
    offsets = new int[g.taps()];
    for (int t = 0; t < offsets.length; t++) {
      int row = t / (g.s() * g.c());
      offsets[t] = row * g.w() * g.c() + t % (g.s() * g.c());
    }
  }

  private static ConvShape shape(Conv2d op) {
    return ConvShape.of(op.x().shape(), op.y().shape(), op.window());
  }

  /** Whether it computes this convolution. */
  static boolean fits(Conv2d op) {
    ConvShape g = shape(op);
    return g.taps() <= MAX_TAPS && g.padH() == 0 && g.padW() == 0 && g.k() % (2 * L) == 0;
  }

  static Runnable kernel(Conv2d op, Epilogue epilogue, Memory memory, Workers workers) {
    FewTapsForward convolution = new FewTapsForward(op, epilogue, memory);
    ConvShape g = convolution.g;
    Runnable rows = Ranges.over(workers, g.n() * g.p(), 1, convolution::rows);
    return () -> {
      convolution.pack();
      rows.run();
    };
  }

  private void pack() {
    for (int k = 0; k < g.k(); k++) {
      for (int t = 0; t < g.taps(); t++) {
        packed[t * g.k() + k] = w[k * g.taps() + t];
      }
    }
  }

  /** Rows of output pixels, counted over all images. */
  private void rows(int from, int to) {
    for (int row = from; row < to; row++) {
      int image = row / g.p();
      int top = row % g.p() * g.strideH();
      int xAt = (image * g.h() + top) * g.w() * g.c();
      int yAt = row * g.q() * g.k();
      for (int k = 0; k < g.k(); k += 2 * L) {
        int q = 0;
        for (; q <= g.q() - 4; q += 4) {
          four(xAt + q * g.strideW() * g.c(), k, yAt + q * g.k() + k);
        }
        for (; q < g.q(); q++) {
          one(xAt + q * g.strideW() * g.c(), k, yAt + q * g.k() + k);
        }
      }
    }
  }

  private void four(int xAt, int k, int yAt) {
    int step = g.strideW() * g.c();
    FloatVector a0 = FloatVector.zero(S);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    FloatVector b0 = a0;
    FloatVector b1 = a0;
    FloatVector b2 = a0;
    FloatVector b3 = a0;
    int wAt = k;
    for (int offset : offsets) {
      int at = xAt + offset;
      FloatVector w0 = FloatVector.fromArray(S, packed, wAt);
      FloatVector w1 = FloatVector.fromArray(S, packed, wAt + L);
      FloatVector x0 = FloatVector.broadcast(S, x[at]);
      FloatVector x1 = FloatVector.broadcast(S, x[at + step]);
      FloatVector x2 = FloatVector.broadcast(S, x[at + 2 * step]);
      FloatVector x3 = FloatVector.broadcast(S, x[at + 3 * step]);
      a0 = x0.fma(w0, a0);
      b0 = x0.fma(w1, b0);
      a1 = x1.fma(w0, a1);
      b1 = x1.fma(w1, b1);
      a2 = x2.fma(w0, a2);
      b2 = x2.fma(w1, b2);
      a3 = x3.fma(w0, a3);
      b3 = x3.fma(w1, b3);
      wAt += g.k();
    }
    if (bias != null) {
      // Last: a large bias would cost the sum its low bits.
      FloatVector left = FloatVector.fromArray(S, bias, k);
      FloatVector right = FloatVector.fromArray(S, bias, k + L);
      a0 = a0.add(left);
      b0 = b0.add(right);
      a1 = a1.add(left);
      b1 = b1.add(right);
      a2 = a2.add(left);
      b2 = b2.add(right);
      a3 = a3.add(left);
      b3 = b3.add(right);
    }
    if (relu) {
      a0 = a0.lanewise(VectorOperators.MAX, 0);
      b0 = b0.lanewise(VectorOperators.MAX, 0);
      a1 = a1.lanewise(VectorOperators.MAX, 0);
      b1 = b1.lanewise(VectorOperators.MAX, 0);
      a2 = a2.lanewise(VectorOperators.MAX, 0);
      b2 = b2.lanewise(VectorOperators.MAX, 0);
      a3 = a3.lanewise(VectorOperators.MAX, 0);
      b3 = b3.lanewise(VectorOperators.MAX, 0);
    }
    a0.intoArray(y, yAt);
    b0.intoArray(y, yAt + L);
    a1.intoArray(y, yAt + g.k());
    b1.intoArray(y, yAt + g.k() + L);
    a2.intoArray(y, yAt + 2 * g.k());
    b2.intoArray(y, yAt + 2 * g.k() + L);
    a3.intoArray(y, yAt + 3 * g.k());
    b3.intoArray(y, yAt + 3 * g.k() + L);
  }

  private void one(int xAt, int k, int yAt) {
    FloatVector a = FloatVector.zero(S);
    FloatVector b = a;
    int wAt = k;
    for (int offset : offsets) {
      FloatVector value = FloatVector.broadcast(S, x[xAt + offset]);
      a = value.fma(FloatVector.fromArray(S, packed, wAt), a);
      b = value.fma(FloatVector.fromArray(S, packed, wAt + L), b);
      wAt += g.k();
    }
    if (bias != null) {
      a = a.add(FloatVector.fromArray(S, bias, k));
      b = b.add(FloatVector.fromArray(S, bias, k + L));
    }
    if (relu) {
      a = a.lanewise(VectorOperators.MAX, 0);
      b = b.lanewise(VectorOperators.MAX, 0);
    }
    a.intoArray(y, yAt);
    b.intoArray(y, yAt + L);
  }
}
