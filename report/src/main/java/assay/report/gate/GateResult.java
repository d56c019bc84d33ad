package assay.report.gate;

import java.util.List;

/**
 * A night's verdicts.
 *
 * @param series one a series that was ever there, ascending by key
 * @param hosts one a host, ascending by key
 * @param threshold that was applied
 * @param next the state for the next night
 */
public record GateResult(
    List<Judgement> series, List<HostNight> hosts, Threshold threshold, GateState next) {
  /** Copies the lists. */
  public GateResult {
    series = List.copyOf(series);
    hosts = List.copyOf(hosts);
  }
}
