package assay.report.compare;

import static assay.report.compare.FixedRun.FIRST;
import static assay.report.compare.FixedRun.GEMM;
import static assay.report.compare.FixedRun.SECOND;
import static assay.report.compare.FixedRun.compared;
import static assay.report.compare.FixedRun.metered;
import static assay.report.compare.FixedRun.ratio;
import static assay.report.compare.FixedRun.reading;
import static assay.report.compare.FixedRun.throttled;
import static assay.report.compare.FixedRun.timed;
import static assay.report.compare.FixedRun.times;
import static assay.report.compare.FixedRun.unsteady;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.device.Device;
import assay.core.record.EnergyReading;
import assay.core.record.ForkResult;
import assay.core.record.MetricKey;
import assay.core.telemetry.InterferenceKind;
import assay.core.telemetry.Share;
import assay.report.testing.SampleSystem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is remarked on a compared cell and on its ratios. */
class CellNotesTest {
  private static final Instant NEXT_DAY = FIRST.plus(Duration.ofHours(25));

  private static FixedRun run(Instant start, ForkResult... forks) {
    return new FixedRun(start).cell(GEMM, forks);
  }

  private static List<String> notes(FixedRun base, FixedRun other) {
    return compared(base, other).cells().getFirst().notes();
  }

  private static ForkResult[] unsteadyOf(int unsteady) {
    ForkResult[] forks = timed(1, 1, 1, 1, 1, 1);
    for (int i = 0; i < unsteady; i++) {
      forks[i] = unsteady(1);
    }
    return forks;
  }

  @Test
  void forksWithoutASteadyStateAreCounted() {
    FixedRun base = run(FIRST, unsteadyOf(1));
    FixedRun other = run(SECOND, unsteadyOf(2));
    assertThat(notes(base, other))
        .containsExactly(
            base.data() + ": 1 fork reached no steady state",
            other.data() + ": 2 forks reached no steady state");
    assertThat(notes(run(FIRST, unsteadyOf(0)), run(SECOND, unsteadyOf(0)))).isEmpty();
  }

  @Test
  void throttlingIsSaidAndAPowerLimitIsNot() {
    FixedRun base = run(FIRST, times(6, throttled(InterferenceKind.POWER_CAP, 0.3)));
    FixedRun other = run(SECOND, times(6, throttled(InterferenceKind.THERMAL, 1.2)));
    assertThat(notes(base, other))
        .containsExactly(other.data() + ": throttled in forks that count");
  }

  /** That there is no interval is said at the ratio already. */
  @Test
  void aTimeWithoutAnIntervalIsNotRemarkedTwice() {
    assertThat(notes(run(FIRST, timed(1, 1, 1)), run(SECOND, timed(1, 1, 1)))).isEmpty();
  }

  private static FixedRun on(Instant start, String device, @Nullable String engine) {
    return new FixedRun(start)
        .cell(GEMM, new Device.Hardware(device, Map.of()), engine, 42, timed(1, 1, 1, 1, 1, 1));
  }

  @Test
  void anEngineThatIsNotKnownIsNotAnotherOne() {
    assertThat(notes(on(FIRST, "CPU", "a"), on(SECOND, "CPU", "b")))
        .containsExactly("engine: a → b");
    assertThat(notes(on(FIRST, "CPU 1", "a"), on(SECOND, "CPU 2", "a")))
        .containsExactly("device: CPU 1 → CPU 2");
    assertThat(notes(on(FIRST, "CPU", null), on(SECOND, "CPU", "b"))).isEmpty();
    assertThat(notes(on(FIRST, "CPU", "a"), on(SECOND, "CPU", "a"))).isEmpty();
  }

  private static @Nullable String timeNote(FixedRun base, FixedRun other, @Nullable Double sigma) {
    RunComparison found =
        Comparison.of(Matching.SAME_TARGET, base.data(), List.of(other.data()), sigma, null)
            .others()
            .getFirst();
    return ratio(found.cells().getFirst(), MetricKey.TIME).note();
  }

  /** A run lasts an hour, so that the next one, 25 h after its start, begins 24 h after its end. */
  @Test
  void aRatioThatIsNotJudgedSaysWhy() {
    FixedRun base = run(FIRST, timed(1, 1, 1, 1, 1, 1));
    assertThat(timeNote(base, run(NEXT_DAY, timed(1, 1, 1, 1, 1, 1)), null))
        .isEqualTo("not judged: how much runs 24 h apart vary is not known");
    FixedRun elsewhere =
        new FixedRun(SampleSystem.number(1), SECOND).cell(GEMM, timed(1, 1, 1, 1, 1, 1));
    assertThat(timeNote(base, elsewhere, null))
        .isEqualTo("not judged: how much runs of two machines vary is not known");
    assertThat(timeNote(base, run(SECOND, timed(1, 1, 1, 1, 1, 1)), null)).isNull();
    FixedRun few = run(NEXT_DAY, timed(1, 1, 1));
    assertThat(timeNote(base, few, null)).isNull();
    assertThat(timeNote(base, few, 0.01)).isNull();
  }

  @Test
  void aNoteHasAllThatWidensAnInterval() {
    ForkResult fork = metered(reading("package-0", Share.PRIMARY, 50, 3.0));
    FixedRun base = run(FIRST, times(7, fork));
    FixedRun other = run(NEXT_DAY, times(6, fork));
    RunComparison found =
        Comparison.of(Matching.SAME_TARGET, base.data(), List.of(other.data()), 0.01, null)
            .others()
            .getFirst();
    assertThat(ratio(found.cells().getFirst(), MetricKey.ENERGY_PER_EXECUTION).note())
        .isEqualTo(
            "of the first 6 forks of each run (they have 7 and 6); interval widened by ± 4.90 %,"
                + " the energies' own uncertainty (k = 2); interval widened by ± 2.83 % (k = 2),"
                + " for nights that differ by the stated 1.00 %");
  }

  /** Forks are said to be wanted only where more of them would help. */
  @Test
  void theForksForAVerdictAreGivenWhereThereIsNone() {
    FixedRun base = run(FIRST, timed(0.95, 0.97, 0.99, 1.01, 1.03, 1.05));
    Change.Ratio unclear =
        ratio(
            compared(base, run(SECOND, timed(0.95, 0.97, 0.99, 1.01, 1.03, 1.05)))
                .cells()
                .getFirst(),
            MetricKey.TIME);
    assertThat(unclear.verdict()).isEqualTo(Verdict.NO_DIFFERENCE_SHOWN);
    assertThat(unclear.forksForSame()).isBetween(250, 256);
    assertThat(unclear.p()).isEqualTo(1);
    Change.Ratio better =
        ratio(
            compared(base, run(SECOND, timed(0.5, 0.5, 0.5, 0.5, 0.5, 0.5))).cells().getFirst(),
            MetricKey.TIME);
    assertThat(better.verdict()).isEqualTo(Verdict.BETTER);
    assertThat(better.forksForSame()).isNull();
    // One of the 924 ways to choose six of twelve, on either side.
    assertThat(better.p()).isEqualTo(2.0 / 924, within(1e-12));
  }

  /**
   * 1 J ± 3.46 % and 3 J ± 6.93 % (3 and 6 % over √3, k = 2) are 4 J ± 6.06 % an execution, for the
   * errors of one target's sensors are taken to go the same way; another run's 3.46 % are
   * independent.
   */
  @Test
  void uncertaintiesOfDomainsAddUpAndThoseOfRunsDoNot() {
    ForkResult two =
        metered(
            reading("package-0", Share.PRIMARY, 10, 3.0),
            new EnergyReading("package-1", "rapl", null, Share.PRIMARY, 15, 5, 5, 6.0, 0, null),
            reading("wall", Share.SURROUNDING, 500, 50.0));
    ForkResult one = metered(reading("package-0", Share.PRIMARY, 20, 3.0));
    Change.Ratio energy =
        ratio(
            compared(run(FIRST, times(6, two)), run(SECOND, times(6, one))).cells().getFirst(),
            MetricKey.ENERGY_PER_EXECUTION);
    assertThat(energy.base()).isEqualTo(4);
    assertThat(energy.other()).isEqualTo(2);
    assertThat(energy.ratio()).isEqualTo(2, within(1e-12));
    assertThat(energy.note())
        .isEqualTo("interval widened by ± 6.98 %, the energies' own uncertainty (k = 2)");
    double u = Math.hypot(0.060622, 0.034641);
    assertThat(energy.estimate().toOptional().orElseThrow().high())
        .isEqualTo(2 * Math.exp(u), within(1e-5));
  }
}
