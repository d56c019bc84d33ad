package assay.report.export;

import assay.core.record.CellResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import java.util.Map;

/**
 * Metrics for formats without room for notes. They leave out energy that was read from a folder in
 * place of the machine's sensors: without a note it would pass for the machine's own.
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
