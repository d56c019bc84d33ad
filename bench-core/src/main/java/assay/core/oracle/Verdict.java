package assay.core.oracle;

import assay.core.program.Tensor;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a target's results are correct.
 *
 * @param check how it was checked, for example {@code entrywise} or {@code freivalds+sampled}
 * @param checked number of elements compared, directly or through a projection
 * @param worst largest error as a multiple of its bound; infinite for NaN or a bound of 0
 * @param mismatch the worst element out of bounds; present only if not passed
 */
public record Verdict(
    boolean passed, String check, long checked, double worst, Optional<Mismatch> mismatch) {

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

  /** One line: the mismatch, or how close the result is to its bounds. */
  public String message() {
    return mismatch
        .map(m -> check + ": " + m)
        .orElseGet(() ->
            String.format(
                Locale.ROOT,
                "%s: %d elements within bounds, the worst at %.3g of its bound",
                check,
                checked,
                worst));
  }
}
