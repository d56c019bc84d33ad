package assay.cpu.scalar;

import assay.core.program.op.SoftmaxCrossEntropy;
import assay.core.program.op.SoftmaxCrossEntropyGrad;
import assay.cpu.Labels;
import assay.cpu.Memory;
import assay.cpu.Ranges;
import assay.cpu.Workers;

/** Softmax with mean cross-entropy, and its gradient. */
@SuppressWarnings("cast") // The casts are redundant in double precision.
final class DoubleSoftmax {
  private DoubleSoftmax() {}

  static Runnable forward(SoftmaxCrossEntropy op, Memory memory, Workers workers) {
    double[] logits = memory.doubles(op.logits());
    double[] probabilities = memory.doubles(op.probabilities());
    double[] loss = memory.doubles(op.loss());
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
      loss[0] = (double) (sum / rows);
    };
  }

  /** Writes one row of probabilities and returns its loss, ln Σ exp(x − max) − (x[label] − max). */
  private static double row(double[] x, double[] out, int at, int classes, int label) {
    double max = x[at];
    for (int j = 1; j < classes; j++) {
      max = Math.max(max, x[at + j]);
    }
    double sum = 0;
    for (int j = 0; j < classes; j++) {
      double e = Math.exp(x[at + j] - max);
      out[at + j] = (double) e;
      sum += e;
    }
    for (int j = 0; j < classes; j++) {
      out[at + j] = (double) (out[at + j] / sum);
    }
    return Math.log(sum) - ((double) x[at + label] - max);
  }

  static Runnable gradient(SoftmaxCrossEntropyGrad op, Memory memory, Workers workers) {
    double[] probabilities = memory.doubles(op.probabilities());
    double[] dlogits = memory.doubles(op.dlogits());
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
