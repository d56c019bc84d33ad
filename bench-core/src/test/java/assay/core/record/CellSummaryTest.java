package assay.core.record;

import static assay.core.record.Fixtures.GEMM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import assay.core.availability.Availability;
import assay.core.device.DesignPeak;
import assay.core.device.Device;
import assay.core.program.Rate;
import assay.core.program.Work;
import assay.core.record.json.RecordJson;
import assay.core.stats.SteadyState;
import assay.core.telemetry.Share;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CellSummaryTest {
  private static CellSummary.Request request(CellId cell, Rate rate, @Nullable Work work) {
    return new CellSummary.Request(cell, work, rate, 0.01, List.of(), List.of());
  }

  private static Cell gemm(List<ForkRecord> forks) {
    return CellSummary.summarise(request(GEMM, Rate.FLOPS, Fixtures.GEMM_WORK), forks);
  }

  private static CellResult figures(Cell cell) {
    return Objects.requireNonNull(cell.outcome().result(), cell::toString);
  }

  private static Metric metric(Cell cell, MetricKey key) {
    return Objects.requireNonNull(figures(cell).metric(key), key::id);
  }

  /** Fork medians are 0.02002 + 2.002e-5·i for i = 0 to 5; the interval is their extremes. */
  @Test
  void timeIsTheMedianOfForkMedians() {
    Metric time = metric(Fixtures.gemmCell(), MetricKey.TIME);
    assertThat(time.unit()).isEqualTo("s");
    assertThat(time.median()).isEqualTo(0.02005 * 1.001, within(1e-12));
    assertThat(time.ciLow()).isEqualTo(0.0200 * 1.001, within(1e-12));
    assertThat(time.ciHigh()).isEqualTo(0.0201 * 1.001, within(1e-12));
    assertThat(time.n()).isEqualTo(48);
    assertThat(time.forks()).isEqualTo(6);
    assertThat(time.precisionMet()).isTrue();
    assertThat(time.note()).isNull();
  }

  @Test
  void throughputAndPercentOfPeakFollowFromTime() {
    Cell cell = Fixtures.gemmCell(peak(2e11, 2e11));
    Metric time = metric(cell, MetricKey.TIME);
    Metric throughput = metric(cell, MetricKey.THROUGHPUT);
    assertThat(throughput.unit()).isEqualTo("FLOP/s");
    assertThat(throughput.median()).isEqualTo(2147483648.0 / time.median());
    assertThat(throughput.ciLow()).isEqualTo(2147483648.0 / Objects.requireNonNull(time.ciHigh()));
    Metric percent = metric(cell, MetricKey.PERCENT_OF_PEAK);
    assertThat(percent.unit()).isEqualTo("%");
    assertThat(percent.median()).isEqualTo(100 * throughput.median() / 2e11, within(1e-9));
    assertThat(percent.precisionMet()).isTrue();
    assertThat(percent.note())
        .isEqualTo(
            "of 2.000e+11 FLOP/s, the fastest of 10 forks of peak/fma on cpu-simd in f32 (median"
                + " 2.000e+11)");
  }

  private static Peak peak(double best, double median) {
    return new Peak(Fixtures.PEAK, Fixtures.CPU, best, median, 10);
  }

  /**
   * A rate known to a quarter of a per cent, and a peak whose forks scatter by a factor of two: so
   * does the share.
   */
  @Test
  void theSpreadOfThePeakIsInTheShare() {
    double reached = metric(Fixtures.gemmCell(), MetricKey.THROUGHPUT).median();
    Cell cell = Fixtures.gemmCell(peak(reached / 0.24, reached / 0.48));
    Metric share = metric(cell, MetricKey.PERCENT_OF_PEAK);
    assertThat(share.median()).isEqualTo(24, within(1e-9));
    assertThat(share.ciLow()).isEqualTo(24, within(0.1)).isLessThan(24);
    assertThat(share.ciHigh()).isEqualTo(48, within(0.2)).isGreaterThan(48);
    assertThat(share.precisionMet()).isFalse();
    assertThat(metric(cell, MetricKey.THROUGHPUT).precisionMet()).isTrue();
  }

  /** 107 GFLOP/s with an interval of a quarter of a per cent to both sides. */
  @Test
  void whatIsCertainlyFasterThanAPeakHasNoShareOfIt() {
    double reached = metric(Fixtures.gemmCell(), MetricKey.THROUGHPUT).median();
    Cell beside = Fixtures.gemmCell(peak(0.999 * reached, 0.99 * reached));
    assertThat(metric(beside, MetricKey.PERCENT_OF_PEAK).median())
        .isEqualTo(100 / 0.999, within(1e-9));
    Cell above = Fixtures.gemmCell(peak(0.99 * reached, 0.99 * reached));
    String why =
        "it is faster than peak/fma on cpu-simd in f32 (101.0 %), which is therefore not a"
            + " ceiling of the units it uses";
    assertThat(figures(above).available())
        .doesNotContainKeys(MetricKey.PERCENT_OF_PEAK, MetricKey.PERCENT_OF_DEVICE_PEAK);
    assertThat(figures(above).unavailable())
        .containsEntry(MetricKey.PERCENT_OF_PEAK, why)
        .containsEntry(MetricKey.PERCENT_OF_DEVICE_PEAK, why);
  }

  /** Of a library without a peak of its own, and of loops whose own peak is a low one. */
  @Test
  void theHighestPeakOnTheDeviceCountsForAllItsTargets() {
    CellId high = new CellId("peak/fma", "another", "f32");
    Peak another = new Peak(high, Fixtures.CPU, 4e11, 4e11, 6);
    Peak elsewhere = new Peak(high, new Device.Hardware("other", Map.of()), 9e11, 9e11, 6);
    Peak otherPrecision =
        new Peak(new CellId("peak/fma", "another", "bf16"), Fixtures.CPU, 9e11, 9e11, 6);
    Cell without = Fixtures.gemmCell(another, elsewhere, otherPrecision);
    double reached = metric(without, MetricKey.THROUGHPUT).median();
    assertThat(figures(without).unavailable())
        .containsEntry(
            MetricKey.PERCENT_OF_PEAK, "no measured peak of cpu-simd in f32 in this run");
    assertThat(metric(without, MetricKey.PERCENT_OF_DEVICE_PEAK).median())
        .isEqualTo(100 * reached / 4e11, within(1e-9));
    Cell both = Fixtures.gemmCell(peak(2e11, 2e11), another, elsewhere);
    assertThat(metric(both, MetricKey.PERCENT_OF_PEAK).median())
        .isEqualTo(100 * reached / 2e11, within(1e-9));
    assertThat(metric(both, MetricKey.PERCENT_OF_DEVICE_PEAK).median())
        .isEqualTo(100 * reached / 4e11, within(1e-9));
  }

  /** Two boards of one model are two devices. */
  @Test
  void aDeviceUuidTellsDevicesApart() {
    var first = new Device.Hardware("board", Map.of(Device.DEVICE_UUID_HASH, "a"));
    var second = new Device.Hardware("board", Map.of(Device.DEVICE_UUID_HASH, "b"));
    List<Peak> peaks = List.of(new Peak(Fixtures.PEAK, first, 2, 1, 6));
    assertThat(Peak.ofDevice(peaks, GEMM, first)).isPresent();
    assertThat(Peak.ofDevice(peaks, GEMM, second)).isEmpty();
  }

  /** Fork medians as in {@link #timeIsTheMedianOfForkMedians}; the first is the shortest. */
  @Test
  void aCeilingIsTheFastestForks() {
    Work work = new Work(2_000_000_000L, 3_000_000L, null);
    Cell peak =
        CellSummary.summarise(
            request(Fixtures.PEAK, Rate.FLOPS, work), Fixtures.sixForks(Fixtures.PEAK));
    Metric ceiling = metric(peak, MetricKey.CEILING);
    assertThat(ceiling.unit()).isEqualTo("FLOP/s");
    assertThat(ceiling.median()).isEqualTo(2e9 / (0.0200 * 1.001), within(1e-3));
    assertThat(ceiling.forks()).isEqualTo(6);
    Peak found = Peak.all(List.of(peak)).getFirst();
    assertThat(found.best()).isEqualTo(ceiling.median());
    assertThat(found.median()).isEqualTo(metric(peak, MetricKey.THROUGHPUT).median());
    assertThat(found.forks()).isEqualTo(6);
    CellId copy = new CellId("memory/copy,kib=64", "cpu-simd", "f32");
    Cell memory = CellSummary.summarise(request(copy, Rate.BYTES, work), Fixtures.sixForks(copy));
    assertThat(metric(memory, MetricKey.CEILING).median())
        .isEqualTo(3e6 / (0.0200 * 1.001), within(1e-3));
    assertThat(Peak.all(List.of(memory, Fixtures.gemmCell()))).isEmpty();
    assertThat(figures(Fixtures.gemmCell()).metrics()).doesNotContainKey(MetricKey.CEILING);
  }

  @Test
  void whatIsNotThereHasAReason() {
    assertThat(figures(Fixtures.gemmCell()).unavailable())
        .isEqualTo(
            Map.of(
                MetricKey.DEVICE_TIME,
                "the CPU is the device",
                MetricKey.PERCENT_OF_PEAK,
                "no measured peak of cpu-simd in f32 in this run",
                MetricKey.PERCENT_OF_DEVICE_PEAK,
                "no target has a measured peak of " + Fixtures.CPU.name() + " in f32 in this run",
                MetricKey.ENERGY_PER_EXECUTION,
                Fixtures.NO_COUNTER));
    Cell unknown =
        CellSummary.summarise(
            request(GEMM, Rate.SAMPLES, Fixtures.GEMM_WORK), Fixtures.sixForks(GEMM));
    assertThat(figures(unknown).unavailable()).containsKey(MetricKey.THROUGHPUT);
  }

  /** Six forks whose device time is 40, 41, … 45 % of 1 ms by the host's clock. */
  private static Cell onDevice(Device.Hardware device, Rate rate) {
    return CellSummary.summarise(
        request(GEMM, rate, Fixtures.GEMM_WORK), clocked(GEMM, device, 0.40, 0.01, null));
  }

  /** Six forks of 1 ms by the host's clock, of which the device's says {@code share + i·step}. */
  private static List<ForkRecord> clocked(
      CellId cell, Device.Hardware device, double share, double step, @Nullable Training training) {
    List<ForkRecord> forks = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      double seconds = 1e-3 * (share + step * i);
      Timing timing =
          Timing.ofDevice(
              new double[] {1e-3, 1e-3, 1e-3},
              new double[0],
              new double[] {seconds, seconds, seconds},
              null);
      forks.add(
          new ForkRecord(
              cell,
              Fixtures.context(i),
              new Outcome.Measured<>(
                  device,
                  null,
                  Fixtures.PASSED,
                  new ForkResult(timing, training, Telemetry.missing("none"), null, null))));
    }
    return forks;
  }

  private static CellResult clockedFigures(CellId cell, @Nullable Training training) {
    List<ForkRecord> forks = clocked(cell, board(Map.of()), 0.40, 0.01, training);
    return figures(CellSummary.summarise(request(cell, Rate.FLOPS, Fixtures.GEMM_WORK), forks));
  }

  @Test
  void aDeviceWithAClockAndNoTimeWithTransfersSaysWhy() {
    CellId cold = new CellId(GEMM.workload() + CellId.COLD, GEMM.target(), GEMM.precision());
    assertThat(clockedFigures(cold, null).unavailable())
        .containsEntry(
            MetricKey.END_TO_END_TIME,
            "not measured with a cold cache: data just transferred is in the caches");
    assertThat(clockedFigures(GEMM, null).unavailable())
        .containsEntry(MetricKey.END_TO_END_TIME, "a fork did not measure it");
    assertThat(clockedFigures(Fixtures.TRAIN, Fixtures.training(10.0)).unavailable())
        .containsEntry(
            MetricKey.END_TO_END_TIME,
            "the time of a training step already includes its transfers");
  }

  /** One fork of six without is as none: a median over the others would be of other forks. */
  @Test
  void theTimeWithTransfersIsThatOfAllForks() {
    List<ForkRecord> forks = new ArrayList<>();
    for (ForkRecord fork : clocked(GEMM, board(Map.of()), 0.40, 0.01, null)) {
      Outcome.Measured<ForkResult> timed = (Outcome.Measured<ForkResult>) fork.outcome();
      Timing timing = timed.result().timing().with(MetricKey.END_TO_END_TIME, 2e-3, 3e-3, 4e-3);
      forks.add(Fixtures.timed(GEMM, forks.size(), timing, null, null));
    }
    Metric whole = metric(gemm(forks), MetricKey.END_TO_END_TIME);
    assertThat(whole.median()).isEqualTo(3e-3);
    assertThat(figures(gemm(forks)).unavailable()).doesNotContainKey(MetricKey.END_TO_END_TIME);
    Timing without = Timing.ofDevice(new double[] {1e-3}, new double[0], new double[] {4e-4}, null);
    forks.set(3, Fixtures.timed(GEMM, 3, without, null, null));
    assertThat(figures(gemm(forks)).available()).doesNotContainKey(MetricKey.END_TO_END_TIME);
    assertThat(figures(gemm(forks)).unavailable()).containsKey(MetricKey.END_TO_END_TIME);
  }

  /** A metric that is sampled as such needs no line of the summary's own. */
  @Test
  void whatIsSampledIsSummedUp() {
    List<ForkRecord> forks = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      double[] samples = {0.01, 0.01};
      Timing timing =
          Timing.ofHost(samples, new double[0], "no clock", null)
              .with(MetricKey.FIRST_EXECUTION, 0.5 + 0.01 * i);
      forks.add(Fixtures.timed(GEMM, i, timing, null, null));
    }
    Metric first = metric(gemm(forks), MetricKey.FIRST_EXECUTION);
    assertThat(first.median()).isEqualTo(0.525, within(1e-12));
    assertThat(first.ciLow()).isEqualTo(0.5);
    assertThat(first.ciHigh()).isEqualTo(0.55, within(1e-12));
    assertThat(first.n()).isEqualTo(6);
    forks.set(2, Fixtures.timed(GEMM, 2, 0.01));
    assertThat(figures(gemm(forks)).whyNot(MetricKey.FIRST_EXECUTION))
        .isEqualTo("a fork did not measure it");
  }

  private static Device.Hardware board(Map<String, String> details) {
    return new Device.Hardware("board", details);
  }

  @Test
  void aDeviceWithAClockHasABusyShare() {
    Cell cell = onDevice(board(Map.of()), Rate.FLOPS);
    Metric busy = metric(cell, MetricKey.DEVICE_BUSY);
    assertThat(busy.unit()).isEqualTo("%");
    assertThat(busy.median()).isEqualTo(42.5, within(1e-9));
    assertThat(busy.ciLow()).isEqualTo(40, within(1e-9));
    assertThat(busy.ciHigh()).isEqualTo(45, within(1e-9));
    assertThat(busy.n()).isEqualTo(18);
    assertThat(figures(cell).available()).doesNotContainKey(MetricKey.PERCENT_OF_DESIGN_PEAK);
    assertThat(figures(cell).unavailable()).doesNotContainKey(MetricKey.PERCENT_OF_DESIGN_PEAK);
    assertThat(figures(Fixtures.gemmCell()).available()).doesNotContainKey(MetricKey.DEVICE_BUSY);
  }

  /** The device is timed once an iteration, the host by the mean: 101 to 106 % is no share. */
  @Test
  void moreThanTheWholeIsNoBusyShare() {
    List<ForkRecord> forks = clocked(GEMM, board(Map.of()), 1.01, 0.01, null);
    CellResult figures = figures(gemm(forks));
    assertThat(figures.available())
        .containsKey(MetricKey.DEVICE_TIME)
        .doesNotContainKey(MetricKey.DEVICE_BUSY);
    assertThat(figures.unavailable())
        .containsEntry(
            MetricKey.DEVICE_BUSY,
            "the executions timed on the device were slower than the mean of all executions"
                + " (103.5 %)");
    assertThat(
            metric(gemm(clocked(GEMM, board(Map.of()), 1, 0, null)), MetricKey.DEVICE_BUSY)
                .median())
        .isEqualTo(100);
  }

  /** 2,147,483,648 FLOP in 0.425 ms are 5.05 TFLOP/s. */
  @Test
  void aDesignsShareIsOfWhatItsMultipliersCouldDo() {
    Device.Hardware board = board(Map.of(DesignPeak.FLOPS, "1.00000e+13"));
    Metric share = metric(onDevice(board, Rate.FLOPS), MetricKey.PERCENT_OF_DESIGN_PEAK);
    assertThat(share.median()).isEqualTo(100 * 2147483648.0 / 0.425e-3 / 1e13, within(1e-9));
    assertThat(share.ciLow()).isEqualTo(100 * 2147483648.0 / 0.45e-3 / 1e13, within(1e-9));
    assertThat(share.note()).isEqualTo("of 1.000e+13 FLOP/s, the peak of the design's multipliers");
  }

  @Test
  void aDesignsShareThatCannotBeSaysWhy() {
    Device.Hardware unknown = board(Map.of(DesignPeak.UNAVAILABLE, "no clock"));
    assertThat(figures(onDevice(unknown, Rate.FLOPS)).unavailable())
        .containsEntry(MetricKey.PERCENT_OF_DESIGN_PEAK, "no clock");
    Device.Hardware slow = board(Map.of(DesignPeak.FLOPS, "1e12"));
    assertThat(figures(onDevice(slow, Rate.FLOPS)).whyNot(MetricKey.PERCENT_OF_DESIGN_PEAK))
        .startsWith("505.3 % of 1.000e+12 FLOP/s")
        .endsWith("cannot be this design's");
    assertThat(figures(onDevice(slow, Rate.BYTES)).whyNot(MetricKey.PERCENT_OF_DESIGN_PEAK))
        .contains("not arithmetic");
    for (String impossible : List.of("-1", "NaN", "Infinity", "fast")) {
      Device.Hardware wrong = board(Map.of(DesignPeak.FLOPS, impossible));
      assertThat(figures(onDevice(wrong, Rate.FLOPS)).whyNot(MetricKey.PERCENT_OF_DESIGN_PEAK))
          .contains("'" + impossible + "', not a number above 0");
    }
  }

  @Test
  void fewForksGiveNoInterval() {
    Metric time = metric(gemm(Fixtures.sixForks(GEMM).subList(0, 4)), MetricKey.TIME);
    assertThat(time.ciLow()).isNull();
    assertThat(time.precisionMet()).isFalse();
    assertThat(time.note()).isEqualTo("4 forks, an interval needs 6");
  }

  @Test
  void theWorstForkDecides() {
    for (Status status : Status.values()) {
      if (status == Status.OK) {
        continue;
      }
      List<ForkRecord> forks = new ArrayList<>(Fixtures.sixForks(GEMM));
      forks.add(2, Fixtures.none(GEMM, 9, Status.UNSUPPORTED, "mild"));
      forks.add(4, Fixtures.none(GEMM, 9, status, "planted"));
      Cell cell = gemm(forks);
      assertThat(cell.outcome().status()).isEqualTo(status);
      assertThat(cell.outcome().result()).isNull();
      if (status != Status.UNSUPPORTED) {
        assertThat(cell.outcome().reason()).isEqualTo("fork 5 of 8: planted");
      }
    }
  }

  @Test
  void aForkIsLeftOutForARecordedCauseAndSaid() {
    List<ForkRecord> forks = new ArrayList<>(Fixtures.sixForks(GEMM));
    Timing slow = Timing.ofHost(new double[] {9}, new double[0], "the CPU is the device", null);
    forks.add(Fixtures.timed(GEMM, 6, slow, null, "throttled"));
    Metric time = metric(gemm(forks), MetricKey.TIME);
    assertThat(time.forks()).isEqualTo(6);
    assertThat(time.note()).isEqualTo("1 of 7 forks left out: throttled (1)");
    Cell none = gemm(forks.subList(6, 7));
    assertThat(none.outcome()).isInstanceOf(Outcome.Failed.class);
    assertThat(none.outcome().reason()).isEqualTo("1 of 1 forks left out: throttled (1)");
  }

  @Test
  void anEmulationHasAVerdictOnly() {
    ForkRecord fork =
        new ForkRecord(
            GEMM,
            Fixtures.context(0),
            new Outcome.Verified<>(Fixtures.POCL, null, Fixtures.PASSED, 0.5));
    assertThat(gemm(List.of(fork)).outcome())
        .isEqualTo(new Outcome.Verified<>(Fixtures.POCL, null, Fixtures.PASSED, 0.5));
    assertThat(gemm(List.of(fork)).outcome().result())
        .as("the emulator's time is no figure")
        .isNull();
    List<ForkRecord> mixed = List.of(fork, Fixtures.timed(GEMM, 1, 0.02));
    assertThat(gemm(mixed).outcome().reason())
        .isEqualTo("forks ran on pocl-cpu and on Example CPU µ-arch");
  }

  @Test
  void aModelHasCyclesAndNoFigures() {
    ForkRecord fork = Fixtures.modelled(GEMM, Fixtures.ROUTED);
    Outcome<CellResult> outcome = gemm(List.of(fork, fork)).outcome();
    assertThat(outcome)
        .isEqualTo(
            new Outcome.Modelled<>(
                Fixtures.ARRAY, "Verilator 5.006", Fixtures.PASSED, Fixtures.ROUTED));
    assertThat(outcome.result()).isNull();
    assertThat(gemm(List.of(fork, Fixtures.modelled(GEMM, Fixtures.NOT_ROUTED))).outcome().reason())
        .isEqualTo("forks counted 1048589 and 2 cycles");
    assertThat(gemm(List.of(fork, Fixtures.timed(GEMM, 1, 0.02))).outcome().reason())
        .isEqualTo("forks ran on systolic 4x4 int8 and on Example CPU µ-arch");
  }

  @Test
  void latencyPercentilesNeedEnoughExecutions() {
    double[] executions = new double[200];
    Arrays.setAll(executions, i -> 0.001 * (i + 1));
    List<ForkRecord> forks = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Timing timing =
          Timing.ofHost(new double[] {0.1}, new double[0], "no clock", Latency.of(executions));
      forks.add(Fixtures.timed(Fixtures.INFER, i, timing, null, null));
    }
    Work work = new Work(null, null, 1L);
    Cell cell = CellSummary.summarise(request(Fixtures.INFER, Rate.SAMPLES, work), forks);
    assertThat(metric(cell, MetricKey.P50).median()).isEqualTo(0.1, within(5e-5));
    assertThat(metric(cell, MetricKey.P90).median()).isEqualTo(0.18, within(9e-5));
    assertThat(metric(cell, MetricKey.P90).n()).isEqualTo(1200);
    assertThat(metric(cell, MetricKey.THROUGHPUT).median()).isEqualTo(10, within(1e-12));
    assertThat(figures(cell).unavailable())
        .containsEntry(MetricKey.P99, "1200 executions in 6 forks, p99 needs 3000")
        .containsEntry(MetricKey.P999, "1200 executions in 6 forks, p99.9 needs 30000");
    assertThat(figures(cell).steadyStates()).isEqualTo(Map.of(SteadyState.UNCLASSIFIED, 6));
  }

  /** The slow executions of one fork are the slowest of all, and only of one percentile. */
  @Test
  void percentilesAreOfAllForksTogether() {
    List<ForkRecord> forks = new ArrayList<>();
    List<ForkRecord> older = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      double[] executions = new double[500];
      Arrays.fill(executions, 0.001);
      if (i == 0) {
        Arrays.fill(executions, 0, 100, 0.1);
      }
      Latency latency = Latency.of(executions);
      Latency old = new Latency(500, latency.percentiles(), null);
      double[] mean = {0.001};
      forks.add(
          Fixtures.timed(
              Fixtures.INFER, i, Timing.ofHost(mean, mean, "no clock", latency), null, null));
      older.add(
          Fixtures.timed(
              Fixtures.INFER, i, Timing.ofHost(mean, mean, "no clock", old), null, null));
    }
    Work work = new Work(null, null, 1L);
    Cell cell = CellSummary.summarise(request(Fixtures.INFER, Rate.SAMPLES, work), forks);
    Metric p99 = metric(cell, MetricKey.P99);
    assertThat(p99.median()).isEqualTo(0.1, within(5e-5));
    assertThat(p99.n()).isEqualTo(3000);
    assertThat(p99.ciLow()).isEqualTo(0.001, within(5e-7));
    assertThat(p99.ciHigh()).isEqualTo(0.1, within(5e-5));
    assertThat(metric(cell, MetricKey.P90).median()).isEqualTo(0.001, within(5e-7));
    Cell before = CellSummary.summarise(request(Fixtures.INFER, Rate.SAMPLES, work), older);
    assertThat(metric(before, MetricKey.P99).median()).isEqualTo(0.001);
    assertThat(metric(before, MetricKey.P99).note()).contains("older record has no histograms");
  }

  @Test
  void theHighestPeakOfTheSameTargetAndPrecisionCounts() {
    List<Cell> cells = new ArrayList<>();
    for (String workload : List.of("peak/fma", "peak/matrix", "gemm/m=1,n=1,k=1")) {
      CellId id = new CellId(workload, "cpu-simd", "f32");
      long flops = workload.equals("peak/matrix") ? 4_000_000_000L : 2_000_000_000L;
      cells.add(
          CellSummary.summarise(
              request(id, Rate.FLOPS, new Work(flops, null, null)), Fixtures.sixForks(id)));
    }
    List<Peak> peaks = Peak.all(cells);
    Peak peak = Peak.ofTarget(peaks, GEMM).orElseThrow();
    assertThat(peak.source().workload()).isEqualTo("peak/matrix");
    assertThat(figures(cells.getFirst()).unavailable())
        .doesNotContainKey(MetricKey.PERCENT_OF_PEAK);
    assertThat(Peak.ofTarget(peaks, new CellId("gemm", "cpu-simd", "bf16"))).isEmpty();
    assertThat(Peak.ofTarget(peaks, new CellId("gemm", "cuda", "f32"))).isEmpty();
  }

  /** 20 ms and 1 ms fill a device, 0.9 ms may not. */
  @Test
  void aPeakThatIsOverTooSoonSaysSo() {
    Work work = new Work(2_000_000_000L, null, null);
    assertThat(noteOfPeak(work, 0.02)).isEqualTo("the fastest fork");
    assertThat(noteOfPeak(work, 1e-3)).isEqualTo("the fastest fork");
    assertThat(noteOfPeak(work, 9e-4)).contains("takes 0.90 ms").contains("more elements");
  }

  private static @Nullable String noteOfPeak(Work work, double seconds) {
    List<ForkRecord> forks = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      forks.add(Fixtures.timed(Fixtures.PEAK, i, seconds));
    }
    Cell cell = CellSummary.summarise(request(Fixtures.PEAK, Rate.FLOPS, work), forks);
    return metric(cell, MetricKey.CEILING).note();
  }

  @Test
  void aSummaryIsWorkedOutAgainFromTheLines() throws Exception {
    List<ForkRecord> again = new ArrayList<>();
    for (ForkRecord fork : Fixtures.sixForks(GEMM)) {
      again.add(RecordJson.readFork(RecordJson.writeLine(fork), "line"));
    }
    assertThat(gemm(again)).isEqualTo(gemm(Fixtures.sixForks(GEMM)));
  }

  @Test
  void refusesNothingAndForeignForks() {
    assertThatIllegalArgumentException().isThrownBy(() -> gemm(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> gemm(Fixtures.sixForks(Fixtures.PEAK)));
  }

  private static Cell metered(double... joules) {
    List<ForkRecord> forks = new ArrayList<>();
    for (int i = 0; i < joules.length; i++) {
      forks.add(Fixtures.metered(GEMM, i, 0.02, Fixtures.seen(joules[i], List.of())));
    }
    CellSummary.Request request =
        new CellSummary.Request(
            GEMM,
            Fixtures.GEMM_WORK,
            Rate.FLOPS,
            0.01,
            List.of(),
            List.of(new RunTelemetry.Idle("package-0", "rapl", 12.0, 0.5, "before and after")));
    return CellSummary.summarise(request, forks);
  }

  /** 100 executions of 2147483648 FLOP in 2 s: 80 J are 0.8 J and 40 W. */
  @Test
  void energyFiguresFollowFromTheForks() {
    Cell cell = metered(80, 82, 81, 80, 83, 82);
    assertThat(metric(cell, MetricKey.ENERGY_PER_EXECUTION).median())
        .isEqualTo(0.815, within(1e-12));
    assertThat(metric(cell, MetricKey.ENERGY_PER_EXECUTION).ciLow()).isEqualTo(0.8, within(1e-12));
    assertThat(metric(cell, MetricKey.AVERAGE_POWER).median()).isEqualTo(40.75, within(1e-12));
    Metric efficiency = metric(cell, MetricKey.EFFICIENCY);
    assertThat(efficiency.unit()).isEqualTo("FLOP/s/W");
    assertThat(efficiency.median()).isEqualTo(2147483648.0 / 0.815, within(1e-3));
    assertThat(metric(cell, MetricKey.ENERGY_PER_FLOP).median())
        .isEqualTo(0.815 / 2147483648.0, within(1e-18));
    Energy energy = Objects.requireNonNull(figures(cell).telemetry().energy().orNull()).getFirst();
    assertThat(energy.joules()).isEqualTo(488, within(1e-9));
    assertThat(energy.windowSeconds()).isEqualTo(12, within(1e-9));
    assertThat(energy.executions()).isEqualTo(600);
    assertThat(energy.joulesAboveIdle()).isEqualTo(488 - 12 * 12.0, within(1e-9));
    // u_cal = 1/√3, u_window = 0.2/√6, s/√6 of 0.8133 J
    double scatter = 100 * 0.012110601416 / 0.813333333333;
    double u = Math.sqrt(1 / 3.0 + 0.04 / 6 + scatter * scatter / 6);
    assertThat(energy.uncertaintyPercent()).isEqualTo(2 * u, within(1e-6));
  }

  @Test
  void aForkWithoutOneOfItsOwnDomainsHasNoTotal() {
    Telemetry<EnergyReading> whole = Fixtures.seen(80, List.of());
    Telemetry<EnergyReading> part =
        new Telemetry<>(
            whole.energy(),
            List.of(new RefusedEnergy("package-1", "rapl", Share.PRIMARY, "it stood still")),
            whole.utilization(),
            whole.throttle(),
            List.of());
    Cell some =
        gemm(
            List.of(Fixtures.metered(GEMM, 0, 0.02, whole), Fixtures.metered(GEMM, 1, 0.02, part)));
    assertThat(metric(some, MetricKey.ENERGY_PER_EXECUTION).forks()).isEqualTo(1);
    assertThat(metric(some, MetricKey.ENERGY_PER_EXECUTION).note())
        .contains("of package-0 (rapl)")
        .contains("missing in some forks: package-1: it stood still");
    Cell none = gemm(List.of(Fixtures.metered(GEMM, 0, 0.02, part)));
    assertThat(figures(none).available()).doesNotContainKey(MetricKey.ENERGY_PER_EXECUTION);
    assertThat(figures(none).unavailable())
        .containsEntry(MetricKey.ENERGY_PER_EXECUTION, "package-1: it stood still");
  }

  /** The window has 0.02 s per execution. */
  @Test
  void aWindowThatMeteredOtherWorkThanTheTimedIsSaid() {
    Telemetry<EnergyReading> seen = Fixtures.seen(80, List.of());
    Cell alike =
        gemm(
            List.of(
                Fixtures.metered(GEMM, 0, 0.02, seen),
                Fixtures.metered(GEMM, 1, 0.02 / 1.019, seen)));
    assertThat(metric(alike, MetricKey.ENERGY_PER_EXECUTION).note())
        .doesNotContain("not the timed one");
    Cell slower =
        gemm(
            List.of(
                Fixtures.metered(GEMM, 0, 0.02, seen),
                Fixtures.metered(GEMM, 1, 0.02 / 1.05, seen)));
    assertThat(metric(slower, MetricKey.ENERGY_PER_EXECUTION).note())
        .contains("in 1 of 2 forks the metered work was not the timed one")
        .containsPattern("up to (4.9|5.0) % longer in the energy window");
    Cell faster = gemm(List.of(Fixtures.metered(GEMM, 0, 0.02 / 0.95, seen)));
    assertThat(metric(faster, MetricKey.AVERAGE_POWER).note())
        .containsPattern("up to 5.(0|1) % less in the energy window");
  }

  @Test
  void aStandInIsSaidWithEveryEnergyFigure() {
    Telemetry<EnergyReading> seen = Fixtures.seen(80, List.of());
    EnergyReading own = Objects.requireNonNull(seen.energy().orNull()).getFirst();
    EnergyReading elsewhere =
        new EnergyReading(
            own.domain(),
            own.source(),
            "/machines/a",
            own.share(),
            own.joules(),
            own.windowSeconds(),
            own.executions(),
            null,
            own.windowPercent(),
            null);
    Telemetry<EnergyReading> standIn =
        new Telemetry<>(
            new Availability.Available<>(List.of(elsewhere)),
            List.of(),
            seen.utilization(),
            seen.throttle(),
            List.of());
    Cell cell = gemm(List.of(Fixtures.metered(GEMM, 0, 0.02, standIn)));
    for (MetricKey name :
        List.of(
            MetricKey.ENERGY_PER_EXECUTION,
            MetricKey.AVERAGE_POWER,
            MetricKey.EFFICIENCY,
            MetricKey.ENERGY_PER_FLOP)) {
      assertThat(metric(cell, name).note())
          .contains("read under /machines/a, not from this machine's sensors");
    }
  }
}
