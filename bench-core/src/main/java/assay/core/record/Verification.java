package assay.core.record;

import assay.core.checks.Checks;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on the very buffers that were timed.
 *
 * @param check which check it was, such as {@code entries} or {@code freivalds}
 * @param bound the largest error allowed, in the same measure as {@code worst}; at least 0. Where
 *     every entry has its own bound, the measure is error ÷ bound and this is 1
 * @param worst the largest error found; at least 0. Null where it is not a number (a NaN or
 *     infinity in the output), which never passes and is told in {@code detail}
 * @param passed whether {@code worst} is within {@code bound}
 * @param detail where it went wrong, expected and actual; required unless it passed
 * @param elementsChecked how many output entries or projections were compared, at least 1 if passed
 */
public record Verification(
    String check,
    double bound,
    @Nullable Double worst,
    boolean passed,
    @Nullable String detail,
    long elementsChecked) {
  public Verification {
    Checks.text("check", check);
    Checks.notNegative("bound", bound);
    Checks.notNegative("worst", worst);
    Checks.textOrNull("detail", detail);
    Checks.notNegative("elementsChecked", Long.valueOf(elementsChecked));
    if (passed && (worst == null || worst > bound || elementsChecked == 0)) {
      throw new IllegalArgumentException(
          "passed with worst " + worst + ", bound " + bound + ", elements " + elementsChecked);
    }
    if (!passed && detail == null) {
      throw new IllegalArgumentException("a check that did not pass must say where in detail");
    }
  }

  /** A check that passed. */
  public static Verification passed(String check, double bound, double worst, long elements) {
    return new Verification(check, bound, worst, true, null, elements);
  }

  /**
   * A check that did not pass.
   *
   * @param worst the largest error found; NaN and infinity are taken and become null
   */
  public static Verification failed(
      String check, double bound, double worst, String detail, long elements) {
    Double finite = Double.isFinite(worst) ? Double.valueOf(worst) : null;
    return new Verification(check, bound, finite, false, detail, elements);
  }

  /** The one that did worse: not passed before passed, then the larger share of the bound. */
  static Verification worse(Verification a, Verification b) {
    if (a.passed != b.passed) {
      return a.passed ? b : a;
    }
    return a.severity() >= b.severity() ? a : b;
  }

  private double severity() {
    if (worst == null) {
      return Double.POSITIVE_INFINITY;
    }
    double error = Objects.requireNonNull(worst);
    return error == 0 ? 0 : error / bound;
  }
}
