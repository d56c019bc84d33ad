package assay.core.record;

import assay.core.checks.Checks;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on the buffers that were timed.
 *
 * @param check the check, such as {@code entries} or {@code freivalds}
 * @param bound the largest error allowed, in the same measure as {@code worst}; at least 0. If
 *     every entry has its own bound, the measure is error ÷ bound and this is 1
 * @param worst the largest error found; at least 0. Null if it is not finite (NaN or infinity in
 *     the output), which never passes and is reported in {@code detail}
 * @param passed whether {@code worst} is within {@code bound}
 * @param detail where it failed, with expected and actual value; required unless it passed
 * @param elementsChecked number of output entries or projections compared, at least 1 if passed
 * @param parts the largest error by kind of tensor, in the same measure as {@code worst}; null if
 *     they were not told apart, as in records of which this was not yet a field
 * @param effectiveBits of a floating-point product; null otherwise, in failed checks, and in
 *     records of which this was not yet a field
 * @param subnormals what became of subnormal numbers; null if that was not checked
 */
public record Verification(
    String check,
    double bound,
    @Nullable Double worst,
    boolean passed,
    @Nullable String detail,
    long elementsChecked,
    @Nullable Map<String, Double> parts,
    @Nullable EffectiveBits effectiveBits,
    @Nullable Subnormals subnormals) {

  /** What becomes of subnormal numbers. From better to worse. */
  public enum Subnormals {
    /** Operands and results are computed with them. */
    KEPT,
    /** Operands, results or both are taken for zero, as precision and device permit. */
    FLUSHED
  }

  /**
   * −log₂ of the root-mean-square error relative to the scale of what was summed. Each is at least
   * 0 and at most {@code full}; exact results have them all.
   *
   * @param overall over all rows
   * @param worstRows over the rows that fall furthest behind what rounding explains
   * @param floor the fewest over all rows that rounding explains
   * @param full as many as the precision has
   */
  public record EffectiveBits(double overall, double worstRows, double floor, double full) {
    public EffectiveBits {
      Checks.notNegative("overall", overall);
      Checks.notNegative("worstRows", worstRows);
      Checks.notNegative("floor", floor);
      Checks.finite("full", full);
      if (Math.max(overall, Math.max(worstRows, floor)) > full) {
        throw new IllegalArgumentException("there are no more effective bits than " + full);
      }
    }
  }

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
      throw new IllegalArgumentException("a failed check must say in detail where it failed");
    }
    if (parts != null) {
      parts = Collections.unmodifiableMap(new TreeMap<>(parts));
      parts.forEach((part, error) -> Checks.notNegative(part, error.doubleValue()));
    }
  }

  /** A check that did not tell kinds of tensors apart. */
  public Verification(
      String check,
      double bound,
      @Nullable Double worst,
      boolean passed,
      @Nullable String detail,
      long elementsChecked) {
    this(check, bound, worst, passed, detail, elementsChecked, null, null, null);
  }

  /** The same with the largest error by kind of tensor. */
  public Verification with(@Nullable Map<String, Double> errors) {
    return new Verification(
        check, bound, worst, passed, detail, elementsChecked, errors, effectiveBits, subnormals);
  }

  /** The same with effective bits. */
  public Verification with(@Nullable EffectiveBits bits) {
    return new Verification(
        check, bound, worst, passed, detail, elementsChecked, parts, bits, subnormals);
  }

  /** The same with what became of subnormal numbers. */
  public Verification with(@Nullable Subnormals found) {
    return new Verification(
        check, bound, worst, passed, detail, elementsChecked, parts, effectiveBits, found);
  }

  /** The worse of what two say of subnormal numbers; null if neither says anything. */
  private static @Nullable Subnormals worst(@Nullable Subnormals a, @Nullable Subnormals b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.compareTo(b) >= 0 ? a : b;
  }

  /** Those of the two that are fewer; null if neither has any. */
  private static @Nullable EffectiveBits fewer(Verification a, Verification b) {
    if (a.effectiveBits == null || b.effectiveBits == null) {
      return a.effectiveBits == null ? b.effectiveBits : a.effectiveBits;
    }
    return a.effectiveBits.overall <= b.effectiveBits.overall ? a.effectiveBits : b.effectiveBits;
  }

  /** The larger of two errors of each kind; null if neither has any. */
  private static @Nullable Map<String, Double> largest(Verification a, Verification b) {
    if (a.parts == null || b.parts == null) {
      return a.parts == null ? b.parts : a.parts;
    }
    Map<String, Double> largest = new TreeMap<>(a.parts);
    b.parts.forEach((part, error) -> largest.merge(part, error, Math::max));
    return largest;
  }

  /** A passed check. */
  public static Verification passed(String check, double bound, double worst, long elements) {
    return new Verification(check, bound, worst, true, null, elements);
  }

  /**
   * A failed check.
   *
   * @param worst the largest error found; NaN and infinity become null
   */
  public static Verification failed(
      String check, double bound, double worst, String detail, long elements) {
    Double finite = Double.isFinite(worst) ? Double.valueOf(worst) : null;
    return new Verification(check, bound, finite, false, detail, elements);
  }

  /**
   * The worse of two: failed before passed, then the larger error relative to the bound. Its parts
   * are the largest of both, its effective bits the fewer ones.
   */
  static Verification worse(Verification a, Verification b) {
    boolean first = a.passed == b.passed ? a.severity() >= b.severity() : !a.passed;
    Verification worse = first ? a : b;
    Map<String, Double> largest = largest(a, b);
    // What failed says nothing of either.
    EffectiveBits fewer = worse.passed ? fewer(a, b) : worse.effectiveBits;
    Subnormals kept = worse.passed ? worst(a.subnormals, b.subnormals) : worse.subnormals;
    boolean same =
        Objects.equals(worse.parts, largest)
            && Objects.equals(worse.effectiveBits, fewer)
            && worse.subnormals == kept;
    return same ? worse : worse.with(largest).with(fewer).with(kept);
  }

  private double severity() {
    if (worst == null) {
      return Double.POSITIVE_INFINITY;
    }
    double error = Objects.requireNonNull(worst);
    return error == 0 ? 0 : error / bound;
  }
}
