package assay.report.compare;

import assay.core.stats.BenjaminiHochberg;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Gives the verdicts of a comparison, all ratios taken together: of hundreds of cells, one in
 * twenty would differ by chance. A p-value is believed only if Benjamini and Hochberg's procedure
 * rejects it, over all metrics of all cells.
 *
 * @param nights whether the forks carry a statement
 * @param threshold the largest p-value that is believed
 */
record Judge(Nights nights, double threshold) {
  /** The accepted probability that a machine compared with itself shows any difference. */
  private static final double Q = 0.05;

  static Judge of(Nights nights, List<ForkRatio> all) {
    double[] p =
        all.stream()
            .map(ForkRatio::evidence)
            .filter(Objects::nonNull)
            .mapToDouble(ForkRatio.Evidence::p)
            .toArray();
    return new Judge(nights, BenjaminiHochberg.threshold(p, Q));
  }

  Verdict verdict(ForkRatio ratio) {
    ForkRatio.Evidence evidence = ratio.evidence();
    if (evidence == null) {
      return Verdict.NO_INTERVAL;
    }
    if (!nights.judged()) {
      return Verdict.NOT_JUDGED;
    }
    if (evidence.different(ratio.ratio(), threshold)) {
      return ratio.ratio() > 1 ? Verdict.BETTER : Verdict.WORSE;
    }
    return evidence.same() ? Verdict.SAME : Verdict.NO_DIFFERENCE_SHOWN;
  }

  /**
   * That so few forks cannot single out one cell of so many: even if all its forks agreed, its
   * p-value would not be believed. Empty if they can, or if nothing is judged.
   */
  Optional<String> tooFew(List<ForkRatio> all) {
    List<ForkRatio.Evidence> some =
        all.stream().map(ForkRatio::evidence).filter(Objects::nonNull).toList();
    double[] cannot =
        some.stream()
            .mapToDouble(ForkRatio.Evidence::smallestP)
            .filter(p -> p > Q / some.size())
            .toArray();
    if (cannot.length == 0 || !nights.judged()) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%d of %d ratios have too few forks to be singled out: their p-values are %.2g at best,"
                + " and a lone difference among %d needs %.2g",
            cannot.length,
            some.size(),
            Arrays.stream(cannot).min().orElseThrow(),
            some.size(),
            Q / some.size()));
  }
}
