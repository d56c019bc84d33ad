package assay.core.result;

import java.util.List;
import java.util.Map;

/**
 * What was observed beside the timing of a cell; each part is there or says why not.
 *
 * @param energy energy by domain, at least one
 * @param refused energies that could be metered and were refused in some fork
 * @param utilization gauges by name
 * @param throttle what held the clock back
 * @param disturbances what was seen in the forks that count, the largest of each kind
 */
public record Telemetry(
    Observed<List<Energy>> energy,
    List<RefusedEnergy> refused,
    Observed<Map<String, Gauge>> utilization,
    Observed<Throttle> throttle,
    List<Disturbance> disturbances) {
  public Telemetry {
    refused = List.copyOf(refused);
    disturbances = List.copyOf(disturbances);
    if (energy instanceof Observed.Present<List<Energy>>(List<Energy> list)) {
      if (list.isEmpty()) {
        throw new IllegalArgumentException("an empty list of energies is missing, with a reason");
      }
      energy = new Observed.Present<>(List.copyOf(list));
    }
    if (utilization instanceof Observed.Present<Map<String, Gauge>>(Map<String, Gauge> gauges)) {
      utilization = new Observed.Present<>(Checks.copy("utilization", gauges));
    }
  }

  /** Nothing was observed, all for one reason. */
  public static Telemetry missing(String reason) {
    return new Telemetry(
        new Observed.Missing<>(reason),
        List.of(),
        new Observed.Missing<>(reason),
        new Observed.Missing<>(reason),
        List.of());
  }
}
