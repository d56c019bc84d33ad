package assay.core.oracle;

import assay.core.program.Tensor;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a target's results are correct: every element within its bound, and all together as
 * precise as rounding explains.
 *
 * @param check how it was checked, for example {@code entrywise} or {@code freivalds+sampled}
 * @param checked number of elements compared, directly or through a projection
 * @param worst largest error as a multiple of its bound; infinite for NaN or a bound of 0
 * @param mismatch the worst element out of bounds; present only if not passed
 * @param bits of floating-point products without a mismatch
 */
public record Verdict(
    boolean passed,
    String check,
    long checked,
    double worst,
    Optional<Mismatch> mismatch,
    Optional<EffectiveBits> bits) {

  /**
   * A wrong element.
   *
   * @param position index per dimension, for example {@code [3, 17]}
   * @param bound largest difference allowed
   */
  public record Mismatch(
      Tensor tensor, String position, double expected, double actual, double bound) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s at %s: expected %.9g ± %.3g, found %.9g",
          tensor,
          position,
          expected,
          bound,
          actual);
    }
  }

  /** The same with its bits. If they are too few, it has not passed. */
  Verdict with(EffectiveBits found) {
    boolean enough = found.sufficient();
    double error = enough ? worst : Math.max(worst, found.ratio());
    return new Verdict(passed && enough, check, checked, error, mismatch, Optional.of(found));
  }

  /** One line: what is wrong, or how close the result is to its bounds. */
  public String message() {
    return mismatch
        .map(Mismatch::toString)
        .or(() -> bits.filter(found -> !found.sufficient()).map(EffectiveBits::message))
        .map(wrong -> check + ": " + wrong)
        .orElseGet(() ->
            String.format(
                Locale.ROOT,
                "%s: %d elements within bounds, the worst at %.3g of its bound",
                check,
                checked,
                worst));
  }
}
