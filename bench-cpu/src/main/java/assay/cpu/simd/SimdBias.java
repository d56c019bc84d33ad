package assay.cpu.simd;

import assay.core.program.op.BiasGrad;
import assay.core.program.op.ReluGrad;
import assay.cpu.Memory;
import assay.cpu.Workers;

/** The gradient of a bias, by itself or with that of the ReLU that follows it. */
final class SimdBias {
  private SimdBias() {}

  static Runnable gradient(BiasGrad op, Memory memory, Workers workers) {
    float[] dy = memory.floats(op.dy());
    float[] db = memory.floats(op.db());
    int channels = Memory.length(op.db());
    ColumnSums sums =
        ColumnSums.ofRows(
            workers,
            Memory.length(op.dy()) / channels,
            channels,
            (from, to, out) -> ColumnSums.addRows(dy, channels, from, to, out, 0));
    return () -> {
      sums.run();
      sums.write(db, channels);
    };
  }

  /** ReLU's gradient, a few rows at a time, which are summed while they are in the cache. */
  static Runnable reluGradient(ReluGrad op, BiasGrad bias, Memory memory, Workers workers) {
    float[] dy = memory.floats(op.dy());
    float[] y = memory.floats(op.y());
    float[] dx = memory.floats(op.dx());
    float[] db = memory.floats(bias.db());
    int channels = Memory.length(bias.db());
    ColumnSums sums =
        new ColumnSums(
            workers,
            Memory.length(op.dy()) / channels,
            channels,
            1,
            (from, to, out) -> {
              SimdPointwise.reluGrad(dy, y, dx, from * channels, to * channels);
              ColumnSums.addRows(dx, channels, from, to, out, 0);
            });
    return () -> {
      sums.run();
      sums.write(db, channels);
    };
  }
}
