package assay.report.gate.evaluate;

/**
 * How lone steps were found.
 *
 * @param sigmas height of the steps, in standard deviations of a night
 * @param injected number of series that one was put into
 * @param byNightThree alarmed in the right direction by the third bad night
 * @param found alarmed within the nights that were looked at
 * @param withinOne of these, with a first bad night at most one night off
 * @param inInterval of these, with the true night in the stated interval of nights
 */
public record Detection(
    double sigmas, int injected, int byNightThree, int found, int withinOne, int inInterval) {
  /** Share that was alarmed by the third night. */
  public double power() {
    return byNightThree / (double) injected;
  }

  /** Its standard error. */
  public double powerError() {
    return error(power(), injected);
  }

  /** Share of the found ones whose first bad night is at most one night off. */
  public double located() {
    return withinOne / (double) found;
  }

  /** Its standard error. */
  public double locatedError() {
    return error(located(), found);
  }

  private static double error(double share, int n) {
    return Math.sqrt(share * (1 - share) / n);
  }
}
