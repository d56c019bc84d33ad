package assay.core.oracle.op;

import assay.core.oracle.ErrorModel;
import assay.core.oracle.Evaluation;
import assay.core.oracle.ReferenceTensor;
import assay.core.program.DataType;
import assay.core.program.Tensor;

/**
 * Mean, deviation and normalized values over groups of elements: the channels of a batch, or its
 * rows. The errors of mean and deviation are common to all elements of a group and are added in
 * full. Targets may compute (x − mean)·scale + β or x·scale + (β − mean·scale), and the variance in
 * two passes or by Welford's method, whose error grows with √(1 + mean²/variance) (Chan, Golub,
 * LeVeque, Algorithms for Computing the Sample Variance, The American Statistician 37(3), 1983).
 */
final class Normalization {
  /** Roundings of 1/√(v + ε), with approximate reciprocal roots refined once. */
  private static final double ROOT = 6;

  private Normalization() {}

  /**
   * How the elements of a tensor are divided into groups that are normalized together.
   *
   * @param count number of groups
   * @param size elements per group
   * @param step from one group's first element to the next group's
   * @param stride from one element of a group to the next
   */
  record Groups(int count, int size, int step, int stride) {
    /** All elements of a channel, the last dimension. */
    static Groups channels(Tensor x) {
      int channels = Math.toIntExact(x.shape().dim(-1));
      return new Groups(channels, Math.toIntExact(x.elements() / channels), 1, channels);
    }

    /** All elements of a row, the last dimension. */
    static Groups rows(Tensor x) {
      int size = Math.toIntExact(x.shape().dim(-1));
      return new Groups(Math.toIntExact(x.elements() / size), size, size, 1);
    }

    /** Row-major index of an element of a group. */
    int index(int group, int element) {
      return group * step + element * stride;
    }

    /** The group of the element at a row-major index. */
    int of(int index) {
      return index / step % count;
    }
  }

  /** A value per group and its bound. */
  @SuppressWarnings("ArrayRecordComponent") // Filled in place, never compared.
  record PerGroup(double[] values, double[] bounds) {
    static PerGroup of(int groups) {
      return new PerGroup(new double[groups], new double[groups]);
    }

    static PerGroup of(ReferenceTensor tensor) {
      return new PerGroup(tensor.values(), tensor.bounds());
    }

    void set(int group, double value, double bound) {
      values[group] = value;
      bounds[group] = bound;
    }
  }

  static PerGroup mean(ReferenceTensor x, Groups groups, ErrorModel model) {
    int count = groups.size();
    double gamma = model.gamma(x.tensor().type(), count + 2L, groups.count());
    PerGroup mean = PerGroup.of(groups.count());
    for (int g = 0; g < groups.count(); g++) {
      double sum = 0;
      double magnitude = 0;
      double squares = 0;
      for (int k = 0; k < count; k++) {
        int i = groups.index(g, k);
        sum += x.values()[i];
        magnitude += Math.abs(x.values()[i]);
        squares += x.bounds()[i] * x.bounds()[i];
      }
      double carried = ErrorModel.correlation(count) * Math.sqrt(squares);
      mean.set(g, sum / count, (gamma * magnitude + carried) / count);
    }
    return mean;
  }

  static PerGroup variance(ReferenceTensor x, PerGroup mean, Groups groups, ErrorModel model) {
    int count = groups.size();
    double gamma = model.gamma(x.tensor().type(), count + 4L, groups.count());
    PerGroup variance = PerGroup.of(groups.count());
    for (int g = 0; g < groups.count(); g++) {
      double sum = 0;
      double squares = 0;
      double second = 0;
      for (int k = 0; k < count; k++) {
        int i = groups.index(g, k);
        double distance = x.values()[i] - mean.values()[g];
        double error = x.bounds()[i];
        sum += distance * distance;
        squares += 4 * distance * distance * error * error;
        second += error * error;
      }
      double value = sum / count;
      // The mean's error enters squared only: Σ(x − mean) = 0.
      double common = mean.bounds()[g] * mean.bounds()[g];
      double carried = (ErrorModel.correlation(count) * Math.sqrt(squares) + second) / count;
      double condition = value + Math.abs(mean.values()[g]) * Math.sqrt(value);
      variance.set(g, value, gamma * condition + carried + common);
    }
    return variance;
  }

  /** 1/√(v + ε) decreases with v: the bounds of v enclose it. */
  static PerGroup inverseDeviation(PerGroup variance, double epsilon, DataType type) {
    PerGroup inverse = PerGroup.of(variance.values().length);
    for (int g = 0; g < variance.values().length; g++) {
      double v = variance.values()[g];
      double value = 1 / Math.sqrt(v + epsilon);
      double high = 1 / Math.sqrt(Math.max(v - variance.bounds()[g], 0) + epsilon);
      double low = 1 / Math.sqrt(v + variance.bounds()[g] + epsilon);
      double bound = Math.max(high - value, value - low) + ROOT * ErrorModel.unit(type) * high;
      inverse.set(g, value, bound);
    }
    return inverse;
  }

  static void normalize(
      Tensor y,
      ReferenceTensor x,
      ReferenceTensor gamma,
      ReferenceTensor beta,
      PerGroup mean,
      PerGroup inverse,
      Groups groups,
      Evaluation e) {
    double u = ErrorModel.unit(y.type());
    double[] values = new double[x.values().length];
    double[] bounds = new double[values.length];
    int channels = gamma.values().length;
    for (int i = 0; i < values.length; i++) {
      int c = i % channels;
      int g = groups.of(i);
      double distance = x.values()[i] - mean.values()[g];
      double scale = gamma.values()[c] * inverse.values()[g];
      double scaleError =
          Math.abs(gamma.values()[c]) * inverse.bounds()[g]
              + gamma.bounds()[c] * (inverse.values()[g] + inverse.bounds()[g]);
      double distanceError = x.bounds()[i] + mean.bounds()[g];
      double carried =
          Math.abs(scale) * distanceError
              + scaleError * (Math.abs(distance) + distanceError)
              + beta.bounds()[c];
      double spread = Math.abs(x.values()[i]) + Math.abs(mean.values()[g]);
      values[i] = scale * distance + beta.values()[c];
      double rounding =
          u * (4 * Math.abs(scale) * spread + 2 * Math.abs(beta.values()[c]) + Math.abs(values[i]));
      bounds[i] = ErrorModel.stored(y.type(), values[i], carried + rounding);
    }
    e.put(y, values, bounds);
  }

  static void put(Tensor tensor, PerGroup result, Evaluation e) {
    double[] bounds = new double[result.bounds().length];
    for (int g = 0; g < bounds.length; g++) {
      bounds[g] = ErrorModel.stored(tensor.type(), result.values()[g], result.bounds()[g]);
    }
    e.put(tensor, result.values(), bounds);
  }
}
