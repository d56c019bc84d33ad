package assay.cpu.scalar;

import assay.core.program.op.SoftmaxCrossEntropy;
import assay.core.program.op.SoftmaxCrossEntropyGrad;
import assay.cpu.Labels;
import assay.cpu.Memory;
import assay.cpu.Ranges;
import assay.cpu.Workers;

/** Softmax with mean cross-entropy, and its gradient. */
@SuppressWarnings("cast") // The casts are redundant in double precision.
final class FloatSoftmax {
  private FloatSoftmax() {}

  static Runnable forward(SoftmaxCrossEntropy op, Memory memory, Workers workers) {
    float[] logits = memory.floats(op.logits());
    float[] probabilities = memory.floats(op.probabilities());
    float[] loss = memory.floats(op.loss());
    int[] labels = memory.ints(op.labels());
    int rows = Memory.length(op.labels());
    int classes = Memory.length(op.logits()) / rows;
    double[] losses = new double[rows];
    Runnable each =
        Ranges.over(
            workers,
            rows,
            Math.max(1, 2048 / classes),
            (from, to) -> {
              for (int row = from; row < to; row++) {
                int label = Labels.check(labels, row, classes);
                losses[row] = row(logits, probabilities, row * classes, classes, label);
              }
            });
    return () -> {
      each.run();
      double sum = 0;
      for (double value : losses) {
        sum += value;
      }
      loss[0] = (float) (sum / rows);
    };
  }

  /** Writes one row of probabilities and returns its loss, ln Σ exp(x − max) − (x[label] − max). */
  private static double row(float[] x, float[] out, int at, int classes, int label) {
    float max = x[at];
    for (int j = 1; j < classes; j++) {
      max = Math.max(max, x[at + j]);
    }
    double sum = 0;
    for (int j = 0; j < classes; j++) {
      double e = Math.exp(x[at + j] - max);
      out[at + j] = (float) e;
      sum += e;
    }
    for (int j = 0; j < classes; j++) {
      out[at + j] = (float) (out[at + j] / sum);
    }
    return Math.log(sum) - ((double) x[at + label] - max);
  }

  static Runnable gradient(SoftmaxCrossEntropyGrad op, Memory memory, Workers workers) {
    float[] probabilities = memory.floats(op.probabilities());
    float[] dlogits = memory.floats(op.dlogits());
    int[] labels = memory.ints(op.labels());
    int rows = Memory.length(op.labels());
    int classes = Memory.length(op.dlogits()) / rows;
    return Ranges.over(
        workers,
        rows,
        Math.max(1, 2048 / classes),
        (from, to) -> {
          for (int row = from; row < to; row++) {
            int at = row * classes;
            int label = Labels.check(labels, row, classes);
            for (int j = 0; j < classes; j++) {
              dlogits[at + j] = (probabilities[at + j] - (j == label ? 1 : 0)) / rows;
            }
          }
        });
  }
}
