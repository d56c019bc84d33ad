package assay.core.oracle.op;

import assay.core.oracle.ErrorModel;
import assay.core.oracle.Evaluation;
import assay.core.program.DataType;
import assay.core.program.Tensor;
import assay.core.program.op.SoftmaxCrossEntropy;
import assay.core.program.op.SoftmaxCrossEntropyGrad;
import java.util.Locale;

/**
 * Softmax with mean cross-entropy. A target's exp and log may err by {@link #FUNCTION} units of
 * roundoff, as in good vector libraries and GPUs; the logarithm may be taken of the sum of
 * exponentials or of a probability.
 */
final class SoftmaxCrossEntropyRules {
  private static final double FUNCTION = 4;

  private SoftmaxCrossEntropyRules() {}

  static void forward(SoftmaxCrossEntropy op, Evaluation e) {
    double[] labels = labels(op.labels(), op.logits(), e);
    double[] logits = e.values(op.logits());
    double[] errors = e.bounds(op.logits());
    int width = Math.toIntExact(op.logits().shape().dim(1));
    Row row = new Row(width, op.logits().type());
    double[] p = new double[logits.length];
    double[] pBounds = new double[logits.length];
    double loss = 0;
    double magnitude = 0;
    double squares = 0;
    for (int b = 0; b < labels.length; b++) {
      row.evaluate(logits, errors, b * width, p, pBounds);
      int label = (int) labels[b];
      double rowLoss = row.logSum - logits[b * width + label];
      double bound = row.lossBound(logits, errors, b * width, p, label);
      loss += rowLoss;
      magnitude += Math.abs(rowLoss);
      squares += bound * bound;
    }
    e.put(op.probabilities(), p, pBounds);
    double gamma = e.model().gamma(op.logits().type(), labels.length + 2L, 1);
    double carried = ErrorModel.correlation(labels.length) * Math.sqrt(squares);
    double mean = loss / labels.length;
    double bound = (gamma * magnitude + carried) / labels.length;
    e.put(
        op.loss(),
        new double[] {mean},
        new double[] {ErrorModel.stored(op.loss().type(), mean, bound)});
  }

  static void gradient(SoftmaxCrossEntropyGrad op, Evaluation e) {
    double[] labels = labels(op.labels(), op.probabilities(), e);
    double[] p = e.values(op.probabilities());
    double[] errors = e.bounds(op.probabilities());
    int width = p.length / labels.length;
    double u = ErrorModel.unit(op.dlogits().type());
    double[] values = new double[p.length];
    double[] bounds = new double[p.length];
    for (int i = 0; i < p.length; i++) {
      double hot = i % width == (int) labels[i / width] ? 1 : 0;
      values[i] = (p[i] - hot) / labels.length;
      // Two roundings, plus one of 1/B if a target multiplies by it instead of dividing by B.
      double bound = errors[i] / labels.length + 3 * u * Math.abs(values[i]);
      bounds[i] = ErrorModel.stored(op.dlogits().type(), values[i], bound);
    }
    e.put(op.dlogits(), values, bounds);
  }

  private static double[] labels(Tensor labels, Tensor like, Evaluation e) {
    double[] values = e.values(labels);
    long classes = like.shape().dim(1);
    for (int i = 0; i < values.length; i++) {
      if (values[i] < 0 || values[i] >= classes) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "label %d of %s is %.0f; must be 0 to %d",
                i,
                labels,
                values[i],
                classes - 1));
      }
    }
    return values;
  }

  /** One row of logits: l − max, exponentials, their sum, quotients. */
  private static final class Row {
    private final int width;
    private final DataType type;
    private final double u;
    private double max;
    private double logSum;

    /** Σ p·error of the logits: how far log Σ exp may move. */
    private double carried;

    /** Σ p·(relative rounding error of one exponential), in units of u. */
    private double rounded;

    Row(int width, DataType type) {
      this.width = width;
      this.type = type;
      this.u = ErrorModel.unit(type);
    }

    void evaluate(double[] logits, double[] errors, int at, double[] p, double[] bounds) {
      max = logits[at];
      for (int j = 1; j < width; j++) {
        max = Math.max(max, logits[at + j]);
      }
      double sum = 0;
      for (int j = 0; j < width; j++) {
        p[at + j] = Math.exp(logits[at + j] - max);
        sum += p[at + j];
      }
      logSum = max + Math.log(sum);
      carried = 0;
      rounded = 0;
      for (int j = 0; j < width; j++) {
        p[at + j] /= sum;
        carried += p[at + j] * errors[at + j];
        rounded += p[at + j] * exponential(logits[at + j]);
      }
      for (int j = 0; j < width; j++) {
        bounds[at + j] = probabilityBound(p[at + j], errors[at + j], logits[at + j]);
      }
    }

    /** Relative error of exp(l − max) in units of u; the argument is rounded to u·|l − max|. */
    private double exponential(double logit) {
      return FUNCTION + 2 * Math.abs(logit - max);
    }

    /** d ln pⱼ = (1 − pⱼ)·dlⱼ − Σ_{i≠j} pᵢ·dlᵢ; a probability cannot be off by more than 1. */
    private double probabilityBound(double p, double error, double logit) {
      double relative = (1 - p) * error + (carried - p * error);
      relative += u * (exponential(logit) + rounded + width + FUNCTION);
      double bound = Math.min(1, p * Math.expm1(relative));
      return ErrorModel.stored(type, p, bound);
    }

    double lossBound(double[] logits, double[] errors, int at, double[] p, int label) {
      double error = errors[at + label];
      double p0 = p[at + label];
      double logit = logits[at + label];
      double moved = (carried - p0 * error) + (1 - p0) * error;
      double roundings =
          rounded
              + exponential(logit)
              + width
              + 2 * FUNCTION
              + FUNCTION * (logSum - logit)
              + 2 * (Math.abs(max) + Math.abs(logit));
      return moved + u * roundings;
    }
  }
}
