package assay.report.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.record.CellId;
import assay.core.record.EnergyReading;
import assay.core.record.ForkRecord;
import assay.core.record.ForkResult;
import assay.core.record.MetricKey;
import assay.core.record.RunId;
import assay.core.record.RunRecord;
import assay.core.record.Status;
import assay.core.record.Telemetry;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.core.stats.Interval;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Instant FIRST = Instant.parse("2026-10-01T02:00:00Z");
  private static final Instant SECOND = Instant.parse("2026-10-01T07:00:00Z");
  private static final SampleSystem SYSTEM = SampleSystem.number(0);

  private static RunData data(SampleRun run) {
    return RunData.of(run.record(), run.forks());
  }

  private static RunComparison against(SampleRun base, SampleRun other) {
    return Comparison.of(data(base), data(other)).others().getFirst();
  }

  private static Change.Ratio time(ComparedCell cell) {
    return ratio(cell, MetricKey.TIME);
  }

  private static Change.Ratio ratio(ComparedCell cell, MetricKey key) {
    return cell.changes().stream()
        .filter(c -> c.key() == key)
        .map(Change.Ratio.class::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aMachineThatIsAQuarterFasterIsFasterEverywhere() {
    RunComparison found =
        against(
            SampleRuns.of(SYSTEM, FIRST, 24, 11),
            SampleRuns.of(SYSTEM.faster(1.25), SECOND, 24, 12));
    assertThat(found.cells()).hasSize(12);
    for (ComparedCell cell : found.cells()) {
      assertThat(time(cell).ratio()).as(cell.name()).isEqualTo(1.25, within(0.02));
      assertThat(cell.verdict()).isEqualTo(Verdict.BETTER);
      assertThat(Wording.word(MetricKey.TIME, cell.verdict())).isEqualTo("FASTER");
    }
    MeanRatio mean = found.means().getFirst();
    assertThat(mean.scope()).isEqualTo("all cells");
    assertThat(mean.mean().cells()).isEqualTo(12);
    assertThat(mean.mean().ratio()).isEqualTo(1.25, within(0.005));
    Interval interval = mean.mean().estimate().toOptional().orElseThrow();
    Interval single = time(found.cells().getFirst()).estimate().toOptional().orElseThrow();
    assertThat(interval.contains(1.25)).isTrue();
    assertThat(interval.high() - interval.low()).isLessThan(single.high() - single.low());
  }

  /** Chance shows any difference at all in one comparison of twenty; the seeds are fixed. */
  @Test
  void aMachineAgainstItselfShowsNextToNothing() {
    RunComparison found =
        against(SampleRuns.of(SYSTEM, FIRST, 120, 1), SampleRuns.of(SYSTEM, SECOND, 120, 2));
    assertThat(found.machines()).isEqualTo(new MachineVerdict.Same());
    assertThat(found.plan()).isEmpty();
    assertThat(found.cells()).hasSize(60);
    assertThat(found.count(Verdict.BETTER) + found.count(Verdict.WORSE)).isZero();
    assertThat(found.count(Verdict.SAME) + found.count(Verdict.NO_DIFFERENCE_SHOWN)).isEqualTo(60);
    assertThat(found.warnings())
        .singleElement()
        .asString()
        .contains("ratios have too few forks to be singled out: their p-values are 0.0022 at best");
    assertThat(found.means().getFirst().verdict()).isEqualTo(Verdict.NO_DIFFERENCE_SHOWN);
  }

  @Test
  void theOtherWayRoundGivesTheReciprocal() {
    SampleRun a = SampleRuns.of(SYSTEM, FIRST, 8, 5);
    SampleRun b = SampleRuns.of(SYSTEM.faster(1.1), SECOND, 8, 6);
    List<ComparedCell> ab = against(a, b).cells();
    List<ComparedCell> ba = against(b, a).cells();
    for (int i = 0; i < ab.size(); i++) {
      assertThat(time(ab.get(i)).ratio() * time(ba.get(i)).ratio()).isEqualTo(1, within(1e-12));
      assertThat(time(ba.get(i)).verdict()).isEqualTo(Verdict.WORSE);
    }
  }

  /** Above 1 is always better: less time, more accuracy; with the forks and without them. */
  @Test
  void theRatioTurnsTowardsWhatIsBetter() {
    CellId id = SampleRuns.id("train/cnn-fashion,epochs=4", "cpu-simd");
    SampleRun base = new SampleRuns(SYSTEM, FIRST, 1).measured(id, 1).done();
    SampleRun other = new SampleRuns(SYSTEM, SECOND, 2).measured(id, 1).done();
    RunData bare = RunData.withoutForks(other.record(), "the run has no forks.jsonl");
    for (RunData against : List.of(data(other), bare)) {
      ComparedCell cell = Comparison.of(data(base), against).others().getFirst().cells().getFirst();
      Change.Ratio accuracy = ratio(cell, MetricKey.FINAL_ACCURACY);
      assertThat(accuracy.base()).isNotEqualTo(accuracy.other());
      // The estimate over forks is near the ratio of the medians, which it is without them.
      double near = against == bare ? 1e-12 : 0.01;
      assertThat(accuracy.ratio()).isEqualTo(accuracy.other() / accuracy.base(), within(near));
      assertThat(time(cell).base()).isNotEqualTo(time(cell).other());
      assertThat(time(cell).ratio())
          .isEqualTo(time(cell).base() / time(cell).other(), within(near));
    }
    assertThat(Wording.word(MetricKey.FINAL_ACCURACY, Verdict.BETTER)).isEqualTo("MORE_ACCURATE");
    assertThat(Wording.word(MetricKey.FINAL_ACCURACY, Verdict.WORSE)).isEqualTo("LESS_ACCURATE");
  }

  @Test
  void everyCellIsSomewhereAndSaysWhy() {
    SampleRun base = SampleRuns.everyKind(1);
    RunComparison found = against(base, SampleRuns.everyKind(SYSTEM, SECOND, 2));
    assertThat(found.cells().size() + found.missing().size() + found.emulated().size())
        .isEqualTo(base.record().cells().size());
    assertThat(found.missing().stream().map(NotCompared::reason).collect(Collectors.joining("\n")))
        .contains("UNAVAILABLE, no NVIDIA driver [install one]")
        .contains("UNSUPPORTED, Conv2d: no kernel for it yet")
        .contains("INVALID, wrong output: C[3, 7]")
        .contains("FAILED, the fork ended with exit code 137 [give it more memory]")
        .contains("TIMED_OUT, no result after 3600 s [raise --fork-timeout]");
    assertThat(found.emulated())
        .singleElement()
        .satisfies(e -> {
          assertThat(e.id().target()).isEqualTo("opencl-fpga");
          assertThat(e.side()).isEqualTo(NotCompared.Side.BOTH);
          assertThat(e.reason())
              .isEqualTo("both runs: emulation (pocl-cpu), output correct, no time to compare");
        });
  }

  /** That a cell was emulated says nothing of its output: each side tells how it ended. */
  @Test
  void anEmulatedCellThatBecameInvalidIsSaidToBeInvalid() {
    CellId id = SampleRuns.id("gemm/m=512,n=512,k=512", "opencl-fpga");
    SampleRun right = new SampleRuns(SYSTEM, FIRST, 1).emulated(id).done();
    SampleRun wrong = new SampleRuns(SYSTEM, SECOND, 2).invalidEmulation(id).done();
    String correct = ": emulation (pocl-cpu), output correct, no time to compare";
    String invalid = ": INVALID, wrong output: C[3, 7]";
    assertThat(against(right, wrong).emulated())
        .containsExactly(
            new NotCompared(
                id, NotCompared.Side.BOTH, data(right) + correct + "; " + data(wrong) + invalid));
    assertThat(against(wrong, right).emulated())
        .extracting(NotCompared::reason)
        .containsExactly(data(wrong) + invalid + "; " + data(right) + correct);
  }

  @Test
  void aHardwareCellIsNotComparedWithAnEmulatedOne() {
    CellId id = SampleRuns.id("gemm/m=512,n=512,k=512", "opencl-fpga");
    SampleRun hardware = new SampleRuns(SYSTEM, FIRST, 1).measured(id, 1).done();
    SampleRun emulated = new SampleRuns(SYSTEM, SECOND, 2).emulated(id).done();
    RunComparison found = against(hardware, emulated);
    assertThat(found.cells()).isEmpty();
    assertThat(found.missing()).isEmpty();
    assertThat(found.emulated()).singleElement().returns(NotCompared.Side.OTHER, NotCompared::side);
    assertThat(found.warnings()).contains("the runs have no measured cell in common");
  }

  @Test
  void aHardwareCellIsNotComparedWithAModel() {
    CellId id = SampleRuns.id("gemm/m=512,n=512,k=512", "rtl-model");
    SampleRun hardware = new SampleRuns(SYSTEM, FIRST, 1).measured(id, 1).done();
    SampleRun model = new SampleRuns(SYSTEM, SECOND, 2).modelled(id, true).done();
    RunComparison found = against(hardware, model);
    assertThat(found.cells()).isEmpty();
    assertThat(found.missing()).isEmpty();
    assertThat(found.emulated())
        .singleElement()
        .satisfies(e ->
            assertThat(e.reason())
                .isEqualTo(
                    data(model)
                        + ": RTL model (systolic 4x4 int8), output correct, cycles only, no time"
                        + " to compare"));
    SampleRun again = new SampleRuns(SYSTEM, FIRST, 1).modelled(id, true).done();
    assertThat(against(again, model).cells()).as("nor are two models compared").isEmpty();
  }

  @Test
  void whatOnlyOneRunHasIsListed() {
    CellId common = SampleRuns.id("gemm/m=512,n=512,k=512", "cpu-simd");
    CellId only = SampleRuns.id("gemm/m=256,n=256,k=256", "cpu-simd");
    SampleRun small = new SampleRuns(SYSTEM, FIRST, 1).measured(common, 1).done();
    SampleRun large =
        new SampleRuns(SYSTEM, SECOND, 2)
            .measured(common, 1)
            .without(only, Status.FAILED, "out of memory", null)
            .done();
    assertThat(against(small, large).missing())
        .containsExactly(
            new NotCompared(
                only,
                NotCompared.Side.BOTH,
                data(small) + " has no such cell; " + data(large) + ": FAILED, out of memory"));
  }

  @Test
  void tooFewForksGiveARatioWithoutInterval() {
    CellId id = SampleRuns.id("gemm/m=512,n=512,k=512", "cpu-simd");
    SampleRun few = new SampleRuns(SYSTEM, FIRST, 1).forks(3).measured(id, 1).done();
    SampleRun six = new SampleRuns(SYSTEM.faster(2), SECOND, 2).measured(id, 1).done();
    RunComparison found = against(few, six);
    Change.Ratio ratio = time(found.cells().getFirst());
    assertThat(ratio.ratio()).isEqualTo(2, within(0.04));
    assertThat(ratio.estimate()).isEqualTo(new Unavailable<>("3 forks, an interval needs 6"));
    assertThat(ratio.verdict()).isEqualTo(Verdict.NO_INTERVAL);
    assertThat(found.means().getFirst().mean().estimate()).isInstanceOf(Unavailable.class);
  }

  @Test
  void withoutForksTheRatioIsTheRecords() {
    SampleRun base = SampleRuns.of(SYSTEM, FIRST, 4, 1);
    SampleRun other = SampleRuns.of(SYSTEM.faster(2), SECOND, 4, 2);
    RunData bare = RunData.withoutForks(other.record(), "the run has no forks.jsonl");
    RunComparison found = Comparison.of(data(base), bare).others().getFirst();
    Change.Ratio with = time(against(base, other).cells().getFirst());
    Change.Ratio without = time(found.cells().getFirst());
    assertThat(without.ratio()).isEqualTo(with.base() / with.other(), within(1e-12));
    assertThat(with.ratio()).isEqualTo(without.ratio(), within(0.02));
    assertThat(without.p()).isNull();
    assertThat(without.estimate())
        .isEqualTo(new Unavailable<>(bare + ": the run has no forks.jsonl"));
  }

  /** Forks of another run in the folder must not lend their interval to this one's medians. */
  @Test
  void forksThatDoNotAgreeWithTheRecordGiveNoInterval() {
    SampleRun base = SampleRuns.of(SYSTEM, FIRST, 4, 1);
    SampleRun other = SampleRuns.of(SYSTEM, SECOND, 4, 2);
    SampleRun foreign = SampleRuns.of(SYSTEM.faster(3), SECOND, 4, 3);
    RunData mixed = RunData.of(other.record(), foreign.forks());
    RunComparison found = Comparison.of(data(base), mixed).others().getFirst();
    assertThat(time(found.cells().getFirst()).estimate())
        .isEqualTo(new Unavailable<>(mixed + ": forks.jsonl and run.json do not agree"));
    assertThat(time(found.cells().getFirst()).ratio()).isEqualTo(1, within(0.02));
  }

  /** The values drawn from forks are those the record's own summary was made of. */
  @Test
  void forkValuesHaveTheRecordsMedians() {
    SampleRun run = SampleRuns.everyKind(7);
    RunData data = data(run);
    int seen = 0;
    for (var cell : run.record().cells()) {
      var figures = cell.outcome().result();
      for (MetricKey key : MetricKey.values()) {
        // A percentile in the record is that of all forks together.
        if (!key.compared() || key.family() == MetricKey.Family.LATENCY) {
          continue;
        }
        var metric = figures == null ? null : figures.metric(key);
        double[] values = ForkValues.of(key, data.countedForks(cell.id())).values();
        assertThat(values.length > 0).as("%s of %s", key, cell.id()).isEqualTo(metric != null);
        if (metric != null) {
          assertThat(assay.core.stats.Quantiles.median(values)).isEqualTo(metric.median());
          seen++;
        }
      }
    }
    assertThat(seen).isGreaterThan(20);
  }

  @Test
  void leftOutForksAreLeftOutAndSaid() {
    RunComparison found = against(SampleRuns.everyKind(1), SampleRuns.everyKind(SYSTEM, SECOND, 2));
    ComparedCell conv =
        found.cells().stream()
            .filter(c -> c.base().workload().startsWith("conv/"))
            .findFirst()
            .orElseThrow();
    assertThat(time(conv).ratio()).isEqualTo(1, within(0.02));
    assertThat(String.join("\n", conv.notes()))
        .contains("2 of 8 forks left out: thermal throttling (2)");
  }

  @Test
  void aRunTwiceIsRefused() {
    RunData run = data(SampleRuns.of(SYSTEM, FIRST, 4, 1));
    RunData other = data(SampleRuns.of(SYSTEM, SECOND, 4, 1));
    assertThatThrownBy(() -> Comparison.of(run, run))
        .isInstanceOf(ComparisonException.class)
        .hasMessageContaining(run + " is given twice");
    assertThatThrownBy(
            () -> Comparison.of(Matching.SAME_TARGET, run, List.of(other, other), null, null))
        .isInstanceOf(ComparisonException.class)
        .hasMessageContaining(other + " is given twice");
  }

  @Test
  void otherSettingsWarnAndAnotherMachineIsNotComparable() {
    SampleRun base = SampleRuns.of(SYSTEM, FIRST, 4, 1);
    MachineVerdict settings =
        against(base, SampleRuns.of(SYSTEM.withSettings("6.13.0", "powersave"), SECOND, 4, 2))
            .machines();
    assertThat(settings)
        .isEqualTo(
            new MachineVerdict.Warn(
                List.of(),
                List.of(
                    new Difference("governor", "performance", "powersave"),
                    new Difference("os", "Linux 6.12.0", "Linux 6.13.0"))));
    MachineVerdict machine =
        against(base, SampleRuns.of(SampleSystem.number(1), SECOND, 4, 2)).machines();
    assertThat(machine.word()).isEqualTo("NOT_COMPARABLE");
    assertThat(machine.identity())
        .contains(
            new Difference("cpuModel", "Example CPU 9000", "Example CPU 9100"),
            new Difference(
                "gpu0", "not known, because the run does not list it", "Example GPU 101"));
  }

  @Test
  void anotherNumberOfThreadsIsASettingThatIsShown() {
    CellId id = SampleRuns.id("gemm/m=512,n=512,k=512", "cpu-simd");
    SampleRun one = new SampleRuns(SYSTEM, FIRST, 1).measured(id, 1).done();
    SampleRun two = new SampleRuns(SYSTEM, SECOND, 1).threads(2).measured(id, 1).done();
    assertThat(against(one, two).machines())
        .isEqualTo(
            new MachineVerdict.Warn(List.of(), List.of(new Difference("threads", "16", "2"))));
  }

  @Test
  void theFastestTargetOfEitherSystem() {
    List<SampleRun> systems = SampleRuns.systems(2, 40, 3);
    Comparison found =
        Comparison.of(
            Matching.FASTEST_TARGET,
            data(systems.get(0)),
            List.of(data(systems.get(1))),
            null,
            null);
    List<ComparedCell> cells = found.others().getFirst().cells();
    assertThat(cells).isNotEmpty();
    assertThat(cells.stream().map(c -> c.base().target())).noneMatch("cuda"::equals);
    assertThat(cells.stream().map(c -> c.other().target()).filter("cuda"::equals).count())
        .isGreaterThan(5);
    assertThat(cells.stream().map(ComparedCell::name)).anyMatch(n -> n.endsWith("against cuda"));
  }

  @Test
  void theSameRunsGiveTheSameComparison() {
    SampleRun a = SampleRuns.everyKind(1);
    SampleRun b = SampleRuns.everyKind(SYSTEM, SECOND, 2);
    assertThat(Comparison.of(data(a), data(b))).isEqualTo(Comparison.of(data(a), data(b)));
  }

  @Test
  void energyIsComparedWithItsOwnUncertainty() {
    CellId id = SampleRuns.id("gemm/m=512,n=512,k=512", "cpu-simd");
    SampleRun base = new SampleRuns(SYSTEM, FIRST, 1).measured(id, 1).done();
    SampleRun other = new SampleRuns(SYSTEM.faster(1.5), SECOND, 2).measured(id, 1).done();
    Change.Ratio energy =
        ratio(against(base, other).cells().getFirst(), MetricKey.ENERGY_PER_EXECUTION);
    assertThat(energy.ratio()).isEqualTo(1.5, within(0.02));
    assertThat(energy.verdict()).isEqualTo(Verdict.BETTER);
    assertThat(Wording.word(MetricKey.ENERGY_PER_EXECUTION, energy.verdict()))
        .isEqualTo("LESS_ENERGY");
    assertThat(energy.note()).contains("own uncertainty (k = 2)");
    // The sensor's 1 % at k = 2 is 1.15 %; two of them make 1.6 % either way at least.
    Interval interval = energy.estimate().toOptional().orElseThrow();
    assertThat(interval.high() / energy.ratio()).isGreaterThan(1.016);
    assertThat(energy.ratio() / interval.low()).isGreaterThan(1.016);
  }

  /**
   * Two nights differ by more than their forks: whatever the intervals show, nothing is stated, in
   * the means neither. A day later everything is a quarter faster, and that is still no verdict.
   */
  @Test
  void twoNightsAreNotJudgedByTheirForks() {
    SampleRun base = SampleRuns.of(SYSTEM, FIRST, 24, 11);
    SampleRun other = SampleRuns.of(SYSTEM.faster(1.25), FIRST.plus(Duration.ofDays(1)), 24, 12);
    RunComparison found = against(base, other);
    assertThat(found.nights()).isInstanceOf(Nights.Unknown.class);
    assertThat(found.count(Verdict.NOT_JUDGED)).isEqualTo(12);
    assertThat(time(found.cells().getFirst()).estimate()).isInstanceOf(Available.class);
    assertThat(found.means()).extracting(MeanRatio::verdict).containsOnly(Verdict.NOT_JUDGED);
    SampleRun elsewhere = SampleRuns.of(SampleSystem.number(1), SECOND, 24, 12);
    assertThat(against(base, elsewhere).nights()).isEqualTo(new Nights.Unknown(null));
    assertThat(against(base, SampleRuns.of(SYSTEM, SECOND, 24, 12)).nights())
        .isEqualTo(new Nights.One());
  }

  /** With σ = 0.5 % stated, an interval is ± 1.41 % at least, and a quarter is a difference. */
  @Test
  void twoNightsWhoseVariationIsStatedAreJudgedWithIt() {
    SampleRun base = SampleRuns.of(SYSTEM, FIRST, 24, 11);
    SampleRun other = SampleRuns.of(SYSTEM.faster(1.25), FIRST.plus(Duration.ofDays(1)), 24, 12);
    RunComparison found =
        Comparison.of(Matching.SAME_TARGET, data(base), List.of(data(other)), 0.005, null)
            .others()
            .getFirst();
    assertThat(found.nights()).isInstanceOf(Nights.Stated.class);
    assertThat(found.count(Verdict.BETTER)).isEqualTo(12);
    Change.Ratio time = time(found.cells().getFirst());
    Interval interval = time.estimate().toOptional().orElseThrow();
    assertThat(interval.high() / time.ratio()).isGreaterThan(Math.exp(Math.sqrt(8) * 0.005));
    assertThat(time.note())
        .endsWith("widened by ± 1.41 % (k = 2), for nights that differ by the stated 0.50 %");
    // 2.5 % is less than two nights of σ = 2 % may differ.
    RunComparison rough =
        Comparison.of(
                Matching.SAME_TARGET,
                data(base),
                List.of(
                    data(SampleRuns.of(SYSTEM.faster(1.025), SECOND.plusSeconds(86_400), 24, 3))),
                0.02,
                null)
            .others()
            .getFirst();
    assertThat(rough.count(Verdict.NO_DIFFERENCE_SHOWN)).isEqualTo(12);
  }

  @Test
  void energyOfAStandInAndMissingEnergyHaveNoRatio() {
    CellId id = SampleRuns.id("gemm/m=512,n=512,k=512", "cpu-simd");
    SampleRun base = new SampleRuns(SYSTEM, FIRST, 1).measured(id, 1).done();
    SampleRun standIn = new SampleRuns(SYSTEM, SECOND, 2).standIn(id).done();
    SampleRun blind = new SampleRuns(SampleSystem.number(2), SECOND, 3).measured(id, 1).done();
    assertThat(energy(base, standIn).reason())
        .contains("was read under " + SampleRuns.STAND_IN + ", not from its machine's sensors");
    assertThat(energy(base, blind).reason())
        .contains("has none: no energy counter is readable on this machine");
  }

  /** Without a known accuracy, a sensor compares only with itself. */
  @Test
  void energyOfUnknownAccuracyIsNotComparedAcrossMachines() {
    CellId id = SampleRuns.id("gemm/m=512,n=512,k=512", "cpu-simd");
    SampleRun base = new SampleRuns(SYSTEM, FIRST, 1).measured(id, 1).done();
    SampleRun here = new SampleRuns(SYSTEM, SECOND, 2).measured(id, 1).done();
    SampleRun elsewhere = new SampleRuns(SampleSystem.number(1), SECOND, 2).measured(id, 1).done();
    assertThat(Comparison.of(data(base), uncalibrated(here)).others().getFirst().cells())
        .allSatisfy(cell -> assertThat(ratio(cell, MetricKey.ENERGY_PER_EXECUTION)).isNotNull());
    Comparison apart = Comparison.of(data(base), uncalibrated(elsewhere));
    assertThat(apart.others().getFirst().cells().getFirst().changes())
        .filteredOn(change -> change.key() == MetricKey.ENERGY_PER_EXECUTION)
        .singleElement()
        .isEqualTo(
            new Change.Missing(
                MetricKey.ENERGY_PER_EXECUTION,
                "the accuracy of the energy sensors of "
                    + data(elsewhere)
                    + " is not known, so they compare only with themselves, not with another"
                    + " machine's"));
    assertThat(ratio(against(base, elsewhere).cells().getFirst(), MetricKey.ENERGY_PER_EXECUTION))
        .isNotNull();
  }

  private static RunData uncalibrated(SampleRun run) {
    return RunData.of(
        run.record(),
        run.forks().stream()
            .map(fork ->
                new ForkRecord(
                    fork.cell(),
                    fork.context(),
                    fork.outcome().map((_, result) -> uncalibrated(result))))
            .toList());
  }

  private static ForkResult uncalibrated(ForkResult result) {
    Telemetry<EnergyReading> seen = result.telemetry();
    return new ForkResult(
        result.timing(),
        result.training(),
        new Telemetry<>(
            seen.energy()
                .map(all ->
                    all.stream()
                        .map(r ->
                            new EnergyReading(
                                r.domain(),
                                r.source(),
                                r.root(),
                                r.share(),
                                r.joules(),
                                r.windowSeconds(),
                                r.executions(),
                                null,
                                r.windowPercent(),
                                r.note()))
                        .toList()),
            seen.refusedEnergy(),
            seen.utilization(),
            seen.throttle(),
            seen.interference()),
        result.excludedCause(),
        result.warmup());
  }

  private static Change.Missing energy(SampleRun base, SampleRun other) {
    return against(base, other).cells().getFirst().changes().stream()
        .filter(c -> c.key() == MetricKey.ENERGY_PER_EXECUTION)
        .map(Change.Missing.class::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void latenciesAndTrainingAreComparedToo() {
    RunComparison found =
        against(SampleRuns.everyKind(1), SampleRuns.everyKind(SYSTEM.faster(1.3), SECOND, 2));
    ComparedCell latency = cell(found, "infer/cnn-fashion,batch=1");
    for (MetricKey key : List.of(MetricKey.P50, MetricKey.P90, MetricKey.P99)) {
      assertThat(ratio(latency, key).ratio()).as("%s", key).isEqualTo(1.3, within(0.1));
    }
    ComparedCell training = cell(found, "train/cnn-fashion,epochs=4");
    assertThat(ratio(training, MetricKey.TIME_TO_TARGET).verdict()).isEqualTo(Verdict.BETTER);
    assertThat(ratio(training, MetricKey.FINAL_ACCURACY).ratio()).isEqualTo(1, within(0.01));
  }

  private static ComparedCell cell(RunComparison found, String workload) {
    return found.cells().stream()
        .filter(c -> c.base().workload().equals(workload))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aForkThatCountsNothingIsNotDrawn() {
    SampleRun run = SampleRuns.everyKind(1);
    List<ForkRecord> all = run.forks();
    CellId conv = SampleRuns.id("conv/n=16,c=64,h=28,w=28,k=64,r=3,s=3,pad=1", "cpu-simd");
    assertThat(all.stream().filter(f -> f.cell().equals(conv)).count()).isEqualTo(8);
    assertThat(data(run).counted(conv)).hasSize(6);
  }

  /** A run that was measured, under another name: every fork is found and agrees with its cell. */
  @Test
  void aRealRunAgainstItsCopyDiffersInNothing() throws IOException {
    RunFolder folder = new RunStore(Path.of("..", "results", "examples")).list().getFirst();
    RunRecord run = folder.read();
    RunRecord copy =
        new RunRecord(
            run.schemaVersion(),
            new RunId("20990101T000000Z-copied"),
            run.startedUtc(),
            run.finishedUtc(),
            run.suite(),
            run.seed(),
            run.assay(),
            run.environment(),
            run.plan(),
            run.telemetry(),
            run.cells());
    RunData other = RunData.of(copy, folder.readForks().forks());
    RunComparison found = Comparison.of(RunData.read(folder), other).others().getFirst();
    assertThat(found.machines()).isEqualTo(new MachineVerdict.Same());
    assertThat(found.cells()).hasSizeGreaterThan(5);
    for (ComparedCell cell : found.cells()) {
      assertThat(time(cell).ratio()).isEqualTo(1);
      switch (time(cell).estimate()) {
        case Available<Interval>(Interval interval) ->
            assertThat(cell.verdict()).isIn(Verdict.SAME, Verdict.NO_DIFFERENCE_SHOWN);
        case Unavailable<Interval> none ->
            assertThat(none.reason()).contains("an interval needs 6");
      }
    }
  }
}
