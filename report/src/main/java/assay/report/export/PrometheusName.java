package assay.report.export;

import assay.core.record.MetricKey;
import java.util.Locale;

/**
 * The Prometheus name of a metric, in base units.
 *
 * @param name with the unit at its end
 * @param help one line
 * @param percentile value of the label {@code percentile}, empty where there is none
 * @param factor from the record's unit to the base unit
 */
record PrometheusName(String name, String help, String percentile, double factor) {

  static PrometheusName of(MetricKey key, String unit) {
    String percentile = key.family() == MetricKey.Family.LATENCY ? key.id().substring(1) : "";
    return new PrometheusName(
        "assay_" + stem(key, unit), key.meaning(), percentile, unit.equals("%") ? 0.01 : 1);
  }

  private static String stem(MetricKey key, String unit) {
    return switch (key) {
      case TIME -> "execution_seconds";
      case DEVICE_TIME -> "device_execution_seconds";
      case END_TO_END_TIME -> "end_to_end_seconds";
      case PERCENT_OF_PEAK -> "peak_ratio";
      case PERCENT_OF_DEVICE_PEAK -> "device_peak_ratio";
      case PERCENT_OF_DESIGN_PEAK -> "design_peak_ratio";
      case P50, P90, P99, P999 -> "latency_seconds";
      case ENERGY_PER_EXECUTION -> "execution_energy_joules";
      case ENERGY_PER_FLOP -> "flop_energy_joules";
      case ENERGY_PER_SAMPLE -> "sample_energy_joules";
      case EPOCHS_TO_TARGET -> "epochs_to_target";
      case ENERGY_TO_TARGET -> "energy_to_target_joules";
      case EFFICIENCY -> "efficiency_flops_per_joule";
      default -> words(key.id()) + "_" + suffix(unit);
    };
  }

  private static String suffix(String unit) {
    return switch (unit) {
      case "FLOP/s" -> "flops_per_second";
      case "B/s" -> "bytes_per_second";
      case "samples/s" -> "samples_per_second";
      case "s" -> "seconds";
      case "J" -> "joules";
      case "W" -> "watts";
      case "1", "%" -> "ratio";
      default -> words(unit.replace("/", "_per_"));
    };
  }

  private static String words(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
  }
}
