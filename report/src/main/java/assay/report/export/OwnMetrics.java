package assay.report.export;

import assay.core.record.CellResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import java.util.Map;

/**
 * Metrics for formats that have no room for a reservation. Energy that was read under a folder in
 * the place of the machine's sensors is left out of them: without the note that says so, it would
 * pass for the machine's.
 */
final class OwnMetrics {
  private OwnMetrics() {}

  static Map<MetricKey, Metric> of(Outcome.Measured<CellResult> measured) {
    Map<MetricKey, Metric> metrics = measured.result().available();
    if (measured.result().telemetry().energies().stream().anyMatch(e -> e.root() != null)) {
      metrics.keySet().removeAll(MetricKey.of(MetricKey.Family.ENERGY));
    }
    return metrics;
  }
}
