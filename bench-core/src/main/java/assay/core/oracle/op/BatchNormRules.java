package assay.core.oracle.op;

import assay.core.oracle.ErrorModel;
import assay.core.oracle.Evaluation;
import assay.core.oracle.ReferenceTensor;
import assay.core.program.DataType;
import assay.core.program.Tensor;
import assay.core.program.op.BatchNormInference;
import assay.core.program.op.BatchNormTraining;

/**
 * Batch normalisation. The errors of mean and deviation are common to all elements of a channel and
 * are added in full. Targets may compute (x − mean)·scale + β or x·scale + (β − mean·scale), and
 * the variance in two passes or by Welford's method, whose error grows with √(1 + mean²/variance)
 * (Chan, Golub, LeVeque, Algorithms for Computing the Sample Variance, The American Statistician
 * 37(3), 1983).
 */
final class BatchNormRules {
  /** Roundings of 1/√(v + ε), with approximate reciprocal roots refined once. */
  private static final double ROOT = 6;

  private BatchNormRules() {}

  /** A value per channel and its bound. */
  @SuppressWarnings("ArrayRecordComponent") // Filled in place, never compared.
  record PerChannel(double[] values, double[] bounds) {
    static PerChannel of(int channels) {
      return new PerChannel(new double[channels], new double[channels]);
    }

    static PerChannel of(ReferenceTensor tensor) {
      return new PerChannel(tensor.values(), tensor.bounds());
    }

    void set(int c, double value, double bound) {
      values[c] = value;
      bounds[c] = bound;
    }
  }

  static void training(BatchNormTraining op, Evaluation e) {
    ReferenceTensor x = e.get(op.x());
    PerChannel mean = mean(x, e.model());
    PerChannel variance = variance(x, mean, e.model());
    PerChannel inverse = inverseDeviation(variance, op.epsilon(), op.x().type());
    normalize(op.y(), x, e.get(op.gamma()), e.get(op.beta()), mean, inverse, e);
    put(op.mean(), mean, e);
    put(op.inverseDeviation(), inverse, e);
    double count = (double) x.values().length / mean.values().length;
    follow(op.runningMean(), mean, 1, op.momentum(), e);
    follow(op.runningVariance(), variance, count / (count - 1), op.momentum(), e);
  }

  static void inference(BatchNormInference op, Evaluation e) {
    PerChannel inverse =
        inverseDeviation(PerChannel.of(e.get(op.variance())), op.epsilon(), op.x().type());
    PerChannel mean = PerChannel.of(e.get(op.mean()));
    normalize(op.y(), e.get(op.x()), e.get(op.gamma()), e.get(op.beta()), mean, inverse, e);
  }

  private static PerChannel mean(ReferenceTensor x, ErrorModel model) {
    int channels = Math.toIntExact(x.tensor().shape().dim(-1));
    int count = x.values().length / channels;
    double gamma = model.gamma(x.tensor().type(), count + 2L, channels);
    PerChannel mean = PerChannel.of(channels);
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      double magnitude = 0;
      double squares = 0;
      for (int i = c; i < x.values().length; i += channels) {
        sum += x.values()[i];
        magnitude += Math.abs(x.values()[i]);
        squares += x.bounds()[i] * x.bounds()[i];
      }
      double carried = ErrorModel.correlation(count) * Math.sqrt(squares);
      mean.set(c, sum / count, (gamma * magnitude + carried) / count);
    }
    return mean;
  }

  private static PerChannel variance(ReferenceTensor x, PerChannel mean, ErrorModel model) {
    int channels = mean.values().length;
    int count = x.values().length / channels;
    double gamma = model.gamma(x.tensor().type(), count + 4L, channels);
    PerChannel variance = PerChannel.of(channels);
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      double squares = 0;
      double second = 0;
      for (int i = c; i < x.values().length; i += channels) {
        double distance = x.values()[i] - mean.values()[c];
        double error = x.bounds()[i];
        sum += distance * distance;
        squares += 4 * distance * distance * error * error;
        second += error * error;
      }
      double value = sum / count;
      // The mean's error enters squared only: Σ(x − mean) = 0.
      double common = mean.bounds()[c] * mean.bounds()[c];
      double carried = (ErrorModel.correlation(count) * Math.sqrt(squares) + second) / count;
      double condition = value + Math.abs(mean.values()[c]) * Math.sqrt(value);
      variance.set(c, value, gamma * condition + carried + common);
    }
    return variance;
  }

  /** 1/√(v + ε) falls as v grows: the ends of v enclose it. */
  private static PerChannel inverseDeviation(PerChannel variance, double epsilon, DataType type) {
    PerChannel inverse = PerChannel.of(variance.values().length);
    for (int c = 0; c < variance.values().length; c++) {
      double v = variance.values()[c];
      double value = 1 / Math.sqrt(v + epsilon);
      double high = 1 / Math.sqrt(Math.max(v - variance.bounds()[c], 0) + epsilon);
      double low = 1 / Math.sqrt(v + variance.bounds()[c] + epsilon);
      double bound = Math.max(high - value, value - low) + ROOT * ErrorModel.unit(type) * high;
      inverse.set(c, value, bound);
    }
    return inverse;
  }

  private static void normalize(
      Tensor y,
      ReferenceTensor x,
      ReferenceTensor gamma,
      ReferenceTensor beta,
      PerChannel mean,
      PerChannel inverse,
      Evaluation e) {
    double u = ErrorModel.unit(y.type());
    double[] values = new double[x.values().length];
    double[] bounds = new double[values.length];
    int channels = mean.values().length;
    for (int i = 0; i < values.length; i++) {
      int c = i % channels;
      double distance = x.values()[i] - mean.values()[c];
      double scale = gamma.values()[c] * inverse.values()[c];
      double scaleError =
          Math.abs(gamma.values()[c]) * inverse.bounds()[c]
              + gamma.bounds()[c] * (inverse.values()[c] + inverse.bounds()[c]);
      double distanceError = x.bounds()[i] + mean.bounds()[c];
      double carried =
          Math.abs(scale) * distanceError
              + scaleError * (Math.abs(distance) + distanceError)
              + beta.bounds()[c];
      double spread = Math.abs(x.values()[i]) + Math.abs(mean.values()[c]);
      values[i] = scale * distance + beta.values()[c];
      double rounding =
          u * (4 * Math.abs(scale) * spread + 2 * Math.abs(beta.values()[c]) + Math.abs(values[i]));
      bounds[i] = ErrorModel.stored(y.type(), values[i], carried + rounding);
    }
    e.put(y, values, bounds);
  }

  /** r ← (1 − momentum)·r + momentum·factor·batch. */
  private static void follow(
      Tensor running, PerChannel batch, double factor, double momentum, Evaluation e) {
    ReferenceTensor old = e.get(running);
    double u = ErrorModel.unit(running.type());
    PerChannel updated = PerChannel.of(batch.values().length);
    for (int c = 0; c < batch.values().length; c++) {
      double kept = (1 - momentum) * old.values()[c];
      double added = momentum * factor * batch.values()[c];
      double carried = (1 - momentum) * old.bounds()[c] + momentum * factor * batch.bounds()[c];
      // 1 − momentum may be computed in the type, which costs u of 1, not of the difference.
      double rounding = u * (3 * Math.abs(kept) + Math.abs(old.values()[c]) + 5 * Math.abs(added));
      updated.set(c, kept + added, carried + rounding);
    }
    put(running, updated, e);
  }

  static void put(Tensor tensor, PerChannel result, Evaluation e) {
    double[] bounds = new double[result.bounds().length];
    for (int c = 0; c < bounds.length; c++) {
      bounds[c] = ErrorModel.stored(tensor.type(), result.values()[c], result.bounds()[c]);
    }
    e.put(tensor, result.values(), bounds);
  }
}
