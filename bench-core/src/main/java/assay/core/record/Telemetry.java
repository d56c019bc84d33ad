package assay.core.record;

import assay.core.checks.Checks;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    List<Interference> disturbances) {
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

  /**
   * Expanded uncertainty (k = 2) of the target's own energy, % of the sum of its domains; their
   * errors are added as if they all lay on one side, since one maker's sensors share their scale.
   *
   * @return null where the target has no energy
   */
  public @Nullable Double ownUncertaintyPercent() {
    List<Energy> all = Observed.value(energy);
    double joules = 0;
    double uncertain = 0;
    for (Energy e : all == null ? List.<Energy>of() : all) {
      if (e.share() == Share.PRIMARY) {
        joules += e.joules();
        uncertain += e.joules() * e.uncertaintyPercent();
      }
    }
    return joules > 0 ? uncertain / joules : null;
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
