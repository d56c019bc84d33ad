package assay.report.gate.evaluate;

/**
 * The shape of a simulated fleet.
 *
 * @param hosts at least 1
 * @param seriesPerHost canaries included
 * @param canaries of each host
 * @param nightShare share of a night's variance that is the night's own, which reruns cannot
 *     average away; the rest is that of its forks
 */
public record Fleet(int hosts, int seriesPerHost, int canaries, double nightShare) {
  /** The fleet of the figures: ten hosts with 50 series, of which five are canaries. */
  public static final Fleet STANDARD = new Fleet(10, 50, 5, 0.5);

  /** Series in all. */
  public int size() {
    return hosts * seriesPerHost;
  }

  /** The same with another share. */
  public Fleet withNightShare(double share) {
    return new Fleet(hosts, seriesPerHost, canaries, share);
  }

  boolean canary(int series) {
    return series % seriesPerHost < canaries;
  }
}
