package assay.report.export;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.MetricKey;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that dashboards rely on: base units at the end, and the factor to them. */
class PrometheusNameTest {
  @ParameterizedTest
  @CsvSource({
    "TIME, s, assay_execution_seconds, '', 1",
    "DEVICE_TIME, s, assay_device_execution_seconds, '', 1",
    "END_TO_END_TIME, s, assay_end_to_end_seconds, '', 1",
    "DEVICE_BUSY, %, assay_device_busy_ratio, '', 0.01",
    "PERCENT_OF_DESIGN_PEAK, %, assay_design_peak_ratio, '', 0.01",
    "FIRST_EXECUTION, s, assay_first_execution_seconds, '', 1",
    "THROUGHPUT, FLOP/s, assay_throughput_flops_per_second, '', 1",
    "THROUGHPUT, B/s, assay_throughput_bytes_per_second, '', 1",
    "THROUGHPUT, samples/s, assay_throughput_samples_per_second, '', 1",
    "CEILING, FLOP/s, assay_ceiling_flops_per_second, '', 1",
    "CEILING, B/s, assay_ceiling_bytes_per_second, '', 1",
    "PERCENT_OF_PEAK, %, assay_peak_ratio, '', 0.01",
    "PERCENT_OF_DEVICE_PEAK, %, assay_device_peak_ratio, '', 0.01",
    "P50, s, assay_latency_seconds, 50, 1",
    "P90, s, assay_latency_seconds, 90, 1",
    "P99, s, assay_latency_seconds, 99, 1",
    "P999, s, assay_latency_seconds, 99.9, 1",
    "TIME_TO_TARGET, s, assay_time_to_target_seconds, '', 1",
    "EPOCHS_TO_TARGET, 1, assay_epochs_to_target, '', 1",
    "FINAL_ACCURACY, 1, assay_final_accuracy_ratio, '', 1",
    "CROSS_VALIDATED_ACCURACY, 1, assay_cross_validated_accuracy_ratio, '', 1",
    "ENERGY_PER_EXECUTION, J, assay_execution_energy_joules, '', 1",
    "AVERAGE_POWER, W, assay_average_power_watts, '', 1",
    "ENERGY_PER_FLOP, J/FLOP, assay_flop_energy_joules, '', 1",
    "EFFICIENCY, FLOP/s/W, assay_efficiency_flops_per_joule, '', 1",
    "ENERGY_PER_SAMPLE, J/sample, assay_sample_energy_joules, '', 1",
    "ENERGY_TO_TARGET, J, assay_energy_to_target_joules, '', 1"
  })
  void eachMetricHasItsNameAndFactor(
      MetricKey key, String unit, String name, String percentile, double factor) {
    assertThat(key.units()).contains(unit);
    assertThat(PrometheusName.of(key, unit))
        .isEqualTo(new PrometheusName(name, key.meaning(), percentile, factor));
  }

  /** A new metric needs a line above. */
  @Test
  void noMetricIsLeftOut() {
    assertThat(MetricKey.values()).hasSize(24);
    assertThat(
            Arrays.stream(MetricKey.values())
                .flatMap(key -> key.units().stream().map(unit -> PrometheusName.of(key, unit)))
                .map(PrometheusName::name))
        .allMatch(name -> name.matches("[a-z][a-z_]*[a-z]"))
        .hasSize(27);
  }
}
