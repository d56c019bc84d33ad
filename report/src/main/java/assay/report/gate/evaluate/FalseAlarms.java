package assay.report.gate.evaluate;

/**
 * How often a rule alarmed where nothing changed; every alarm counts, of series and of hosts.
 *
 * @param rule what was applied
 * @param seriesNights nights of series that were judged
 * @param alarms onsets
 * @param drifts of these, found from the anchor
 * @param hosts of these, alarms of a whole host
 */
public record FalseAlarms(String rule, long seriesNights, long alarms, long drifts, long hosts) {
  /** Series of the fleet that the goal is stated for, times the nights of a week. */
  private static final double WEEK = 500 * 7.0;

  FalseAlarms plus(FalseAlarms other) {
    return new FalseAlarms(
        rule,
        seriesNights + other.seriesNights(),
        alarms + other.alarms(),
        drifts + other.drifts(),
        hosts + other.hosts());
  }

  /** Alarms a week among 500 series. */
  public double perWeek() {
    return alarms * WEEK / seriesNights;
  }

  /** Standard error of {@link #perWeek}: alarms are rare, so their number is taken as Poisson. */
  public double error() {
    return Math.sqrt((double) Math.max(1, alarms)) * WEEK / seriesNights;
  }
}
