package assay.core.record;

import assay.core.checks.Checks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What was observed beside one fork; each part is there or says why not.
 *
 * @param energy energy by domain, at least one
 * @param refused energies that could be metered and were refused
 * @param utilization gauges by name over the measured window
 * @param throttle what held the clock back in the measured window
 * @param disturbances everything seen in it, or before it, that spoils or labels the fork
 */
public record ForkTelemetry(
    Observed<List<EnergyReading>> energy,
    List<RefusedEnergy> refused,
    Observed<Map<String, Gauge>> utilization,
    Observed<Throttle> throttle,
    List<Interference> disturbances) {
  public ForkTelemetry {
    refused = List.copyOf(refused);
    disturbances = List.copyOf(disturbances);
    if (energy instanceof Observed.Present<List<EnergyReading>>(List<EnergyReading> list)) {
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
  public static ForkTelemetry missing(String reason) {
    return new ForkTelemetry(
        new Observed.Missing<>(reason),
        List.of(),
        new Observed.Missing<>(reason),
        new Observed.Missing<>(reason),
        List.of());
  }

  /** With more disturbances. */
  public ForkTelemetry with(List<Interference> more) {
    List<Interference> all = new ArrayList<>(disturbances);
    all.addAll(more);
    return new ForkTelemetry(energy, refused, utilization, throttle, all);
  }
}
