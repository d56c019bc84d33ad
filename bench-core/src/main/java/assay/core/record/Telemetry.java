package assay.core.record;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.checks.Checks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What was observed beside the timing of a fork or a cell; each part is there or says why not.
 *
 * @param <E> an energy: {@link EnergyReading} of a fork, {@link Energy} of a cell
 * @param energy energy by domain, at least one
 * @param refusedEnergy energies that could be metered and were refused
 * @param utilization gauges by name over the measured window
 * @param throttle what held the clock back in the measured window
 * @param interference what was seen in it, or before it, that spoils or labels the measurement; of
 *     a cell the largest of each kind in the forks that count
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
        throw new IllegalArgumentException("an empty list of energies is missing, with a reason");
      }
      energy = new Available<>(List.copyOf(list));
    }
    utilization = utilization.map(gauges -> Checks.copy("utilization", gauges));
  }

  /** The energies; none where there is none. */
  public List<E> energies() {
    return energy.orElse(List.of());
  }

  /** Nothing was observed, all for one reason. */
  public static <E> Telemetry<E> missing(String reason) {
    return new Telemetry<>(
        new Unavailable<>(reason),
        List.of(),
        new Unavailable<>(reason),
        new Unavailable<>(reason),
        List.of());
  }

  /** With more interference. */
  public Telemetry<E> with(List<Interference> more) {
    List<Interference> all = new ArrayList<>(interference);
    all.addAll(more);
    return new Telemetry<>(energy, refusedEnergy, utilization, throttle, all);
  }
}
