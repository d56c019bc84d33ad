package assay.cpu.simd;

import assay.core.program.Tensor;
import assay.core.program.op.Add;
import assay.core.program.op.BiasAdd;
import assay.core.program.op.Relu;
import assay.core.program.op.ReluGrad;
import assay.core.program.op.Triad;
import assay.cpu.Memory;
import assay.cpu.Ranges;
import assay.cpu.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Operations on single elements, or on rows of channels. */
final class SimdPointwise {
  /** With fewer elements a piece is not worth handing to another thread. */
  static final int GRAIN = 1 << 14;

  private static final VectorSpecies<Float> S = Tile.SPECIES;
  private static final int L = Tile.LANES;

  private SimdPointwise() {}

  private static Runnable elements(Tensor out, Workers workers, Ranges.Body body) {
    return Ranges.over(workers, Memory.length(out), GRAIN, body);
  }

  static Runnable add(Add op, Memory memory, Workers workers) {
    float[] a = memory.floats(op.a());
    float[] b = memory.floats(op.b());
    float[] out = memory.floats(op.out());
    return elements(op.out(), workers, (from, to) -> triad(a, b, 1, out, from, to));
  }

  static Runnable triad(Triad op, Memory memory, Workers workers) {
    float[] b = memory.floats(op.b());
    float[] c = memory.floats(op.c());
    float[] out = memory.floats(op.out());
    float scale = (float) op.scale();
    return elements(op.out(), workers, (from, to) -> triad(b, c, scale, out, from, to));
  }

  /**
   * The first and the last vector may overlap aligned ones, which gives the same elements again.
   */
  private static void triad(float[] b, float[] c, float scale, float[] out, int from, int to) {
    if (to - from < L) {
      for (int i = from; i < to; i++) {
        out[i] = b[i] + scale * c[i];
      }
      return;
    }
    triad(b, c, scale, out, from);
    for (int i = Tile.aligned(from); i <= to - L; i += L) {
      triad(b, c, scale, out, i);
    }
    triad(b, c, scale, out, to - L);
  }

  private static void triad(float[] b, float[] c, float scale, float[] out, int i) {
    FloatVector.fromArray(S, c, i).mul(scale).add(FloatVector.fromArray(S, b, i)).intoArray(out, i);
  }

  static Runnable relu(Relu op, Memory memory, Workers workers) {
    float[] x = memory.floats(op.x());
    float[] out = memory.floats(op.out());
    return elements(op.out(), workers, (from, to) -> relu(x, out, from, to));
  }

  private static void relu(float[] x, float[] out, int from, int to) {
    int i = from;
    for (; i <= to - L; i += L) {
      FloatVector.fromArray(S, x, i).lanewise(VectorOperators.MAX, 0).intoArray(out, i);
    }
    for (; i < to; i++) {
      out[i] = Math.max(x[i], 0);
    }
  }

  static Runnable reluGrad(ReluGrad op, Memory memory, Workers workers) {
    float[] dy = memory.floats(op.dy());
    float[] y = memory.floats(op.y());
    float[] dx = memory.floats(op.dx());
    return elements(op.dx(), workers, (from, to) -> reluGrad(dy, y, dx, from, to));
  }

  static void reluGrad(float[] dy, float[] y, float[] dx, int from, int to) {
    FloatVector zero = FloatVector.zero(S);
    int i = from;
    for (; i <= to - L; i += L) {
      zero.blend(
              FloatVector.fromArray(S, dy, i),
              FloatVector.fromArray(S, y, i).compare(VectorOperators.GT, 0))
          .intoArray(dx, i);
    }
    for (; i < to; i++) {
      dx[i] = y[i] > 0 ? dy[i] : 0;
    }
  }

  /** Bias, and ReLU where the epilogue has one. */
  static Runnable biasAdd(BiasAdd op, Epilogue epilogue, Memory memory, Workers workers) {
    float[] x = memory.floats(op.x());
    float[] out = memory.floats(epilogue.result());
    int channels = Memory.length(op.bias());
    return Ranges.over(
        workers,
        Memory.length(op.x()) / channels,
        Math.max(1, GRAIN / channels),
        (from, to) -> {
          for (int row = from; row < to; row++) {
            epilogue.row(x, row * channels, 0, channels, out, row * channels, false, true);
          }
        });
  }
}
