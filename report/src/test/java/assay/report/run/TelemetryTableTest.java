package assay.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.device.Device;
import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.CellResult;
import assay.core.record.Energy;
import assay.core.record.Gauge;
import assay.core.record.Interference;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.RunId;
import assay.core.record.RunRecord;
import assay.core.record.RunTelemetry;
import assay.core.record.SchemaVersion;
import assay.core.record.Telemetry;
import assay.core.record.Throttle;
import assay.core.record.Verification;
import assay.core.telemetry.InterferenceKind;
import assay.core.telemetry.Share;
import assay.core.testing.Metrics;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the table says of energy, load and interference. */
class TelemetryTableTest {
  private static final Device.Hardware CPU = new Device.Hardware("Example CPU", Map.of());

  private static Metric metric(String unit, double value) {
    return new Metric(unit, value, null, null, 1, 1, false, "1 fork");
  }

  private static Cell cell(String target, Telemetry<Energy> telemetry) {
    return cell(target, telemetry, null);
  }

  /** A cell with telemetry, or with the reason why it has no energy. */
  private static Cell cell(
      String target, @Nullable Telemetry<Energy> telemetry, @Nullable String missing) {
    Map<MetricKey, Metric> metrics = new LinkedHashMap<>();
    metrics.put(MetricKey.TIME, metric("s", 0.01));
    Map<MetricKey, String> unavailable = new LinkedHashMap<>();
    if (missing != null) {
      unavailable.put(MetricKey.ENERGY_PER_EXECUTION, missing);
    } else {
      metrics.put(MetricKey.ENERGY_PER_EXECUTION, metric("J", 0.29));
      metrics.put(MetricKey.AVERAGE_POWER, metric("W", 70.8));
      metrics.put(MetricKey.EFFICIENCY, metric("FLOP/s/W", 9.24e8));
    }
    return new Cell(
        new CellId("gemm/m=512,n=512,k=512", target, "f32"),
        null,
        new Outcome.Measured<>(
            CPU,
            null,
            Verification.passed("entrywise", 1, 0.25, 4096),
            new CellResult(
                Metrics.of(metrics, unavailable),
                Map.of(),
                telemetry == null ? Telemetry.missing("refused") : telemetry,
                null)));
  }

  private static Telemetry<Energy> seen() {
    Energy whole =
        new Energy("package-0", "rapl", null, Share.PRIMARY, 64.5, 1, 222, 12.0, 0.5, 2.0, null);
    Energy memory =
        new Energy("dram", "rapl", null, Share.PRIMARY, 6.3, 1, 222, 1.2, 0.1, 3.0, null);
    Energy part = new Energy("core", "rapl", null, Share.PART, 50, 1, 222, 1.2, 0.1, 30.0, null);
    return new Telemetry<>(
        new Availability.Available<>(List.of(whole, memory, part)),
        List.of(),
        new Availability.Available<>(
            Map.of(
                "cpu.busy", new Gauge("%", 98.4, 97, 99, 3),
                "cpu.frequency.mean", new Gauge("Hz", 3.1e9, 3e9, 3.2e9, 3))),
        new Availability.Available<>(Throttle.of(Map.of(InterferenceKind.POWER_CAP, 0.5))),
        List.of(
            new Interference(InterferenceKind.POWER_CAP, 0.5, "s", "the measured window"),
            new Interference(InterferenceKind.INTRUDER, 12.34, "%", "host")));
  }

  private static RunRecord run(RunTelemetry telemetry, Cell... cells) {
    return new RunRecord(
        SchemaVersion.CURRENT,
        new RunId("20261122T051500Z-ab12cd"),
        Instant.parse("2026-11-22T05:15:00Z"),
        null,
        "quick",
        7,
        new RunRecord.Build("0.1.0", null),
        RunRecord.Environment.of("host-1", Map.of(), Map.of(), Map.of(), List.of()),
        new RunRecord.Plan(
            null, List.of(), List.of(), List.of(), 2, List.of(), 1, 6, null, Map.of()),
        telemetry,
        List.of(cells));
  }

  /** What the document says of telemetry. */
  private static String observed(RunRecord run) {
    String text = RunDocumentTest.text(run);
    return text.substring(text.indexOf("Device health"));
  }

  @Test
  void jouleWattAndWhatWasSeenAndWhatIsMissing() {
    RunTelemetry telemetry =
        new RunTelemetry(
            "/machines/a",
            new Availability.Available<>(1.0),
            0.05,
            List.of(
                new RunTelemetry.Source(
                    "oshi",
                    false,
                    new Availability.Unavailable<>("no library", new Remedy.Advice("install it")),
                    List.of()),
                new RunTelemetry.Source(
                    "rapl", true, new Availability.Available<>("2 domains"), List.of())),
            List.of(),
            List.of(
                new RunTelemetry.CrossChecked("gpu-0", "load", false, "10 J against 20 J"),
                new RunTelemetry.CrossChecked("gpu-1", "load", true, "10 J against 10 J")));
    assertThat(
            observed(
                run(
                    telemetry,
                    cell("cpu-simd", seen()),
                    cell("cpu-scalar", null, "the counter stood still for 3.2 s"))))
        .isEqualTo(
            """
            Device health
            -------------
            Warning: Telemetry was read under /machines/a in place of this machine’s own files: power, energy and temperatures are not those of this machine.

            Energy, load and interference
            Workload                Target      Precision            Energy   Power  Idle power     Efficiency     CPU     Clock  Interference
            gemm/m=512,n=512,k=512  cpu-simd    f32        290 mJ (± 2.1 %)  70.8 W      13.2 W  924 MFLOP/s/W  98.4 %  3.10 GHz  power limit: 0.500 s on the measured window; other processes: 12.3 % on host
                                    cpu-scalar  f32           unavailable ¹       –           –              –       –         –  none
            Energy and power are the totals of the target’s own domains, idle share included; ± is the expanded uncertainty (k = 2).
            ¹ the counter stood still for 3.2 s

            - The energy of gpu-0 is doubtful (load): 10 J against 20 J
            """);
  }

  @Test
  void withoutAnyEnergyEverySourceThatCouldGiveItSaysWhyAndWhatHelps() {
    RunTelemetry telemetry =
        new RunTelemetry(
            null,
            new Availability.Available<>(1.0),
            0.05,
            List.of(
                new RunTelemetry.Source(
                    "cgroup",
                    false,
                    new Availability.Unavailable<>("version 1", new Remedy.Advice("reboot")),
                    List.of()),
                new RunTelemetry.Source(
                    "rapl",
                    true,
                    new Availability.Unavailable<>(
                        "no powercap", new Remedy.Advice("use bare metal")),
                    List.of())),
            List.of(),
            List.of());
    assertThat(
            observed(run(telemetry, cell("cpu-scalar", null, "the counter stood still for 3.2 s"))))
        .containsPattern("rapl +unavailable +no powercap +use bare metal\n")
        .doesNotContain("cgroup");
  }

  @Test
  void oneKindOfReasonIsToldOnceWithTheNumberOfItsCells() {
    RunTelemetry telemetry =
        new RunTelemetry(
            null, new Availability.Available<>(1.0), 0.05, List.of(), List.of(), List.of());
    assertThat(
            observed(
                run(
                    telemetry,
                    cell("cpu-simd", seen()),
                    cell("cpu-scalar", null, "the counter stood still for 3.2 s"),
                    cell("cuda", null, "the counter stood still for 0.301 s"),
                    cell("cpu-openblas", null, "the counter jumped"))))
        .endsWith(
            """
            gemm/m=512,n=512,k=512  cpu-simd      f32        290 mJ (± 2.1 %)  70.8 W      13.2 W  924 MFLOP/s/W  98.4 %  3.10 GHz  power limit: 0.500 s on the measured window; other processes: 12.3 % on host
                                    cpu-scalar    f32           unavailable ¹       –           –              –       –         –  none
                                    cuda          f32           unavailable ¹       –           –              –       –         –  none
                                    cpu-openblas  f32           unavailable ²       –           –              –       –         –  none
            Energy and power are the totals of the target’s own domains, idle share included; ± is the expanded uncertainty (k = 2).
            ¹ 2 cells, the first: the counter stood still for 3.2 s
            ² the counter jumped
            """);
  }
}
