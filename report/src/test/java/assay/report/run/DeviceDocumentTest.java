package assay.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.device.Device;
import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.CellResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import assay.core.record.Telemetry;
import assay.core.record.Verification;
import assay.core.testing.Metrics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeviceDocumentTest {
  private static final String GEMM = "gemm/m=64,n=64,k=64";

  private static Cell cell(
      String target,
      Device.Hardware device,
      Map<MetricKey, Metric> more,
      Map<MetricKey, String> not) {
    Map<MetricKey, Metric> metrics = new LinkedHashMap<>();
    metrics.put(MetricKey.TIME, metric("s", 2e-4));
    metrics.putAll(more);
    CellResult figures =
        new CellResult(Metrics.of(metrics, not), Map.of(), Telemetry.missing("none"), null);
    return new Cell(
        new CellId(GEMM, target, "f32"),
        null,
        new Outcome.Measured<>(device, "e", Verification.passed("entrywise", 1, 0, 1), figures));
  }

  private static Metric metric(String unit, double median) {
    return new Metric(unit, median, median, median, 60, 6, true, null);
  }

  private static String table(Cell... cells) {
    RunRecord run = RunDocumentTest.record();
    return RunDocumentTest.text(
        new RunRecord(
            run.schemaVersion(),
            run.runId(),
            run.startedUtc(),
            run.finishedUtc(),
            run.suite(),
            run.seed(),
            run.assay(),
            run.environment(),
            run.plan(),
            run.telemetry(),
            List.of(cells)));
  }

  @Test
  void onlyDevicesWithAClockAreListed() {
    Device.Hardware cpu = new Device.Hardware("cpu", Map.of());
    assertThat(
            table(
                cell("cpu-simd", cpu, Map.of(), Map.of(MetricKey.DEVICE_TIME, "it is the device"))))
        .doesNotContain("Device use");
  }

  @Test
  void sharesAndWhatTheDesignTakes() {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("fmaxMhz", "250.0");
    details.put("resource.dsp", "1 of 2 (50.0 %)");
    details.put("resource.ram", "3 of 4 (75.0 %)");
    Map<MetricKey, Metric> busy = new LinkedHashMap<>();
    busy.put(MetricKey.DEVICE_TIME, metric("s", 1e-4));
    busy.put(MetricKey.END_TO_END_TIME, metric("s", 3e-4));
    busy.put(MetricKey.DEVICE_BUSY, metric("%", 50));
    Map<MetricKey, Metric> all = new LinkedHashMap<>(busy);
    all.put(MetricKey.PERCENT_OF_DESIGN_PEAK, metric("%", 23.4));
    assertThat(
            table(
                cell("opencl-fpga", new Device.Hardware("board", details), all, Map.of()),
                cell("cuda", new Device.Hardware("gpu", Map.of()), busy, Map.of()),
                cell(
                    "other",
                    new Device.Hardware("bare", Map.of()),
                    busy,
                    Map.of(MetricKey.PERCENT_OF_DESIGN_PEAK, "no clock is stated"))))
        .contains(
            """

            Device use, by the device’s own clock
            Workload             Target       Precision  Device time  With transfers  Device busy  % of design peak
            gemm/m=64,n=64,k=64  opencl-fpga  f32             100 µs          300 µs       50.0 %            23.4 %
                                 cuda         f32             100 µs          300 µs       50.0 %                 –
                                 other        f32             100 µs          300 µs       50.0 %     unavailable ¹
            """)
        .contains("\nboard: Fmax 250.0 MHz; resources dsp 1 of 2 (50.0 %), ram 3 of 4 (75.0 %).\n")
        .contains("\n¹ no clock is stated\n");
  }
}
