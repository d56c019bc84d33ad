package assay.report.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.device.Device;
import assay.core.program.Precision;
import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.CellSummary;
import assay.core.record.EnergyReading;
import assay.core.record.ForkContext;
import assay.core.record.ForkRecord;
import assay.core.record.ForkResult;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import assay.core.record.Telemetry;
import assay.core.record.Timing;
import assay.core.record.Training;
import assay.core.record.Verification;
import assay.core.stats.GeometricMean;
import assay.core.stats.Interval;
import assay.core.telemetry.Share;
import assay.core.workload.Workload;
import assay.core.workload.Workloads;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One cell of two runs, of values chosen so that each ratio is known. */
class CellComparisonTest {
  private static final CellId TRAINING = SampleRuns.id("train/cnn-fashion,epochs=4", "cpu-simd");
  private static final CellId GEMM = SampleRuns.id("gemm/m=512,n=512,k=512", "cpu-simd");
  private static final Instant FIRST = Instant.parse("2026-10-01T02:00:00Z");
  private static final Instant SECOND = Instant.parse("2026-10-01T07:00:00Z");

  /** What each fork of a run has. */
  record Fork(double seconds, double accuracy, double joules, String device, String engine) {
    static Fork of(double seconds) {
      return new Fork(seconds, 0.8, 50, "Example CPU", "loops");
    }
  }

  /** A run of one cell with six such forks. */
  private static RunData run(CellId id, Instant start, Fork fork, boolean withForks) {
    return run(id, start, fork, withForks, 10);
  }

  private static RunData run(
      CellId id, Instant start, Fork fork, boolean withForks, int iterationsPerFork) {
    SampleRun sample = new SampleRuns(SampleSystem.number(0), start, 1).measured(id, 1).done();
    List<ForkRecord> forks = new ArrayList<>();
    for (ForkRecord drawn : sample.forks()) {
      ForkResult result = Objects.requireNonNull(drawn.outcome().result());
      double[] iterations = new double[iterationsPerFork];
      Arrays.fill(iterations, fork.seconds);
      Training training = result.training();
      forks.add(
          new ForkRecord(
              id,
              drawn.context(),
              new Outcome.Measured<>(
                  new Device.Hardware(fork.device, Map.of()),
                  fork.engine,
                  Verification.passed("entrywise", 1, 0.5, 64),
                  new ForkResult(
                      Timing.ofHost(iterations, new double[0], "no clock", null),
                      training == null ? null : with(training, fork.accuracy),
                      energy(fork.joules),
                      null,
                      null))));
    }
    Workload workload = Workloads.parse(id.workload());
    Cell cell =
        CellSummary.summarise(
            new CellSummary.Request(
                id, workload.work(Precision.F32), workload.rate(), 0.01, List.of(), List.of()),
            forks);
    RunRecord r = sample.record();
    RunRecord record =
        new RunRecord(
            r.schemaVersion(),
            r.runId(),
            r.startedUtc(),
            r.finishedUtc(),
            r.suite(),
            r.seed(),
            r.assay(),
            r.environment(),
            r.plan(),
            r.telemetry(),
            List.of(cell));
    return withForks ? RunData.of(record, forks) : RunData.withoutForks(record, "they are gone");
  }

  private static Training with(Training t, double accuracy) {
    return new Training(
        t.lossCurve(), t.testAccuracy(), t.targetAccuracy(), t.toTarget(), accuracy, t.dataset());
  }

  private static Telemetry<EnergyReading> energy(double joules) {
    return new Telemetry<>(
        new Available<>(
            List.of(
                new EnergyReading(
                    "package-0", "rapl", null, Share.PRIMARY, joules, 10, 10, 3.0, 0, null),
                new EnergyReading(
                    "wall", "meter", null, Share.SURROUNDING, 9 * joules, 10, 10, 3.0, 0, null))),
        List.of(),
        new Unavailable<>("not watched"),
        new Unavailable<>("not watched"),
        List.of());
  }

  private static ComparedCell compared(CellId id, Fork base, Fork other, boolean withForks) {
    return Comparison.of(run(id, FIRST, base, withForks), run(id, SECOND, other, withForks))
        .others()
        .getFirst()
        .cells()
        .getFirst();
  }

  private static Change.Ratio ratio(ComparedCell cell, MetricKey key) {
    return (Change.Ratio)
        cell.changes().stream().filter(c -> c.key() == key).findFirst().orElseThrow();
  }

  /** Half the time is twice as good; a tenth more accuracy is 1.1 times as good. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aRatioAboveOneIsBetterWhicheverWayTheMetricPoints(boolean withForks) {
    Fork slow = new Fork(0.5, 0.8, 50, "d", "e");
    Fork good = new Fork(0.25, 0.88, 20, "d", "e");
    ComparedCell better = compared(TRAINING, slow, good, withForks);
    ComparedCell worse = compared(TRAINING, good, slow, withForks);
    assertThat(ratio(better, MetricKey.TIME).ratio()).isEqualTo(2, within(1e-12));
    assertThat(ratio(worse, MetricKey.TIME).ratio()).isEqualTo(0.5, within(1e-12));
    assertThat(ratio(better, MetricKey.FINAL_ACCURACY).ratio()).isEqualTo(1.1, within(1e-12));
    assertThat(ratio(worse, MetricKey.FINAL_ACCURACY).ratio()).isEqualTo(1 / 1.1, within(1e-12));
    assertThat(ratio(better, MetricKey.ENERGY_PER_EXECUTION).ratio()).isEqualTo(2.5, within(1e-12));
    assertThat(ratio(worse, MetricKey.ENERGY_PER_EXECUTION).ratio()).isEqualTo(0.4, within(1e-12));
    for (MetricKey key :
        List.of(MetricKey.TIME, MetricKey.FINAL_ACCURACY, MetricKey.ENERGY_PER_EXECUTION)) {
      assertThat(ratio(better, key).verdict())
          .isEqualTo(withForks ? Verdict.BETTER : Verdict.NO_INTERVAL);
      assertThat(ratio(worse, key).verdict())
          .isEqualTo(withForks ? Verdict.WORSE : Verdict.NO_INTERVAL);
    }
    assertThat(ratio(better, MetricKey.TIME))
        .returns(0.5, Change.Ratio::base)
        .returns(0.25, Change.Ratio::other)
        .returns("s", Change.Ratio::unit)
        .returns(null, Change.Ratio::note);
  }

  /** The sensors' 3 % are ± 3.46 % at k = 2, of either run: √2 times that in a ratio. */
  @Test
  void anEnergysIntervalHasTheSensorsUncertaintyInIt() {
    ComparedCell cell =
        compared(GEMM, new Fork(1, 0, 50, "d", "e"), new Fork(1, 0, 25, "d", "e"), true);
    Change.Ratio energy = ratio(cell, MetricKey.ENERGY_PER_EXECUTION);
    double u = Math.sqrt(2) * 2 * 0.03 / Math.sqrt(3);
    Interval interval = energy.estimate().toOptional().orElseThrow();
    assertThat(interval.low()).isEqualTo(2 * Math.exp(-u), within(1e-9));
    assertThat(interval.high()).isEqualTo(2 * Math.exp(u), within(1e-9));
    assertThat(energy.note())
        .isEqualTo("interval widened by ± 4.90 %, the energies' own uncertainty (k = 2)");
  }

  /** Each half of the interval by itself: √(0.3² + 0.4²) = 0.5, √(1.2² + 0.5²) = 1.3. */
  @Test
  void anIntervalIsWidenedInLogarithms() {
    Availability<Interval> from =
        new Available<>(new Interval(2 * Math.exp(-0.3), 2 * Math.exp(0.3), 0.95));
    Interval wider = Widening.widen(2, from, 0.4).toOptional().orElseThrow();
    assertThat(wider.low()).isEqualTo(2 * Math.exp(-0.5), within(1e-12));
    assertThat(wider.high()).isEqualTo(2 * Math.exp(0.5), within(1e-12));
    Availability<Interval> skew = new Available<>(new Interval(2 * Math.exp(-1.2), 2, 0.95));
    Interval both = Widening.widen(2, skew, 0.5).toOptional().orElseThrow();
    assertThat(both.low()).isEqualTo(2 * Math.exp(-1.3), within(1e-12));
    assertThat(both.high()).isEqualTo(2 * Math.exp(0.5), within(1e-12));
    assertThat(Widening.widen(2, from, 0)).isSameAs(from);
    Availability<Interval> none = new Unavailable<>("too few");
    assertThat(Widening.widen(2, none, 0.4)).isSameAs(none);
  }

  @ParameterizedTest
  @CsvSource({
    "1.001, 2, BETTER",
    "1, 2, NO_DIFFERENCE_SHOWN",
    "0.5, 1, NO_DIFFERENCE_SHOWN",
    "0.5, 0.999, WORSE"
  })
  void anIntervalThatTouchesOneShowsNothing(double low, double high, Verdict verdict) {
    assertThat(Verdict.of(new Available<>(new Interval(low, high, 0.95)))).isEqualTo(verdict);
    assertThat(Verdict.of(new Unavailable<>("too few"))).isEqualTo(Verdict.NO_INTERVAL);
  }

  /** Six forks of one seed gave 0.7800 six times, and an interval of width 0: one sample. */
  @Test
  void accuraciesOfOneSeedAreOneSample() {
    RunData run = run(TRAINING, FIRST, Fork.of(1), true);
    List<ForkRecord> alike =
        run.forks().stream()
            .map(fork -> {
              ForkContext c = fork.context();
              return new ForkRecord(
                  fork.cell(),
                  new ForkContext(c.fork(), c.order(), c.startedUtc(), 42, c.jvmVersion(), c.pid()),
                  fork.outcome());
            })
            .toList();
    ComparedCell cell =
        Comparison.of(RunData.of(run.record(), alike), run(TRAINING, SECOND, Fork.of(1), true))
            .others()
            .getFirst()
            .cells()
            .getFirst();
    assertThat(ratio(cell, MetricKey.FINAL_ACCURACY).estimate().whyNot())
        .isEqualTo("forks of one seed are one sample: 6 and 6 forks have 6 and 1 seeds");
    assertThat(ratio(cell, MetricKey.FINAL_ACCURACY).verdict()).isEqualTo(Verdict.NO_INTERVAL);
    assertThat(ratio(cell, MetricKey.TIME).verdict()).isEqualTo(Verdict.SAME);
  }

  @Test
  void anotherDeviceAndAnotherEngineAreNoted() {
    Fork base = Fork.of(1);
    assertThat(compared(GEMM, base, base, true).notes()).isEmpty();
    assertThat(compared(GEMM, base, new Fork(1, 0.8, 50, "Other CPU", "kernels"), true).notes())
        .containsExactly("device: Example CPU → Other CPU", "engine: loops → kernels");
  }

  @Test
  void anotherNumberOfIterationsIsNoted() {
    Fork fork = Fork.of(1);
    ComparedCell cell =
        Comparison.of(run(GEMM, FIRST, fork, true), run(GEMM, SECOND, fork, true, 14))
            .others()
            .getFirst()
            .cells()
            .getFirst();
    assertThat(cell.notes())
        .containsExactly(
            "iterations in each fork: 10 → 14, so that forks of the two runs do not scatter alike");
  }

  private static ForkValues forks(double... values) {
    int[] rounds = new int[values.length];
    long[] seeds = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      rounds[i] = i;
      seeds[i] = i;
    }
    return new ForkValues(values, rounds, seeds);
  }

  private static void add(
      Means means, MetricKey key, String target, double ratio, double uncertainty) {
    ForkValues over = forks(ratio, ratio, ratio, ratio, ratio, ratio);
    ForkValues under = forks(1, 1, 1, 1, 1, 1);
    ForkRatio forks = ForkRatio.independent(over.values(), under.values(), uncertainty);
    means.add(key, target, forks, over, under, uncertainty);
  }

  /** Energies of cells that share a target are averaged with the mean of their uncertainties. */
  @Test
  void meansAreOfTimesAndEnergiesTargetByTarget() {
    Means means = new Means(new Nights.One());
    add(means, MetricKey.TIME, "b", 2, 0);
    add(means, MetricKey.TIME, "a", 8, 0);
    add(means, MetricKey.ENERGY_PER_EXECUTION, "a", 2, 0.2);
    add(means, MetricKey.ENERGY_PER_EXECUTION, "a", 2, 0.4);
    add(means, MetricKey.P99, "a", 2, 0);
    List<MeanRatio> all = means.all();
    assertThat(all)
        .extracting(MeanRatio::scope)
        .containsExactly("all cells", "a", "b", "all cells");
    assertThat(all).extracting(m -> m.mean().cells()).containsExactly(2, 1, 1, 2);
    assertThat(all).extracting(MeanRatio::verdict).containsOnly(Verdict.BETTER);
    assertThat(all.get(0).mean().ratio()).isEqualTo(4, within(1e-12));
    assertThat(all.get(1).mean().ratio()).isEqualTo(8, within(1e-12));
    assertThat(all.get(2).mean().ratio()).isEqualTo(2, within(1e-12));
    assertThat(all.get(3).key()).isEqualTo(MetricKey.ENERGY_PER_EXECUTION);
    Interval interval = all.get(3).mean().estimate().toOptional().orElseThrow();
    assertThat(interval.low()).isEqualTo(2 * Math.exp(-0.3), within(1e-9));
    assertThat(interval.high()).isEqualTo(2 * Math.exp(0.3), within(1e-9));
  }

  @Test
  void aMeanOfThoseWithAnIntervalFollowsIfSomeHaveNone() {
    Means means = new Means(new Nights.One());
    add(means, MetricKey.TIME, "a", 2, 0);
    means.add(MetricKey.TIME, "a", ForkRatio.without(8, "few"), forks(8), forks(1), 0);
    List<MeanRatio> all = means.all();
    assertThat(all)
        .extracting(MeanRatio::scope)
        .containsExactly("all cells", "cells with an interval");
    assertThat(all.getFirst().mean().estimate().whyNot())
        .isEqualTo("1 of 2 ratios have no interval");
    assertThat(all.getFirst().mean().ratio()).isEqualTo(4, within(1e-12));
    assertThat(all.getLast().mean().ratio()).isEqualTo(2, within(1e-12));
    assertThat(all.getLast().mean().estimate()).isInstanceOf(Available.class);
    assertThat(new Means(new Nights.One()).all()).isEmpty();
  }

  /**
   * The cells of a round share the machine's state: in half of the rounds both are 10 % slower.
   * Their mean is as uncertain as one of them; taken as independent, it would be √2 surer.
   */
  @Test
  void aMeansIntervalIsOfRounds() {
    ForkValues over = forks(1, 1.1, 1, 1.1, 1, 1.1, 1, 1.1);
    ForkValues under = forks(1, 1, 1.1, 1.1, 1, 1, 1.1, 1.1);
    ForkRatio forks = ForkRatio.independent(over.values(), under.values(), 0);
    List<Interval> intervals = new ArrayList<>();
    for (int cells : new int[] {1, 2}) {
      Means means = new Means(new Nights.One());
      for (int i = 0; i < cells; i++) {
        means.add(MetricKey.TIME, "a", forks, over, under, 0);
      }
      intervals.add(means.all().getFirst().mean().estimate().toOptional().orElseThrow());
    }
    assertThat(intervals.get(1)).isEqualTo(intervals.get(0));
  }

  /** Only rounds that measured every cell have a mean: here five, which is one too few. */
  @Test
  void aMeanLeavesIncompleteRoundsOut() {
    Means means = new Means(new Nights.One());
    add(means, MetricKey.TIME, "a", 2, 0);
    ForkValues late =
        new ForkValues(new double[] {2, 2, 2, 2, 2, 2}, new int[] {1, 2, 3, 4, 5, 6}, new long[6]);
    ForkRatio forks = ForkRatio.independent(late.values(), late.values(), 0);
    means.add(MetricKey.TIME, "a", forks, late, late, 0);
    assertThat(means.all().getFirst().mean().estimate().whyNot())
        .isEqualTo("5 complete rounds, an interval needs 6");
  }

  @Test
  void cellsWithoutACommonRoundHaveNoIntervalOfTheirMean() {
    Means means = new Means(new Nights.One());
    add(means, MetricKey.TIME, "a", 2, 0);
    ForkValues later =
        new ForkValues(
            new double[] {2, 2, 2, 2, 2, 2}, new int[] {6, 7, 8, 9, 10, 11}, new long[6]);
    ForkValues ones =
        new ForkValues(new double[] {1, 1, 1, 1, 1, 1}, new int[] {0, 1, 2, 3, 4, 5}, new long[6]);
    ForkRatio half = ForkRatio.independent(ones.values(), later.values(), 0);
    means.add(MetricKey.TIME, "a", half, ones, later, 0);
    GeometricMean mean = means.all().getFirst().mean();
    assertThat(mean.estimate().whyNot()).isEqualTo("no round of forks measured all cells");
    assertThat(mean.ratio()).isEqualTo(1, within(1e-12));
    assertThat(mean.cells()).isEqualTo(2);
    Means turned = new Means(new Nights.One());
    add(turned, MetricKey.TIME, "a", 2, 0);
    ForkRatio twice = ForkRatio.independent(later.values(), ones.values(), 0);
    turned.add(MetricKey.TIME, "a", twice, later, ones, 0);
    assertThat(turned.all().getFirst().mean().estimate().whyNot())
        .isEqualTo("no round of forks measured all cells");
  }

  /** Accuracies have words of their own, and so have energies; all else is time. */
  @ParameterizedTest
  @CsvSource({
    "TIME, as fast, FASTER, SLOWER",
    "DEVICE_TIME, as fast on the device, FASTER, SLOWER",
    "FIRST_EXECUTION, as good by firstExecution, FASTER, SLOWER",
    "P50, as fast at p50, FASTER, SLOWER",
    "P90, as fast at p90, FASTER, SLOWER",
    "P99, as fast at p99, FASTER, SLOWER",
    "P999, as fast at p99.9, FASTER, SLOWER",
    "TIME_TO_TARGET, as fast to the target accuracy, FASTER, SLOWER",
    "ENERGY_PER_EXECUTION, the work per joule, LESS_ENERGY, MORE_ENERGY",
    "FINAL_ACCURACY, the final accuracy, MORE_ACCURATE, LESS_ACCURATE"
  })
  void everyComparedMetricHasWords(MetricKey key, String phrase, String better, String worse) {
    assertThat(Wording.phrase(key)).isEqualTo(phrase);
    assertThat(Wording.word(key, Verdict.BETTER)).isEqualTo(better);
    assertThat(Wording.word(key, Verdict.WORSE)).isEqualTo(worse);
    for (Verdict verdict :
        List.of(
            Verdict.SAME, Verdict.NO_DIFFERENCE_SHOWN, Verdict.NOT_JUDGED, Verdict.NO_INTERVAL)) {
      assertThat(Wording.word(key, verdict)).isEqualTo(verdict.name());
    }
  }
}
