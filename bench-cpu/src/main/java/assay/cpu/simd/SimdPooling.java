package assay.cpu.simd;

import assay.core.program.Tensor;
import assay.core.program.op.MaxPool2d;
import assay.core.program.op.MaxPool2dGrad;
import assay.cpu.ConvShape;
import assay.cpu.Memory;
import assay.cpu.Ranges;
import assay.cpu.Workers;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Max pooling and its gradient along channels, any window.
 *
 * <p>The first tap of a window that equals its maximum gets the gradient. If the maximum is NaN,
 * the first NaN gets it.
 */
final class SimdPooling {
  private static final VectorSpecies<Float> S = Tile.SPECIES;
  private static final int L = Tile.LANES;

  private final float[] x;
  private final float[] y;
  private final ConvShape g;

  private SimdPooling(Tensor x, Tensor y, ConvShape shape, Memory memory) {
    this.x = memory.floats(x);
    this.y = memory.floats(y);
    this.g = shape;
  }

  static Runnable forward(MaxPool2d op, Memory memory, Workers workers) {
    ConvShape g = ConvShape.of(op.x().shape(), op.y().shape(), op.window());
    SimdPooling pooling = new SimdPooling(op.x(), op.y(), g, memory);
    boolean pairs = g.tiles() && g.r() == 2 && g.s() == 2;
    int grain = Math.max(1, SimdPointwise.GRAIN / (g.q() * g.c() * g.r() * g.s()));
    return Ranges.over(
        workers,
        g.n() * g.p(),
        grain,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            if (pairs) {
              pooling.pairsRow(row);
            } else {
              pooling.row(row);
            }
          }
        });
  }

  private int top(int row) {
    return row % g.p() * g.strideH() - g.padH();
  }

  /** Index of image row h, column 0, of the image that output row {@code row} belongs to. */
  private int imageRow(int row, int h) {
    return (row / g.p() * g.h() + h) * g.w() * g.c();
  }

  private void pairsRow(int row) {
    int upper = imageRow(row, top(row));
    int lower = upper + g.w() * g.c();
    for (int q = 0; q < g.q(); q++) {
      int at = upper + 2 * q * g.c();
      int below = lower + 2 * q * g.c();
      int to = (row * g.q() + q) * g.c();
      int c = 0;
      for (; c <= g.c() - L; c += L) {
        FloatVector left =
            FloatVector.fromArray(S, x, at + c)
                .lanewise(VectorOperators.MAX, FloatVector.fromArray(S, x, below + c));
        FloatVector right =
            FloatVector.fromArray(S, x, at + g.c() + c)
                .lanewise(VectorOperators.MAX, FloatVector.fromArray(S, x, below + g.c() + c));
        left.lanewise(VectorOperators.MAX, right).intoArray(y, to + c);
      }
      for (; c < g.c(); c++) {
        float left = Math.max(x[at + c], x[below + c]);
        float right = Math.max(x[at + g.c() + c], x[below + g.c() + c]);
        y[to + c] = Math.max(left, right);
      }
    }
  }

  private void row(int row) {
    int h0 = Math.max(top(row), 0);
    int h1 = Math.min(top(row) + g.r(), g.h());
    for (int q = 0; q < g.q(); q++) {
      int left = q * g.strideW() - g.padW();
      int w0 = Math.max(left, 0);
      int w1 = Math.min(left + g.s(), g.w());
      int to = (row * g.q() + q) * g.c();
      Arrays.fill(y, to, to + g.c(), Float.NEGATIVE_INFINITY);
      for (int h = h0; h < h1; h++) {
        for (int w = w0; w < w1; w++) {
          larger(imageRow(row, h) + w * g.c(), to);
        }
      }
    }
  }

  /** y[to …] = max(y[to …], x[at …]) over the channels. */
  private void larger(int at, int to) {
    int c = 0;
    for (; c <= g.c() - L; c += L) {
      FloatVector.fromArray(S, y, to + c)
          .lanewise(VectorOperators.MAX, FloatVector.fromArray(S, x, at + c))
          .intoArray(y, to + c);
    }
    for (; c < g.c(); c++) {
      y[to + c] = Math.max(y[to + c], x[at + c]);
    }
  }

  /**
   * The gradient through pooling with disjoint windows and the ReLU before it, with sums per
   * channel if {@code db} is given: x is the ReLU's output, so its sign is the ReLU's mask.
   *
   * @param dz gradient of ReLU's input, of x's shape
   */
  static Runnable reluGradient(
      MaxPool2dGrad op, Tensor dz, float[] db, Memory memory, Workers workers) {
    ConvShape g = ConvShape.of(op.x().shape(), op.y().shape(), op.window());
    SimdPooling pooling = new SimdPooling(op.x(), op.y(), g, memory);
    float[] dy = memory.floats(op.dy());
    float[] out = memory.floats(dz);
    boolean summed = db.length > 0;
    ColumnSums sums =
        ColumnSums.ofImages(
            workers,
            g.n(),
            g.c(),
            (from, to, totals) -> {
              for (int image = from; image < to; image++) {
                pooling.reluImage(image, dy, out, summed ? totals : db);
              }
            });
    return () -> {
      sums.run();
      if (summed) {
        sums.write(db, g.c());
      }
    };
  }

  private void reluImage(int image, float[] dy, float[] dz, float[] sums) {
    for (int row = image * g.p(); row < (image + 1) * g.p(); row++) {
      int from = imageRow(row, top(row));
      for (int r = 0; r < g.r(); r++) {
        int end = from + (r + 1) * g.w() * g.c();
        Arrays.fill(dz, end - (g.w() - g.q() * g.s()) * g.c(), end, 0);
      }
      for (int q = 0; q < g.q(); q++) {
        reluWindow(from + q * g.s() * g.c(), (row * g.q() + q) * g.c(), dy, dz, sums);
      }
    }
    int size = g.h() * g.w() * g.c();
    Arrays.fill(dz, image * size + g.p() * g.r() * g.w() * g.c(), (image + 1) * size, 0);
  }

  private void reluWindow(int at, int from, float[] dy, float[] dz, float[] sums) {
    int c = 0;
    for (; c <= g.c() - L; c += L) {
      FloatVector largest = FloatVector.fromArray(S, y, from + c);
      VectorMask<Float> positive = largest.compare(VectorOperators.GT, 0);
      FloatVector rest =
          FloatVector.zero(S).blend(FloatVector.fromArray(S, dy, from + c), positive);
      if (sums.length > 0) {
        rest.add(FloatVector.fromArray(S, sums, c)).intoArray(sums, c);
      }
      for (int r = 0; r < g.r(); r++) {
        for (int s = 0; s < g.s(); s++) {
          int tap = at + (r * g.w() + s) * g.c() + c;
          VectorMask<Float> hit =
              FloatVector.fromArray(S, x, tap).compare(VectorOperators.EQ, largest);
          FloatVector.zero(S).blend(rest, hit).intoArray(dz, tap);
          rest = rest.blend(0, hit);
        }
      }
    }
    for (; c < g.c(); c++) {
      reluChannel(at + c, from + c, dy, dz, sums, c);
    }
  }

  private void reluChannel(int at, int from, float[] dy, float[] dz, float[] sums, int c) {
    float rest = y[from] > 0 ? dy[from] : 0;
    if (sums.length > 0) {
      sums[c] += rest;
    }
    for (int r = 0; r < g.r(); r++) {
      for (int s = 0; s < g.s(); s++) {
        int tap = at + (r * g.w() + s) * g.c();
        boolean hit = x[tap] == y[from];
        dz[tap] = hit ? rest : 0;
        rest = hit ? 0 : rest;
      }
    }
  }
}
