package assay.report.compare;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.stats.Equivalence;
import assay.core.stats.HodgesLehmann;
import assay.core.stats.Interval;
import assay.core.stats.MedianInterval;
import assay.core.stats.Quantiles;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;

/**
 * A ratio of forks, above 1 where the other run is better, and what they show of it.
 *
 * <p>It is the Hodges–Lehmann estimate on logarithms with exact rank limits ({@link
 * HodgesLehmann}), always of equally many forks a side.
 *
 * @param ratio the estimate; without an interval, the ratio of the medians
 * @param estimate its 95 % interval, or why there is none
 * @param evidence what the forks show, null without an interval
 */
record ForkRatio(double ratio, Availability<Interval> estimate, @Nullable Evidence evidence) {
  /** Two runs that differ by less than this share are called the same. */
  static final double MARGIN = 0.01;

  /**
   * A smaller ratio is never called a difference, however small its p-value: a counter without any
   * noise would make one out of a rounding.
   */
  static final double MIN_EFFECT = 0.001;

  private static final double K95 = 1.959963984540054;
  private static final double K90 = 1.6448536269514722;

  /**
   * What the forks show.
   *
   * @param p two-sided p-value of "no difference"
   * @param smallestP the smallest that so many forks can show
   * @param same whether the ratio is shown to lie within ± {@link #MARGIN}
   * @param forksForSame forks a side that would show it in 80 % of the cases where there is no
   *     difference at all
   * @param used forks a side that were compared
   */
  record Evidence(double p, double smallestP, boolean same, int forksForSame, int used) {
    /** Whether the difference is one, at a p-value that is still believed. */
    boolean different(double ratio, double threshold) {
      return p <= threshold && Math.abs(Math.log(ratio)) >= MIN_EFFECT;
    }
  }

  /** A ratio of which the forks show nothing. */
  static ForkRatio without(double ratio, String reason) {
    return new ForkRatio(ratio, new Unavailable<>(reason), null);
  }

  /**
   * The ratio of two independent sets of forks: of the first forks of either side, as many as the
   * shorter one has. Leaving out by number is no choice by value.
   *
   * @param over values above 0, in the order of the forks
   * @param under likewise, in the same unit
   * @param uncertainty that forks do not show, expanded (k = 2), as a share
   */
  static ForkRatio independent(double[] over, double[] under, double uncertainty) {
    int n = Math.min(Math.min(over.length, under.length), HodgesLehmann.MAX_VALUES);
    if (n < MedianInterval.MIN_FORKS) {
      return without(Quantiles.median(over) / Quantiles.median(under), MedianInterval.tooFew(n));
    }
    double[] a = logs(over, n);
    double[] b = logs(under, n);
    double sigma = Math.sqrt((variance(a) + variance(b)) / 2);
    return of(HodgesLehmann.independent(a, b), sigma, n, uncertainty);
  }

  /**
   * The ratio of values that belong together in pairs.
   *
   * @param over values above 0
   * @param under likewise, the partner of each at the same place
   * @param uncertainty that they do not show, expanded (k = 2), as a share
   */
  static ForkRatio paired(double[] over, double[] under, double uncertainty) {
    int n = Math.min(over.length, HodgesLehmann.MAX_VALUES);
    if (n < MedianInterval.MIN_FORKS) {
      return without(Quantiles.median(over) / Quantiles.median(under), MedianInterval.tooFew(n));
    }
    double[] differences = logs(over, n);
    double[] partners = logs(under, n);
    for (int i = 0; i < n; i++) {
      differences[i] -= partners[i];
    }
    // A difference has the variance of two values.
    double sigma = Math.sqrt(variance(differences) / 2);
    return of(HodgesLehmann.paired(differences), sigma, n, uncertainty);
  }

  private static ForkRatio of(HodgesLehmann shift, double sigma, int n, double uncertainty) {
    double ratio = Math.exp(shift.shift());
    Availability<Interval> estimate =
        Widening.widen(
            ratio, shift.interval(MedianInterval.LEVEL).map(ForkRatio::ratio), uncertainty);
    Availability<Interval> narrower =
        Widening.widen(
            ratio, shift.interval(Equivalence.LEVEL).map(ForkRatio::ratio), uncertainty * K90 / 2);
    boolean same =
        narrower instanceof Available<Interval>(Interval interval)
            && Equivalence.shown(interval, MARGIN);
    double total = Math.hypot(sigma, uncertainty / 2 / Math.sqrt(2));
    Evidence evidence =
        new Evidence(
            p(shift, estimate, uncertainty),
            shift.smallestP(),
            same,
            Equivalence.valuesNeeded(total, MARGIN),
            n);
    return new ForkRatio(ratio, estimate, evidence);
  }

  private static Interval ratio(Interval logs) {
    return new Interval(Math.exp(logs.low()), Math.exp(logs.high()), logs.level());
  }

  /** Exact where forks are all; else normal, from the widened interval, and no surer than ranks. */
  private static double p(
      HodgesLehmann shift, Availability<Interval> estimate, double uncertainty) {
    if (uncertainty == 0 || !(estimate instanceof Available<Interval>(Interval widened))) {
      return shift.p();
    }
    double log = shift.shift();
    // The half that faces 1, so that p is 5 % where the interval ends there.
    double half = log > 0 ? log - Math.log(widened.low()) : Math.log(widened.high()) - log;
    double z = Math.abs(log) / half * K95;
    return Math.max(shift.p(), 2 * NormalDistribution.of(0, 1).survivalProbability(z));
  }

  private static double[] logs(double[] values, int n) {
    double[] logs = new double[n];
    for (int i = 0; i < n; i++) {
      if (!(values[i] > 0)) {
        throw new IllegalArgumentException("a ratio needs values above 0, not " + values[i]);
      }
      logs[i] = Math.log(values[i]);
    }
    return logs;
  }

  static double variance(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
  }

  /** Which forks were compared, where a run has more; null if all were. */
  static @Nullable String used(ForkRatio ratio, int base, int other) {
    Evidence evidence = ratio.evidence;
    return evidence == null || (base == evidence.used && other == evidence.used)
        ? null
        : String.format(
            Locale.ROOT,
            "of the first %d forks of each run (they have %d and %d)",
            evidence.used,
            base,
            other);
  }
}
