package assay.core.stats;

/**
 * Two one-sided tests: whether a shift is shown to be <em>small</em>. That no difference was shown
 * shows nothing; that the whole 90 % interval lies within a margin shows, at 5 %, that the shift
 * does (D. J. Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15, 1987).
 */
public final class Equivalence {
  /** Level of the interval that has to lie within the margin: 1 − 2·5 %. */
  public static final double LEVEL = 0.90;

  // Quantiles of the normal distribution at 0.95 and, for 80 % power on both sides, at 0.90.
  private static final double Z_LEVEL = 1.6448536269514722;
  private static final double Z_POWER = 1.2815515655446004;

  // Asymptotic relative efficiency of the rank sum against the mean, normal values: 3/π.
  private static final double EFFICIENCY = 3 / Math.PI;

  private Equivalence() {}

  /**
   * Whether a ratio is shown to be 1 within a margin.
   *
   * @param interval of the ratio, of {@link #LEVEL}
   * @param margin above 0, as a share: 0.01 for 1/1.01 to 1.01
   */
  public static boolean shown(Interval interval, double margin) {
    return interval.low() >= 1 / (1 + margin) && interval.high() <= 1 + margin;
  }

  /**
   * Values a side that show equivalence in 80 % of the cases where there is no shift at all:
   * 2σ²(z₀.₉₅ + z₀.₉₀)²/margin², divided by the efficiency of ranks (S.-C. Chow, J. Shao and H.
   * Wang, Sample Size Calculations in Clinical Research, 2nd edition, section 3.2).
   *
   * @param sigma relative standard deviation of one value, 0.01 for 1 %
   * @return at least 4, the fewest that have an interval
   */
  public static int valuesNeeded(double sigma, double margin) {
    double relative = sigma * (Z_LEVEL + Z_POWER) / margin;
    return (int) Math.max(4, Math.ceil(2 * relative * relative / EFFICIENCY));
  }
}
