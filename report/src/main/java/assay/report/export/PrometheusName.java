package assay.report.export;

import java.util.Locale;

/**
 * What a metric of the record is called in Prometheus, in base units.
 *
 * @param name with the unit at its end
 * @param help one line
 * @param percentile value of the label {@code percentile}, empty where there is none
 * @param factor from the record's unit to the base unit
 */
record PrometheusName(String name, String help, String percentile, double factor) {

  static PrometheusName of(String metric, String unit) {
    return switch (metric) {
      case "time" -> plain("assay_execution_seconds", "Host time of one execution.");
      case "deviceTime" ->
          plain("assay_device_execution_seconds", "Time of one execution by the device's clock.");
      case "throughput" -> plain("assay_throughput_" + suffix(unit), "Work per time.");
      case "percentOfPeak" ->
          new PrometheusName(
              "assay_peak_ratio", "Throughput as a share of the measured ceiling.", "", 0.01);
      case "endToEndTime" ->
          plain("assay_end_to_end_seconds", "Host time with inputs written and outputs read.");
      case "deviceBusy" ->
          new PrometheusName(
              "assay_device_busy_ratio", "Device time as a share of the host's time.", "", 0.01);
      case "percentOfDesignPeak" ->
          new PrometheusName(
              "assay_design_peak_ratio",
              "Rate by device time as a share of what the design's multipliers could do.",
              "",
              0.01);
      case "p50", "p90", "p99", "p99.9" ->
          new PrometheusName(
              "assay_latency_seconds", "Latency of single executions.", metric.substring(1), 1);
      case "timeToTarget" ->
          plain("assay_time_to_target_seconds", "Training time to the target accuracy.");
      case "finalAccuracy" ->
          plain("assay_final_accuracy_ratio", "Test accuracy at the end of training.");
      case "energyPerExecution" ->
          plain("assay_execution_energy_joules", "Energy of one execution, idle share included.");
      case "energyPerFlop" -> plain("assay_flop_energy_joules", "Energy of one operation.");
      case "energyPerSample" -> plain("assay_sample_energy_joules", "Energy of one sample.");
      case "energyToTarget" ->
          plain("assay_energy_to_target_joules", "Training energy to the target accuracy.");
      case "averagePower" -> plain("assay_average_power_watts", "Mean power under the workload.");
      case "efficiency" ->
          plain("assay_efficiency_flops_per_joule", "Floating-point operations per joule.");
      default ->
          plain("assay_" + words(metric) + "_" + suffix(unit), "The record's " + metric + ".");
    };
  }

  private static PrometheusName plain(String name, String help) {
    return new PrometheusName(name, help, "", 1);
  }

  private static String suffix(String unit) {
    return switch (unit) {
      case "FLOP/s" -> "flops_per_second";
      case "B/s" -> "bytes_per_second";
      case "samples/s" -> "samples_per_second";
      case "s" -> "seconds";
      case "J" -> "joules";
      case "W" -> "watts";
      case "1" -> "ratio";
      case "%" -> "percent";
      default -> words(unit.replace("/", "_per_"));
    };
  }

  private static String words(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
  }
}
