package assay.core.oracle;

import assay.core.program.Precision;
import java.util.Locale;

/**
 * The significant bits that a product's results have on average: −log₂ of their root-mean-square
 * error relative to the scale of {@link RowErrors}, which depends neither on cancellation nor on
 * the size of the elements. Results rounded correctly to p bits have about p + 1; exact ones have
 * infinitely many.
 *
 * @param overall over all rows
 * @param worst in the group of rows that falls furthest behind what rounding explains
 * @param floor the fewest over all rows that rounding explains
 * @param ratio the largest error as a multiple of what rounding explains, over all rows or in one
 *     group; above 1, something computes less precisely than it says
 * @param full bits of the results' type, or of multiplicands that have fewer
 */
public record EffectiveBits(
    Precision precision, double overall, double worst, double floor, double ratio, double full) {

  /** Whether rounding explains the errors. */
  public boolean sufficient() {
    return ratio <= 1;
  }

  /** Such a number of bits, from 0 to those that the precision has. */
  public double capped(double bits) {
    return Math.clamp(bits, 0, full);
  }

  /** What is wrong if they are not sufficient. */
  public String message() {
    boolean everywhere = overall < floor;
    return String.format(
        Locale.ROOT,
        "%s about %.1f significant bits; %s has %.0f, and rounding explains no fewer than %.1f",
        everywhere ? "the results have" : "some rows have",
        everywhere ? overall : worst,
        precision.id(),
        full,
        everywhere ? floor : worst + log2(ratio));
  }

  /** Bits of a relative mean-square error. */
  static double of(double meanSquare) {
    return -log2(meanSquare) / 2;
  }

  static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
