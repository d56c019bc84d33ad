package assay.report.compare;

import static assay.report.compare.FixedRun.FIRST;
import static assay.report.compare.FixedRun.GEMM;
import static assay.report.compare.FixedRun.INFERENCE;
import static assay.report.compare.FixedRun.SECOND;
import static assay.report.compare.FixedRun.TRAINING;
import static assay.report.compare.FixedRun.compared;
import static assay.report.compare.FixedRun.latencies;
import static assay.report.compare.FixedRun.metered;
import static assay.report.compare.FixedRun.missing;
import static assay.report.compare.FixedRun.ratio;
import static assay.report.compare.FixedRun.reading;
import static assay.report.compare.FixedRun.timed;
import static assay.report.compare.FixedRun.times;
import static assay.report.compare.FixedRun.trained;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.record.CellId;
import assay.core.record.EnergyReading;
import assay.core.record.ForkResult;
import assay.core.record.MetricKey;
import assay.core.record.RefusedEnergy;
import assay.core.record.Telemetry;
import assay.core.telemetry.Share;
import assay.report.testing.SampleSystem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a metric of a cell has no ratio, or a ratio no interval, and what is then said. */
class MissingRatiosTest {
  private static final ForkResult[] GOOD = times(6, trained(0.8, "a".repeat(64), 1.0));

  private static FixedRun base(CellId id, ForkResult... forks) {
    return new FixedRun(FIRST).cell(id, forks);
  }

  private static FixedRun other(CellId id, ForkResult... forks) {
    return new FixedRun(SECOND).cell(id, forks);
  }

  private static ComparedCell only(RunComparison found) {
    assertThat(found.cells()).hasSize(1);
    return found.cells().getFirst();
  }

  private static ComparedCell cell(FixedRun base, FixedRun other) {
    return only(compared(base, other));
  }

  private static ComparedCell cell(RunData base, RunData other) {
    return only(Comparison.of(base, other).others().getFirst());
  }

  @Test
  void aMedianOfNothingHasNoRatio() {
    ForkResult[] none = trained(0, 0, 0, 0, 0, 0);
    ForkResult[] some = trained(0.8, 0.8, 0.8, 0.8, 0.8, 0.8);
    assertThat(missing(cell(base(TRAINING, none), other(TRAINING, some)), MetricKey.FINAL_ACCURACY))
        .isEqualTo("0.0 1 and 0.8 1 have no ratio");
    assertThat(missing(cell(base(TRAINING, some), other(TRAINING, none)), MetricKey.FINAL_ACCURACY))
        .isEqualTo("0.8 1 and 0.0 1 have no ratio");
  }

  /** The ratio is then that of the medians, 0.4 over 0.8 and the other way round. */
  @Test
  void oneForkOfNothingLeavesNoInterval() {
    ForkResult[] some = trained(0, 0.8, 0.8, 0.8, 0.8, 0.8);
    ForkResult[] less = trained(0.4, 0.4, 0.4, 0.4, 0.4, 0.4);
    Change.Ratio down =
        ratio(cell(base(TRAINING, some), other(TRAINING, less)), MetricKey.FINAL_ACCURACY);
    Change.Ratio up =
        ratio(cell(base(TRAINING, less), other(TRAINING, some)), MetricKey.FINAL_ACCURACY);
    assertThat(down.ratio()).isEqualTo(0.5, within(1e-12));
    assertThat(up.ratio()).isEqualTo(2, within(1e-12));
    for (Change.Ratio ratio : List.of(down, up)) {
      assertThat(ratio.estimate().whyNot())
          .isEqualTo("a fork's value is not above 0, which has no ratio");
      assertThat(ratio.p()).isNull();
      assertThat(ratio.note()).isNull();
    }
  }

  @Test
  void seedsAreCountedOnEitherSide() {
    FixedRun base = base(TRAINING, GOOD);
    FixedRun alike = new FixedRun(SECOND);
    for (ForkResult fork : GOOD) {
      alike.cell(TRAINING, fork);
    }
    RunData repeated = RunData.of(other(TRAINING, GOOD).record(), List.copyOf(alike.forks()));
    assertThat(ratio(cell(base.data(), repeated), MetricKey.FINAL_ACCURACY).estimate().whyNot())
        .isEqualTo("forks of one seed are one sample: 6 and 6 forks have 1 and 6 seeds");
    // Less is better: the base is above the fraction bar.
    assertThat(ratio(cell(base.data(), repeated), MetricKey.TIME_TO_TARGET).estimate().whyNot())
        .isEqualTo("forks of one seed are one sample: 6 and 6 forks have 6 and 1 seeds");
  }

  @Test
  void fiveSeedsInCommonAreTooFew() {
    Change.Ratio ratio =
        ratio(
            cell(
                new FixedRun(FIRST).cell(TRAINING, 42, trained(0.4, 0.4, 0.4, 0.4, 0.4, 0.4)),
                new FixedRun(SECOND).cell(TRAINING, 43, trained(0.8, 0.8, 0.8, 0.8, 0.8, 0.8))),
            MetricKey.FINAL_ACCURACY);
    assertThat(ratio.estimate().whyNot()).isEqualTo("seeds in common: 5, an interval needs 6");
    assertThat(ratio.ratio()).isEqualTo(2, within(1e-12));
  }

  /** Seeds 43 to 48 are in both runs; the first of the one and the last of the other are not. */
  @Test
  void onlySeedsOfBothRunsArePaired() {
    Change.Ratio ratio =
        ratio(
            cell(
                new FixedRun(FIRST).cell(TRAINING, 42, trained(0.9, 0.1, 0.2, 0.3, 0.4, 0.45, 0.5)),
                new FixedRun(SECOND)
                    .cell(TRAINING, 43, trained(0.2, 0.4, 0.6, 0.8, 0.9, 1.0, 0.3))),
            MetricKey.FINAL_ACCURACY);
    assertThat(ratio.ratio()).isEqualTo(2, within(1e-12));
    assertThat(ratio.note()).isEqualTo("of the first 6 forks of each run (they have 7 and 7)");
    // All six pairs agree: twice one of 2⁶ orders.
    assertThat(ratio.p()).isEqualTo(2.0 / 64, within(1e-12));
  }

  @Test
  void forksOfOtherCellsAreSaidToBeMissing() {
    FixedRun base = base(GEMM, timed(1, 1, 1, 1, 1, 1));
    FixedRun other = other(GEMM, timed(0.5, 0.5, 0.5, 0.5, 0.5, 0.5));
    RunData bare = RunData.of(base.record(), List.of());
    assertThat(ratio(cell(bare, other.data()), MetricKey.TIME).estimate().whyNot())
        .isEqualTo(bare + ": its forks.jsonl has no such cell");
    RunData empty = RunData.of(other.record(), List.of());
    Change.Ratio ratio = ratio(cell(base.data(), empty), MetricKey.TIME);
    assertThat(ratio.estimate().whyNot()).isEqualTo(empty + ": its forks.jsonl has no such cell");
    assertThat(ratio.ratio()).isEqualTo(2, within(1e-12));
  }

  /** Of a seed that missed the target, it is only known that it would have taken longer. */
  @Test
  void aSeedThatMissedTheTargetLeavesNoInterval() {
    ForkResult[] six = times(7, trained(0.8, "a".repeat(64), 2.0));
    six[3] = trained(0.8, "a".repeat(64), null);
    ForkResult[] all = times(7, trained(0.8, "a".repeat(64), 1.0));
    FixedRun partial = other(TRAINING, six);
    Change.Ratio slower = ratio(cell(base(TRAINING, all), partial), MetricKey.TIME_TO_TARGET);
    assertThat(slower.estimate().whyNot())
        .isEqualTo(partial.data() + ": only 6 of 7 forks have a value");
    assertThat(slower.ratio()).isEqualTo(0.5, within(1e-12));
    FixedRun first = base(TRAINING, six);
    Change.Ratio faster = ratio(cell(first, other(TRAINING, all)), MetricKey.TIME_TO_TARGET);
    assertThat(faster.estimate().whyNot())
        .isEqualTo(first.data() + ": only 6 of 7 forks have a value");
    assertThat(faster.ratio()).isEqualTo(2, within(1e-12));
  }

  /** A fork in which one of its own domains could not be read has no total. */
  @Test
  void aForkWithoutOneOfItsDomainsLeavesNoInterval() {
    ForkResult whole = metered(reading("package-0", Share.PRIMARY, 50, 3.0));
    Telemetry<EnergyReading> seen = whole.telemetry();
    ForkResult[] forks = times(6, whole);
    forks[2] =
        new ForkResult(
            whole.timing(),
            null,
            new Telemetry<>(
                seen.energy(),
                List.of(
                    new RefusedEnergy("wall", "meter", Share.SURROUNDING, "too short"),
                    new RefusedEnergy("package-1", "rapl", Share.PRIMARY, "it stood still")),
                seen.utilization(),
                seen.throttle(),
                List.of()),
            null,
            null);
    FixedRun other = other(GEMM, forks);
    Change.Ratio energy =
        ratio(cell(base(GEMM, times(6, whole)), other), MetricKey.ENERGY_PER_EXECUTION);
    assertThat(energy.estimate().whyNot())
        .isEqualTo(other.data() + ": only 5 of 6 forks have a value");
    assertThat(energy.ratio()).isEqualTo(1, within(1e-12));
  }

  /** A rounding apart is agreement, of short times and of long ones. */
  @ParameterizedTest
  @CsvSource({
    "1, 1.0000000005, true",
    "1, 1.000000002, false",
    "1000, 1000.0000005, true",
    "1000, 999.999998, false",
    "0.001, 0.001000000002, false"
  })
  void forksAgreeWithTheRecordToABillionth(double recorded, double fork, boolean agree) {
    FixedRun written =
        other(GEMM, timed(recorded, recorded, recorded, recorded, recorded, recorded));
    FixedRun kept = other(GEMM, timed(fork, fork, fork, fork, fork, fork));
    RunData mixed = RunData.of(written.record(), kept.forks());
    FixedRun base = base(GEMM, timed(1, 1, 1, 1, 1, 1));
    assertThat(ratio(cell(base.data(), mixed), MetricKey.TIME).estimate().whyNot())
        .isEqualTo(agree ? null : mixed + ": forks.jsonl and run.json do not agree");
  }

  /** A record's percentile is of all forks together, so it need not be the median of the forks'. */
  @Test
  void percentilesAreComparedForkByFork() {
    ComparedCell cell =
        cell(
            base(INFERENCE, times(6, latencies(1.0e-3))),
            other(INFERENCE, times(6, latencies(0.5e-3))));
    for (MetricKey key : List.of(MetricKey.P50, MetricKey.P90, MetricKey.P99)) {
      assertThat(ratio(cell, key).ratio()).as("%s", key).isEqualTo(2, within(1e-9));
      assertThat(ratio(cell, key).verdict()).isEqualTo(Verdict.BETTER);
    }
    assertThat(cell.changes())
        .as("what neither run has is not mentioned")
        .extracting(Change::key)
        .containsExactly(
            MetricKey.TIME,
            MetricKey.P50,
            MetricKey.P90,
            MetricKey.P99,
            MetricKey.ENERGY_PER_EXECUTION);
  }

  @Test
  void whatOneRunHasIsMissingInTheOtherForAReason() {
    ForkResult[] few = times(2, latencies(1e-3));
    ForkResult[] enough = times(6, latencies(1e-3));
    FixedRun base = base(INFERENCE, few);
    String why = " has none: 2000 executions in 2 forks, p99 needs 3000";
    assertThat(missing(cell(base, other(INFERENCE, enough)), MetricKey.P99))
        .isEqualTo(base.data() + why);
    FixedRun other = other(INFERENCE, few);
    assertThat(missing(cell(base(INFERENCE, enough), other), MetricKey.P99))
        .isEqualTo(other.data() + why);
    FixedRun none = base(INFERENCE, timed(1, 1, 1, 1, 1, 1));
    assertThat(missing(cell(none, other), MetricKey.P50))
        .isEqualTo(none.data() + " has none: it was not measured");
    FixedRun neither = other(INFERENCE, timed(1, 1, 1, 1, 1, 1));
    assertThat(missing(cell(base, neither), MetricKey.P50))
        .isEqualTo(neither.data() + " has none: it was not measured");
    assertThat(missing(cell(none, neither), MetricKey.ENERGY_PER_EXECUTION))
        .isEqualTo(
            none.data() + " has none: not watched; " + neither.data() + " has none: not watched");
  }

  /** On two machines only: there the errors of two sensors do not cancel. */
  @Test
  void eitherSideMayHaveSensorsOfUnknownAccuracy() {
    ForkResult[] known = times(6, metered(reading("package-0", Share.PRIMARY, 50, 3.0)));
    ForkResult[] unknown = times(6, metered(reading("package-0", Share.PRIMARY, 50, null)));
    ForkResult[] surroundings =
        times(
            6,
            metered(
                reading("package-0", Share.PRIMARY, 25, 3.0),
                reading("wall", Share.SURROUNDING, 500, null)));
    FixedRun base = base(GEMM, unknown);
    String why =
        "the accuracy of the energy sensors of %s is not known, so they compare only with"
            + " themselves, not with another machine's";
    SampleSystem far = SampleSystem.number(1);
    assertThat(
            missing(
                cell(base, new FixedRun(far, SECOND).cell(GEMM, known)),
                MetricKey.ENERGY_PER_EXECUTION))
        .isEqualTo(why.replace("%s", base.data().toString()));
    assertThat(ratio(cell(base, other(GEMM, known)), MetricKey.ENERGY_PER_EXECUTION).ratio())
        .isEqualTo(1, within(1e-12));
    assertThat(
            ratio(
                    cell(base(GEMM, known), new FixedRun(far, SECOND).cell(GEMM, surroundings)),
                    MetricKey.ENERGY_PER_EXECUTION)
                .ratio())
        .isEqualTo(2, within(1e-12));
    // Without the forks, nothing says how accurate the sensors were.
    RunData bare =
        RunData.withoutForks(new FixedRun(far, SECOND).cell(GEMM, known).record(), "they are gone");
    assertThat(missing(cell(base(GEMM, known).data(), bare), MetricKey.ENERGY_PER_EXECUTION))
        .isEqualTo(why.replace("%s", bare.toString()));
  }
}
