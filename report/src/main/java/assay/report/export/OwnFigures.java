package assay.report.export;

import assay.core.record.CellResult;
import assay.core.record.Outcome;
import assay.core.record.Energy;
import assay.core.record.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Figures for formats that have no room for a reservation. Energy that was read under a folder in
 * the place of the machine's sensors is left out of them: without the note that says so, it would
 * pass for the machine's.
 */
final class OwnFigures {
  private static final Set<String> OF_ENERGY =
      Set.of(
          "energyPerExecution",
          "energyPerFlop",
          "energyPerSample",
          "energyToTarget",
          "averagePower",
          "efficiency");

  private OwnFigures() {}

  static Map<String, Metric> of(Outcome.Measured<CellResult> measured) {
    Map<String, Metric> metrics = new LinkedHashMap<>(measured.result().metrics());
    List<Energy> energies = measured.result().telemetry().energy().orNull();
    if (energies != null && energies.stream().anyMatch(energy -> energy.root() != null)) {
      metrics.keySet().removeAll(OF_ENERGY);
    }
    return metrics;
  }
}
