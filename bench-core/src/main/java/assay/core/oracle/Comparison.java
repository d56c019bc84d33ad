package assay.core.oracle;

import assay.core.program.HostTensor;
import assay.core.program.Tensor;
import java.util.Optional;

/** Collects differences between actual and expected elements into a {@link Verdict}. */
public final class Comparison {
  private long checked;
  private double worst;
  private Optional<Verdict.Mismatch> mismatch = Optional.empty();

  /** Compares one element; {@code index} is row-major. */
  public void compare(Tensor tensor, long index, double expected, double bound, double actual) {
    checked++;
    double ratio = ratio(expected, bound, actual);
    if (ratio > 1 && (ratio > worst || mismatch.isEmpty())) {
      mismatch =
          Optional.of(
              new Verdict.Mismatch(
                  tensor, tensor.shape().position(index), expected, actual, bound));
    }
    worst = Math.max(worst, ratio);
  }

  /** |actual − expected| / bound; infinite for what can never be correct, 0 for an exact match. */
  static double ratio(double expected, double bound, double actual) {
    if (actual == expected || (Double.isNaN(actual) && Double.isNaN(expected))) {
      return 0;
    }
    double difference = Math.abs(actual - expected);
    if (Double.isNaN(difference) || (Double.isInfinite(actual) && Double.isFinite(bound))) {
      return Double.POSITIVE_INFINITY;
    }
    return Double.isInfinite(bound) ? 0 : difference / bound;
  }

  /** Compares all elements. */
  void compare(ReferenceTensor expected, HostTensor actual) {
    double[] values = expected.values();
    double[] bounds = expected.bounds();
    for (int i = 0; i < values.length; i++) {
      compare(expected.tensor(), i, values[i], bounds[i], actual.get(i));
    }
  }

  /** Adds the findings of another comparison. */
  void merge(Comparison other) {
    checked += other.checked;
    if (other.worst > worst || mismatch.isEmpty()) {
      mismatch = other.mismatch.isPresent() ? other.mismatch : mismatch;
    }
    worst = Math.max(worst, other.worst);
  }

  /** The findings of both. */
  public static Comparison merged(Comparison one, Comparison other) {
    Comparison both = new Comparison();
    both.merge(one);
    both.merge(other);
    return both;
  }

  /** Counts elements that were checked as a group. */
  void count(long elements) {
    checked += elements;
  }

  /** Records a passed check, at this multiple of its bound. */
  void note(double ratio) {
    worst = Math.max(worst, ratio);
  }

  boolean failed() {
    return mismatch.isPresent();
  }

  Verdict verdict(String check) {
    return new Verdict(mismatch.isEmpty(), check, checked, worst, mismatch, Optional.empty());
  }
}
