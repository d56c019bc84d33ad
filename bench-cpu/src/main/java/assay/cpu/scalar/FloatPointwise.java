package assay.cpu.scalar;

import assay.core.program.Tensor;
import assay.core.program.op.Add;
import assay.core.program.op.BiasAdd;
import assay.core.program.op.BiasGrad;
import assay.core.program.op.FmaChain;
import assay.core.program.op.Relu;
import assay.core.program.op.ReluGrad;
import assay.core.program.op.Triad;
import assay.cpu.Memory;
import assay.cpu.Ranges;
import assay.cpu.Workers;

/** Operations on single elements, or on rows of channels. */
@SuppressWarnings("cast") // The casts are redundant in double precision.
final class FloatPointwise {
  /** With fewer elements a piece is not worth handing to another thread. */
  static final int GRAIN = 1 << 13;

  private static final int CHAINS = 256;
  private static final int UNROLLED = 8;

  private FloatPointwise() {}

  private static Runnable elements(Tensor out, Workers workers, Ranges.Body body) {
    return Ranges.over(workers, Memory.length(out), GRAIN, body);
  }

  static Runnable add(Add op, Memory memory, Workers workers) {
    float[] a = memory.floats(op.a());
    float[] b = memory.floats(op.b());
    float[] out = memory.floats(op.out());
    return elements(
        op.out(),
        workers,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = a[i] + b[i];
          }
        });
  }

  static Runnable triad(Triad op, Memory memory, Workers workers) {
    float[] b = memory.floats(op.b());
    float[] c = memory.floats(op.c());
    float[] out = memory.floats(op.out());
    float scale = (float) op.scale();
    return elements(
        op.out(),
        workers,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = b[i] + scale * c[i];
          }
        });
  }

  static Runnable relu(Relu op, Memory memory, Workers workers) {
    float[] x = memory.floats(op.x());
    float[] out = memory.floats(op.out());
    return elements(
        op.out(),
        workers,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = Math.max(x[i], 0);
          }
        });
  }

  static Runnable reluGrad(ReluGrad op, Memory memory, Workers workers) {
    float[] dy = memory.floats(op.dy());
    float[] y = memory.floats(op.y());
    float[] dx = memory.floats(op.dx());
    return elements(
        op.dx(),
        workers,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            dx[i] = y[i] > 0 ? dy[i] : 0;
          }
        });
  }

  static Runnable biasAdd(BiasAdd op, Memory memory, Workers workers) {
    float[] x = memory.floats(op.x());
    float[] bias = memory.floats(op.bias());
    float[] out = memory.floats(op.out());
    int channels = Memory.length(op.bias());
    return Ranges.over(
        workers,
        Memory.length(op.x()) / channels,
        Math.max(1, GRAIN / channels),
        (from, to) -> {
          for (int row = from; row < to; row++) {
            int at = row * channels;
            for (int c = 0; c < channels; c++) {
              out[at + c] = x[at + c] + bias[c];
            }
          }
        });
  }

  static Runnable biasGrad(BiasGrad op, Memory memory, Workers workers) {
    float[] dy = memory.floats(op.dy());
    float[] db = memory.floats(op.db());
    int channels = Memory.length(op.db());
    int rows = Memory.length(op.dy()) / channels;
    ChannelSums sums = new ChannelSums(workers, rows, channels, 1);
    return () -> {
      sums.run((from, to, totals) -> {
        for (int row = from; row < to; row++) {
          for (int c = 0; c < channels; c++) {
            totals[c] += dy[row * channels + c];
          }
        }
      });
      for (int c = 0; c < channels; c++) {
        db[c] = (float) sums.total(0, c);
      }
    };
  }

  /** A few hundred chains run side by side, so that the loop over them vectorizes. */
  static Runnable fmaChain(FmaChain op, Memory memory, Workers workers) {
    float[] x = memory.floats(op.x());
    float[] out = memory.floats(op.out());
    float multiplier = (float) op.multiplier();
    float offset = (float) op.offset();
    long steps = op.steps();
    float[][] chains = new float[workers.count()][CHAINS];
    int n = Memory.length(op.x());
    int blocks = (n - 1) / CHAINS + 1;
    return () ->
        workers.parallelFor(
            blocks,
            (worker, block) -> {
              int at = block * CHAINS;
              int count = Math.min(CHAINS, n - at);
              float[] v = chains[worker];
              System.arraycopy(x, at, v, 0, count);
              long step = 0;
              for (; step <= steps - UNROLLED; step += UNROLLED) {
                eight(v, count, multiplier, offset);
              }
              for (; step <= steps - 2; step += 2) {
                two(v, count, multiplier, offset);
              }
              if (step < steps) {
                one(v, count, multiplier);
              }
              System.arraycopy(v, 0, out, at, count);
            });
  }

  /**
   * Eight steps between a load and a store: with one step the stores would be the bottleneck, and
   * other kernels would exceed this "peak".
   */
  private static void eight(float[] v, int count, float multiplier, float offset) {
    for (int i = 0; i < count; i++) {
      float a = Math.fma(multiplier, v[i], v[i]);
      float b = Math.fma(multiplier, offset, a);
      float c = Math.fma(multiplier, b, b);
      float d = Math.fma(multiplier, offset, c);
      float e = Math.fma(multiplier, d, d);
      float f = Math.fma(multiplier, offset, e);
      float g = Math.fma(multiplier, f, f);
      v[i] = Math.fma(multiplier, offset, g);
    }
  }

  private static void two(float[] v, int count, float multiplier, float offset) {
    for (int i = 0; i < count; i++) {
      float a = Math.fma(multiplier, v[i], v[i]);
      v[i] = Math.fma(multiplier, offset, a);
    }
  }

  private static void one(float[] v, int count, float multiplier) {
    for (int i = 0; i < count; i++) {
      v[i] = Math.fma(multiplier, v[i], v[i]);
    }
  }
}
