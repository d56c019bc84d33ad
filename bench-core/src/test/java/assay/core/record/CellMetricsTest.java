package assay.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.device.DesignPeak;
import assay.core.device.Device;
import assay.core.program.Rate;
import assay.core.program.Work;
import assay.core.telemetry.Share;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Metrics at the limits of what they need, and the reasons why they are unavailable. */
class CellMetricsTest {
  private static final Work FLOPS = new Work(1_000_000_000L, 3_000_000L, null);
  private static final Peak PEAK = new Peak(Fixtures.PEAK, Fixtures.CPU, 4e11, 4e11, 6);

  private static CellResult summary(
      CellId id, Rate rate, @Nullable Work work, List<Peak> peaks, List<ForkRecord> forks) {
    CellSummary.Request request = new CellSummary.Request(id, work, rate, 0.01, peaks, List.of());
    return Objects.requireNonNull(CellSummary.summarise(request, forks).outcome().result());
  }

  private static CellResult gemm(Rate rate, @Nullable Work work, List<ForkRecord> forks) {
    return summary(Fixtures.GEMM, rate, work, List.of(PEAK), forks);
  }

  private static Metric metric(CellResult result, MetricKey key) {
    return Objects.requireNonNull(result.metric(key), () -> key + ": " + result.whyNot(key));
  }

  private static ForkRecord fork(
      int number, Device.Hardware device, Timing timing, Telemetry<EnergyReading> telemetry) {
    return new ForkRecord(
        Fixtures.GEMM,
        Fixtures.context(number),
        new Outcome.Measured<>(
            device, null, Fixtures.PASSED, new ForkResult(timing, null, telemetry, null, null)));
  }

  private static List<ForkRecord> onBoard(int forks, @Nullable Double deviceSeconds, double peak) {
    Device.Hardware board =
        new Device.Hardware("board", Map.of(DesignPeak.FLOPS, String.valueOf(peak)));
    List<ForkRecord> all = new ArrayList<>();
    for (int i = 0; i < forks; i++) {
      double[] host = {2e-3};
      Timing timing =
          deviceSeconds == null
              ? Timing.ofHost(host, new double[0], "no clock", null)
              : Timing.ofDevice(host, new double[0], new double[] {deviceSeconds}, null);
      all.add(fork(i, board, timing, Telemetry.missing("none")));
    }
    return all;
  }

  /** 10⁹ FLOP in 1 ms are 10¹² FLOP/s. */
  @Test
  void allOfADesignsPeakCanBeReached() {
    Metric whole =
        metric(gemm(Rate.FLOPS, FLOPS, onBoard(5, 1e-3, 1e12)), MetricKey.PERCENT_OF_DESIGN_PEAK);
    assertThat(whole.median()).isEqualTo(100);
    assertThat(whole.note())
        .isEqualTo(
            "of 1.000e+12 FLOP/s, the peak of the design's multipliers; 5 forks, an interval needs"
                + " 6");
    assertThat(
            gemm(Rate.FLOPS, FLOPS, onBoard(5, 1e-3, 0.99e12))
                .whyNot(MetricKey.PERCENT_OF_DESIGN_PEAK))
        .startsWith("101.0 % of 9.900e+11 FLOP/s");
  }

  @Test
  void aDesignsShareNeedsATimeAndArithmetic() {
    assertThat(
            gemm(Rate.FLOPS, FLOPS, onBoard(6, null, 1e12))
                .whyNot(MetricKey.PERCENT_OF_DESIGN_PEAK))
        .isEqualTo("the device reported no time");
    for (CellResult idle :
        List.of(
            gemm(Rate.FLOPS, null, onBoard(6, 1e-3, 1e12)),
            gemm(Rate.FLOPS, new Work(null, 8L, null), onBoard(6, 1e-3, 1e12)),
            gemm(Rate.FLOPS, new Work(0L, 8L, null), onBoard(6, 1e-3, 1e12)))) {
      assertThat(idle.whyNot(MetricKey.PERCENT_OF_DESIGN_PEAK))
          .isEqualTo("its work is not arithmetic on the multipliers");
      assertThat(idle.whyNot(MetricKey.THROUGHPUT))
          .isEqualTo("the work of one execution is unknown");
    }
    CellResult peak =
        summary(
            Fixtures.PEAK,
            Rate.FLOPS,
            FLOPS,
            List.of(),
            onBoard(6, 1e-3, 1e12).stream()
                .map(fork -> new ForkRecord(Fixtures.PEAK, fork.context(), fork.outcome()))
                .toList());
    assertThat(peak.metrics())
        .doesNotContainKeys(
            MetricKey.PERCENT_OF_DESIGN_PEAK,
            MetricKey.PERCENT_OF_PEAK,
            MetricKey.PERCENT_OF_DEVICE_PEAK);
  }

  @Test
  void aShareOfAPeakNeedsArithmetic() {
    List<ForkRecord> forks = Fixtures.sixForks(Fixtures.GEMM);
    for (MetricKey key : List.of(MetricKey.PERCENT_OF_PEAK, MetricKey.PERCENT_OF_DEVICE_PEAK)) {
      assertThat(gemm(Rate.BYTES, FLOPS, forks).whyNot(key))
          .isEqualTo("it is memory-bound: a percentage of the arithmetic peak is meaningless");
      for (Work work : Arrays.asList(null, new Work(null, 8L, 1L), new Work(0L, 8L, 1L))) {
        assertThat(gemm(Rate.SAMPLES, work, forks).whyNot(key)).isEqualTo("its work has no FLOP/s");
      }
    }
    assertThat(gemm(Rate.SAMPLES, new Work(1L, null, 0L), forks).whyNot(MetricKey.THROUGHPUT))
        .isEqualTo("the work of one execution is unknown");
  }

  /** Of three forks, the median is the second: 20.04002 ms, and 10⁹ FLOP are 49.9 GFLOP/s. */
  @Test
  void aShareOfFewForksHasNoInterval() {
    CellResult few = gemm(Rate.FLOPS, FLOPS, Fixtures.sixForks(Fixtures.GEMM).subList(0, 3));
    Metric share = metric(few, MetricKey.PERCENT_OF_PEAK);
    assertThat(share.median()).isEqualTo(100 * 1e9 / 0.02004002 / 4e11, within(1e-9));
    assertThat(share.ciLow()).isNull();
    assertThat(share.ciHigh()).isNull();
    assertThat(share.n()).isEqualTo(24);
    assertThat(share.forks()).isEqualTo(3);
    assertThat(share.note()).isEqualTo("of " + PEAK + "; 3 forks, an interval needs 6");
    assertThat(metric(few, MetricKey.THROUGHPUT).ciHigh()).isNull();
  }

  private static List<ForkRecord> latencies(int forks, int executions, boolean histograms) {
    double[] seconds = new double[executions];
    for (int i = 0; i < executions; i++) {
      seconds[i] = 0.001 * (i + 1);
    }
    Latency all = Latency.of(seconds);
    Latency latency = histograms ? all : new Latency(executions, all.percentiles(), null);
    List<ForkRecord> records = new ArrayList<>();
    for (int i = 0; i < forks; i++) {
      Timing timing = Timing.ofHost(new double[] {0.01}, new double[0], "no clock", latency);
      records.add(Fixtures.timed(Fixtures.INFER, i, timing, null, null));
    }
    return records;
  }

  private static CellResult inference(List<ForkRecord> forks) {
    return summary(Fixtures.INFER, Rate.SAMPLES, new Work(null, null, 1L), List.of(), forks);
  }

  /** Thirty executions must be slower: of the median, 60 are needed. */
  @Test
  void aPercentileNeedsThirtyExecutionsBeyondIt() {
    assertThat(inference(latencies(6, 10, true)).metric(MetricKey.P50)).isNotNull();
    assertThat(inference(latencies(6, 9, true)).whyNot(MetricKey.P50))
        .isEqualTo("54 executions in 6 forks, p50 needs 60");
  }

  @Test
  void aForkWithoutLatenciesLeavesNone() {
    List<ForkRecord> forks = new ArrayList<>(latencies(6, 100, true));
    forks.set(4, Fixtures.timed(Fixtures.INFER, 4, 0.01));
    CellResult result = inference(forks);
    for (MetricKey key : MetricKey.of(MetricKey.Family.LATENCY)) {
      assertThat(result.whyNot(key)).isEqualTo("a fork has no latencies");
    }
  }

  /** Older records have a percentile of each fork; 0.001 to 0.1 s have a median of 50.5 ms. */
  @Test
  void olderRecordsHaveTheMedianOfTheirForks() {
    Metric median = metric(inference(latencies(7, 100, false)), MetricKey.P50);
    assertThat(median.median()).isEqualTo(0.0505, within(1e-12));
    assertThat(median.n()).isEqualTo(700);
    assertThat(median.forks()).isEqualTo(7);
    assertThat(median.note())
        .isEqualTo("median of the forks' percentiles: an older record has no histograms");
    assertThat(inference(latencies(40, 9, false)).whyNot(MetricKey.P90))
        .isEqualTo("an older record has no histogram of each fork, and too few executions in one");
  }

  private static EnergyReading reading(
      String domain, Share share, double joules, double seconds, long executions) {
    return new EnergyReading(
        domain, "rapl", null, share, joules, seconds, executions, 1.0, 0, null);
  }

  private static ForkRecord metered(int number, EnergyReading... readings) {
    Telemetry<EnergyReading> seen =
        new Telemetry<>(
            new Available<>(List.of(readings)),
            List.of(),
            new Unavailable<>("not watched"),
            new Unavailable<>("not watched"),
            List.of());
    Timing timing = Timing.ofHost(new double[] {0.02}, new double[0], "no clock", null);
    return fork(number, Fixtures.CPU, timing, seen);
  }

  /** 0.80 to 0.85 J an execution of 10⁹ FLOP and 4 samples. */
  @Test
  void energiesAreGivenByWork() {
    List<ForkRecord> forks = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      forks.add(metered(i, reading("package-0", Share.PRIMARY, 80 + i, 2, 100)));
    }
    CellResult result = gemm(Rate.SAMPLES, new Work(1_000_000_000L, null, 4L), forks);
    assertScaled(metric(result, MetricKey.ENERGY_PER_EXECUTION), "J", 1);
    assertScaled(metric(result, MetricKey.ENERGY_PER_SAMPLE), "J/sample", 0.25);
    assertScaled(metric(result, MetricKey.ENERGY_PER_FLOP), "J/FLOP", 1e-9);
    Metric efficiency = metric(result, MetricKey.EFFICIENCY);
    assertThat(efficiency.ciLow()).isEqualTo(1e9 / 0.85, within(1e-3));
    assertThat(efficiency.ciHigh()).isEqualTo(1e9 / 0.80, within(1e-3));
    for (Work none : Arrays.asList(null, new Work(0L, null, 0L), new Work(null, 1L, null))) {
      assertThat(gemm(Rate.FLOPS, none, forks).available())
          .containsKey(MetricKey.AVERAGE_POWER)
          .doesNotContainKeys(
              MetricKey.ENERGY_PER_SAMPLE, MetricKey.ENERGY_PER_FLOP, MetricKey.EFFICIENCY);
    }
  }

  private static void assertScaled(Metric metric, String unit, double factor) {
    assertThat(metric.unit()).isEqualTo(unit);
    assertThat(metric.median()).isEqualTo(0.825 * factor, within(1e-12 * factor));
    assertThat(metric.ciLow()).isEqualTo(0.80 * factor, within(1e-12 * factor));
    assertThat(metric.ciHigh()).isEqualTo(0.85 * factor, within(1e-12 * factor));
    assertThat(metric.n()).isEqualTo(6);
    assertThat(metric.forks()).isEqualTo(6);
    assertThat(metric.precisionMet()).isFalse();
    assertThat(metric.note()).isEqualTo("of package-0 (rapl)");
  }

  /** 80 J in 100 executions and 20 J in 50; what surrounds the target is not its own. */
  @Test
  void aTargetsDomainsAddUp() {
    CellResult result =
        gemm(
            Rate.FLOPS,
            FLOPS,
            List.of(
                metered(
                    0,
                    reading("package-0", Share.PRIMARY, 80, 2, 100),
                    reading("dram", Share.PRIMARY, 20, 4, 50),
                    reading("wall", Share.SURROUNDING, 900, 2, 100))));
    Metric energy = metric(result, MetricKey.ENERGY_PER_EXECUTION);
    assertThat(energy.median()).isEqualTo(1.2, within(1e-12));
    assertThat(metric(result, MetricKey.AVERAGE_POWER).median()).isEqualTo(45, within(1e-12));
    assertThat(energy.note())
        .isEqualTo("1 fork, an interval needs 6; of package-0 (rapl) + dram (rapl)");
  }

  @Test
  void aPartOfATargetIsNotTakenForTheWhole() {
    CellResult result =
        gemm(
            Rate.FLOPS,
            FLOPS,
            List.of(
                metered(0, reading("wall", Share.SURROUNDING, 900, 2, 100)),
                fork(
                    1,
                    Fixtures.CPU,
                    Timing.ofHost(new double[] {0.02}, new double[0], "no clock", null),
                    Telemetry.missing("no counter"))));
    assertThat(result.whyNot(MetricKey.ENERGY_PER_EXECUTION))
        .isEqualTo(
            "no meter covers the whole target, and a partial reading would be taken for the total;"
                + " no counter");
    assertThat(result.metrics()).doesNotContainKey(MetricKey.AVERAGE_POWER);
  }

  /** An execution of 20 ms took so long in the energy window; the fork furthest off is named. */
  @ParameterizedTest
  @CsvSource({
    "0.0203, 0.0197, ''",
    "0.021, 0.018, in 2 of 2 forks the metered work was not the timed one; up to 10.0 % less",
    "0.022, 0.019, in 2 of 2 forks the metered work was not the timed one; up to 10.0 % longer",
    "0.019, 0.022, in 2 of 2 forks the metered work was not the timed one; up to 10.0 % longer",
    "0.020, 0.019, in 1 of 2 forks the metered work was not the timed one; up to 5.0 % less"
  })
  void theForkThatMeteredOtherWorkMostIsNamed(double first, double second, String said) {
    CellResult result =
        gemm(
            Rate.FLOPS,
            FLOPS,
            List.of(
                metered(0, reading("p", Share.PRIMARY, 80, 100 * first, 100)),
                metered(1, reading("p", Share.PRIMARY, 80, 100 * second, 100))));
    String note = Objects.requireNonNull(metric(result, MetricKey.AVERAGE_POWER).note());
    assertThat(note.contains("not the timed one")).isEqualTo(!said.isEmpty());
    assertThat(note).contains(said.split("; ", -1));
  }

  @Test
  void aWindowIsComparedWithTheMeanOfTheTimes() {
    ForkResult fork =
        result(
            Timing.ofHost(new double[] {0.01, 0.03}, new double[0], "no clock", null),
            reading("p", Share.PRIMARY, 1, 2.1, 100));
    assertThat(fork.windowExcessPercent()).isEqualTo(5, within(1e-9));
    Timing medians =
        Timing.ofHost(
            new double[] {0.02}, new double[0], "no clock", Latency.of(new double[] {0.02, 0.02}));
    assertThat(result(medians, reading("p", Share.PRIMARY, 1, 2.1, 100)).windowExcessPercent())
        .isNull();
    assertThat(result(fork.timing()).windowExcessPercent()).isNull();
  }

  private static ForkResult result(Timing timing, EnergyReading... readings) {
    Telemetry<EnergyReading> seen =
        readings.length == 0
            ? Telemetry.missing("none")
            : new Telemetry<>(
                new Available<>(List.of(readings)),
                List.of(),
                new Unavailable<>("not watched"),
                new Unavailable<>("not watched"),
                List.of());
    return new ForkResult(timing, null, seen, null, null);
  }
}
