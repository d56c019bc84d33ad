package assay.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.device.Device;
import assay.core.device.ModelFigures;
import assay.core.device.Synthesis;
import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.CellResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.RunId;
import assay.core.record.RunRecord;
import assay.core.record.RunTelemetry;
import assay.core.record.SchemaVersion;
import assay.core.record.Series;
import assay.core.record.Telemetry;
import assay.core.record.Training;
import assay.core.record.Verification;
import assay.core.testing.Metrics;
import assay.report.render.text.TextRenderer;
import assay.report.text.Language;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunDocumentTest {
  private static final Device.Hardware CPU = new Device.Hardware("Example CPU", Map.of());
  private static final String GEMM = "gemm/m=64,n=64,k=64";
  private static final String TRAIN = "train/cnn-fashion,epochs=1";

  private static final String GOLDEN =
      """
      Assay: run 20261122T051500Z-ab12cd
      quick on host-1, 2026-11-22

      Results
      -------
      Medians over forks
      Workload                    Target       Precision     Time    95 % interval  Forks   n      Throughput      % of peak  % of device peak  Error ÷ bound  Effective bits
      gemm/m=64,n=64,k=64         cpu-simd     f32        10.0 µs  9.90 … 10.20 µs      6  60    52.4 GFLOP/s         61.0 %                 –          0.250            21.5
                                  cpu-scalar   f32         200 µs    150 … 300 µs*      6  60    2.62 GFLOP/s  18.0 … 48.0 %            3.00 %          0.250           22.8†
                                  opencl-fpga  f32        emulated: its output is correct; it ran on an emulation (pocl), so its times mean nothing; the emulator took 1.25 s
                                  cuda         f32        unavailable: no NVIDIA driver [install one]
                                  rtl-model    f32        simulated: its output is correct; it ran on an RTL model (systolic 4x4 int8), which gives cycles but no times
                                  rtl-other    f32        simulated: its output is correct; it ran on an RTL model (systolic 8x8 int8), which gives cycles but no times
                                  broken       f32        invalid: wrong output: out[3, 7]
      train/cnn-fashion,epochs=1  cpu-simd     f32        12.5 ms    no interval ¹      1   1  5120 samples/s              –                 –          0.250               –
      Time and energy are per execution; for training, per step.
      * The interval is wider than the planned ± 1.0 % of the median (PRECISION_NOT_MET).
      † Subnormal numbers are flushed to zero.
      ¹ 1 fork, an interval needs 6

      Run on an emulation
      Workload             Target       Precision  Device  Check      Error ÷ bound
      gemm/m=64,n=64,k=64  opencl-fpga  f32        pocl    entrywise          0.250
      An emulation shows whether results are correct. Its times say nothing about hardware, so none are given.

      RTL models (simulated cycles, no hardware)
      Workload             Target     Precision  Model              Cycles  MAC per cycle  % of array peak  Fmax after routing           LUT4  Error ÷ bound
      gemm/m=64,n=64,k=64  rtl-model  f32        systolic 4x4 int8  16 397  15.9873 of 16         99.921 %            97.2 MHz           4349              0
                           rtl-other  f32        systolic 8x8 int8  16 397  15.9873 of 64         24.980 %       unavailable ¹  unavailable ¹              0
      Cycle counts come from a register-transfer-level model in a simulator and include padding. The clock frequency is what place and route of the same design achieved on one part; nothing ran at that frequency, and no time is derived from it.
      systolic 4x4 int8: Fmax 97.2 MHz after routing on iCE40 HX8K-CT256; 4349 LUT4, 1708 flip-flops, 0 DSP, 0 block RAM, 4903 of 7680 logic cells (yosys 0.23).
      ¹ yosys was not found

      Training runs
      Workload                    Target    Precision  Steps  First loss  Last loss  Epochs  Seeds  Test accuracy  Target  Epochs to target  Time to target  Energy to target  Data                                         Error ÷ bound
      train/cnn-fashion,epochs=1  cpu-simd  f32            3        2.30      0.500       1      1         81.0 %  85.0 %     unavailable ¹   unavailable ¹     unavailable ¹  fashion-mnist-subset, bundled, 0123456789ab  unavailable ²
      Loss and data are from the first fork. Accuracy, epochs, time and energy are medians over seeds: each fork trains from its own. A seed that missed the target counts as the slowest; a median needs more than half of the seeds to have reached it. The interval of an accuracy is over seeds; that the test images are a sample as well is not in it: √(p·(1 − p)/n) for an accuracy p on n images, 0.9 points for 0.78 on 2,000.
      ¹ not in the record
      ² the record does not tell kinds of tensors apart

      6 of 8 cells OK; seed 7, 2 threads.

      Device health
      -------------
      No telemetry was sampled during this run: not sampled.
      """;

  static String text(RunRecord run) {
    return new TextRenderer(TextRenderer.UNLIMITED)
        .render(RunDocument.of(run, Language.EN, Remedy::text));
  }

  private static Metric metric(String unit, double median, double low, double high, boolean met) {
    return new Metric(unit, median, low, high, 60, 6, met, null);
  }

  private static Cell measured(
      String workload, String target, Map<MetricKey, Metric> metrics, @Nullable Training training) {
    CellResult figures =
        new CellResult(
            Metrics.of(metrics, Map.of()), Map.of(), Telemetry.missing("no counter"), training);
    return new Cell(
        new CellId(workload, target, "f32"),
        null,
        new Outcome.Measured<>(CPU, "engine", verification(workload, target), figures));
  }

  private static Verification verification(String workload, String target) {
    Verification passed = Verification.passed("entrywise", 1, 0.25, 4096);
    if (!workload.equals(GEMM)) {
      return passed;
    }
    boolean flushes = target.equals("cpu-scalar");
    return passed
        .with(new Verification.EffectiveBits(flushes ? 22.75 : 21.5, 21, 19.25, 24))
        .with(flushes ? Verification.Subnormals.FLUSHED : Verification.Subnormals.KEPT);
  }

  private static Cell gemm(String target, Outcome<CellResult> outcome) {
    return new Cell(new CellId(GEMM, target, "f32"), null, outcome);
  }

  private static Cell model(String size, long peak, Availability<Synthesis> synthesis) {
    return gemm(
        peak == 16 ? "rtl-model" : "rtl-other",
        new Outcome.Modelled<>(
            new Device.RtlModel("systolic " + size + " int8", Map.of()),
            "Verilator",
            Verification.passed("entrywise", 1, 0, 4096),
            new ModelFigures(16_397, 262_144, peak, synthesis)));
  }

  private static Map<MetricKey, Metric> simd() {
    Map<MetricKey, Metric> simd = new LinkedHashMap<>();
    simd.put(MetricKey.TIME, metric("s", 1e-5, 9.9e-6, 1.02e-5, true));
    simd.put(MetricKey.THROUGHPUT, metric("FLOP/s", 52.4e9, 51e9, 53e9, true));
    simd.put(MetricKey.PERCENT_OF_PEAK, metric("%", 61, 60, 62, true));
    return simd;
  }

  private static Map<MetricKey, Metric> trained() {
    String why = "1 fork, an interval needs 6";
    Map<MetricKey, Metric> trained = new LinkedHashMap<>();
    trained.put(MetricKey.TIME, new Metric("s", 0.0125, null, null, 1, 1, false, why));
    trained.put(MetricKey.THROUGHPUT, new Metric("samples/s", 5120, null, null, 1, 1, false, why));
    trained.put(MetricKey.FINAL_ACCURACY, new Metric("1", 0.81, null, null, 1, 1, false, why));
    return trained;
  }

  static RunRecord record() {
    Verification wrong = Verification.failed("entrywise", 1, 9, "out[3, 7]", 4096);
    Training training =
        new Training(
            new Training.LossCurve(List.of(1, 2, 3), Series.of(2.3, 0.7, 0.5)),
            Series.of(0.81),
            0.85,
            new Availability.Unavailable<>("not reached in 1 epoch"),
            0.81,
            new Training.Dataset("fashion-mnist-subset", "bundled", "0123456789abcdef".repeat(4)));
    Map<MetricKey, Metric> scalar =
        Map.of(
            MetricKey.TIME, metric("s", 2e-4, 1.5e-4, 3e-4, false),
            MetricKey.THROUGHPUT, metric("FLOP/s", 2.62e9, 1.7e9, 3.5e9, false),
            MetricKey.PERCENT_OF_PEAK, metric("%", 24, 18, 48, false),
            MetricKey.PERCENT_OF_DEVICE_PEAK, metric("%", 3, 2.99, 3.01, true));
    Device.Emulated pocl = new Device.Emulated("pocl", Map.of());
    return new RunRecord(
        SchemaVersion.CURRENT,
        new RunId("20261122T051500Z-ab12cd"),
        Instant.parse("2026-11-22T05:15:00Z"),
        Instant.parse("2026-11-22T05:16:00Z"),
        "quick",
        7,
        new RunRecord.Build("0.1.0", null),
        RunRecord.Environment.of("host-1", Map.of(), Map.of(), Map.of(), List.of()),
        new RunRecord.Plan(
            null,
            List.of(GEMM, TRAIN),
            List.of("cpu-simd"),
            List.of("f32"),
            2,
            List.of(),
            1,
            6,
            null,
            Map.of()),
        RunTelemetry.none("not sampled"),
        List.of(
            measured(GEMM, "cpu-simd", simd(), null),
            measured(TRAIN, "cpu-simd", trained(), training),
            measured(GEMM, "cpu-scalar", scalar, null),
            gemm(
                "opencl-fpga",
                new Outcome.Verified<>(
                    pocl, null, Verification.passed("entrywise", 1, 0.25, 4096), 1.25)),
            gemm(
                "cuda",
                new Outcome.Unavailable<>("no NVIDIA driver", new Remedy.Advice("install one"))),
            model(
                "4x4",
                16,
                new Availability.Available<>(
                    new Synthesis(
                        "iCE40 HX8K-CT256",
                        97.23,
                        4349,
                        1708,
                        0,
                        0,
                        4903,
                        7680,
                        Map.of("yosys", "0.23")))),
            model("8x8", 64, new Availability.Unavailable<>("yosys was not found")),
            gemm("broken", new Outcome.Invalid<>(CPU, null, wrong, "wrong output: out[3, 7]"))));
  }

  @Test
  void oneLineACellGroupedByWorkload() {
    assertThat(text(record())).isEqualTo(GOLDEN);
  }

  @Test
  void theSameUnderEveryLanguage() {
    Locale before = Locale.getDefault();
    try {
      for (String tag : List.of("de", "tr", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        assertThat(text(record())).as(tag).isEqualTo(GOLDEN);
      }
    } finally {
      Locale.setDefault(before);
    }
  }
}
