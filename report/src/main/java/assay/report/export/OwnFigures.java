package assay.report.export;

import assay.core.record.CellOutcome;
import assay.core.record.Energy;
import assay.core.record.Metric;
import assay.core.record.Observed;
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

  static Map<String, Metric> of(CellOutcome.Measured measured) {
    Map<String, Metric> metrics = new LinkedHashMap<>(measured.figures().metrics());
    List<Energy> energies = Observed.value(measured.figures().telemetry().energy());
    if (energies != null && energies.stream().anyMatch(energy -> energy.root() != null)) {
      metrics.keySet().removeAll(OF_ENERGY);
    }
    return metrics;
  }
}
