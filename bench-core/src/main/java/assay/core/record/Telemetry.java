package assay.core.record;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.checks.Checks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What was observed during the timing of a fork or a cell; each part is available or says why not.
 *
 * @param <E> the energy type: {@link EnergyReading} for a fork, {@link Energy} for a cell
 * @param energy energy by domain, at least one
 * @param refusedEnergy energy readings that were possible but rejected
 * @param utilization gauges by name over the measured window
 * @param throttle throttling in the measured window
 * @param interference interference in the window, or before it, that invalidates or labels the
 *     measurement; for a cell, the largest of each kind over the included forks
 */
public record Telemetry<E>(
    Availability<List<E>> energy,
    List<RefusedEnergy> refusedEnergy,
    Availability<Map<String, Gauge>> utilization,
    Availability<Throttle> throttle,
    List<Interference> interference) {
  public Telemetry {
    refusedEnergy = List.copyOf(refusedEnergy);
    interference = List.copyOf(interference);
    if (energy instanceof Available<List<E>>(List<E> list)) {
      if (list.isEmpty()) {
        throw new IllegalArgumentException(
            "an empty list of energies must be unavailable, with a reason");
      }
      energy = new Available<>(List.copyOf(list));
    }
    utilization = utilization.map(gauges -> Checks.copy("utilization", gauges));
  }

  /** The energies; empty if unavailable. */
  public List<E> energies() {
    return energy.orElse(List.of());
  }

  /** Nothing was observed, for a single reason. */
  public static <E> Telemetry<E> missing(String reason) {
    return new Telemetry<>(
        new Unavailable<>(reason),
        List.of(),
        new Unavailable<>(reason),
        new Unavailable<>(reason),
        List.of());
  }

  /** The same with more interference. */
  public Telemetry<E> with(List<Interference> more) {
    List<Interference> all = new ArrayList<>(interference);
    all.addAll(more);
    return new Telemetry<>(energy, refusedEnergy, utilization, throttle, all);
  }
}
