package assay.report.compare;

import static assay.report.compare.FixedRun.FIRST;
import static assay.report.compare.FixedRun.GEMM;
import static assay.report.compare.FixedRun.SECOND;
import static assay.report.compare.FixedRun.timed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.record.CellId;
import assay.core.record.MetricKey;
import assay.core.record.RunRecord;
import assay.core.record.RunState;
import assay.core.record.RunTelemetry;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a comparison says of two runs as a whole. */
class RunComparisonTest {
  private static final double[] SECONDS = {1, 1, 1, 1, 1, 1};

  private static FixedRun base() {
    return new FixedRun(FIRST).cell(GEMM, timed(SECONDS));
  }

  private static FixedRun other() {
    return new FixedRun(SECOND).cell(GEMM, timed(SECONDS));
  }

  private static List<String> warnings(RunData base, RunData other) {
    return Comparison.of(base, other).others().getFirst().warnings();
  }

  @Test
  void aRunThatIsNotFinishedIsSaidToBeSo() {
    RunData base = base().data();
    RunData other = other().data();
    assertThat(warnings(base, other)).isEmpty();
    assertThat(warnings(base.in(RunState.RUNNING), other.in(RunState.INTERRUPTED)))
        .containsExactly(
            base + " is still running: cells have the forks that have ended so far",
            other + " was interrupted: cells may have fewer forks than planned");
  }

  @Test
  void telemetryOfAStandInIsSaidToBeSo() {
    RunRecord r = base().record();
    RunTelemetry seen =
        new RunTelemetry(
            "/stand-in",
            new Available<>(1.0),
            null,
            r.telemetry().sources(),
            r.telemetry().idle(),
            r.telemetry().crossChecks());
    RunData base =
        RunData.of(
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
                seen,
                r.cells()),
            base().forks());
    assertThat(warnings(base, other().data()))
        .containsExactly(
            base + " read telemetry under /stand-in, not from its machine's own sensors");
  }

  @Test
  void nothingToCompareIsAnErrorAndNothingInCommonAWarning() {
    RunData base = base().data();
    assertThatThrownBy(() -> Comparison.of(Matching.SAME_TARGET, base, List.of(), null, null))
        .isInstanceOf(ComparisonException.class)
        .hasMessage("nothing to compare " + base + " with: name a second run");
    assertThatThrownBy(() -> Comparison.of(base, base))
        .isInstanceOf(ComparisonException.class)
        .hasMessage(
            base + " is given twice: a run compared with itself shows nothing; name another run");
    assertThat(warnings(base, new FixedRun(SECOND).data()))
        .containsExactly("the runs have no measured cell in common");
  }

  /** Runs are compared in the order given, each with the base. */
  @Test
  void sidesAreNamed() {
    RunData base = base().data();
    RunData other = other().data();
    Comparison found = Comparison.of(Matching.FASTEST_TARGET, base, List.of(other), null, null);
    assertThat(found.matching()).isEqualTo(Matching.FASTEST_TARGET);
    assertThat(found.base())
        .isEqualTo(
            new RunSide(base.record().runId(), FIRST, "nightly", "host-a (Example CPU 9000)"));
    assertThat(found.others().getFirst().other())
        .isEqualTo(
            new RunSide(other.record().runId(), SECOND, "nightly", "host-a (Example CPU 9000)"));
  }

  @Test
  void ratiosOfTwoMachinesMustBeAskedFor() {
    RunData base = base().data();
    Comparison same = Comparison.of(base, other().data());
    assertThat(same.withinMachines("ask")).isEqualTo(same);
    FixedRun far = new FixedRun(SampleSystem.number(1), SECOND);
    CellId scalar = SampleRuns.id("gemm/m=512,n=512,k=512", "cpu-scalar");
    Comparison apart =
        Comparison.of(base, far.cell(GEMM, timed(SECONDS)).cell(scalar, timed(SECONDS)).data());
    RunComparison all = apart.others().getFirst();
    assertThat(all.cells()).hasSize(1);
    assertThat(all.means()).isNotEmpty();
    assertThat(all.missing()).hasSize(1);
    Comparison within = apart.withinMachines("ask for them");
    assertThat(within.base()).isEqualTo(apart.base());
    assertThat(within.matching()).isEqualTo(apart.matching());
    assertThat(within.others())
        .containsExactly(
            new RunComparison(
                all.other(),
                all.machines(),
                all.nights(),
                all.plan(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of("no ratios are given: ask for them")));
  }

  private static ComparedCell cell(CellId other, Change... changes) {
    return new ComparedCell(GEMM, other, List.of(changes), List.of(), SeriesVerdict.ofTwoRuns());
  }

  private static Change.Ratio ratio(MetricKey key, Verdict verdict) {
    return new Change.Ratio(
        key, "s", 1, 2, 0.5, new Unavailable<>("few"), null, verdict, null, null);
  }

  @Test
  void aCellsVerdictIsItsTimes() {
    Change.Missing missing = new Change.Missing(MetricKey.TIME, "gone");
    Change.Ratio better = ratio(MetricKey.P50, Verdict.BETTER);
    assertThat(cell(GEMM).verdict()).isEqualTo(Verdict.NO_INTERVAL);
    assertThat(cell(GEMM, missing, better).verdict()).isEqualTo(Verdict.NO_INTERVAL);
    assertThat(cell(GEMM, better, ratio(MetricKey.TIME, Verdict.WORSE)).verdict())
        .isEqualTo(Verdict.WORSE);
    assertThat(cell(GEMM).series())
        .isEqualTo(new SeriesVerdict.NotJudged("two runs are not a series of nights"));
    CellId cuda = SampleRuns.id("gemm/m=512,n=512,k=512", "cuda");
    assertThat(cell(GEMM).name()).isEqualTo("gemm/m=512,n=512,k=512 on cpu-simd in f32");
    assertThat(cell(cuda).name())
        .isEqualTo("gemm/m=512,n=512,k=512 on cpu-simd in f32 against cuda");
  }

  private static RunData data(boolean finished) {
    RunRecord r = base().record();
    return RunData.withoutForks(
        new RunRecord(
            r.schemaVersion(),
            r.runId(),
            r.startedUtc(),
            finished ? r.finishedUtc() : null,
            r.suite(),
            r.seed(),
            r.assay(),
            r.environment(),
            r.plan(),
            r.telemetry(),
            r.cells()),
        "they are gone");
  }

  @Test
  void aRunWithoutAnEndWasInterrupted() {
    assertThat(data(false).state()).isEqualTo(RunState.INTERRUPTED);
    RunData bare = data(true);
    assertThat(bare.state()).isEqualTo(RunState.FINISHED);
    assertThat(bare.noForks()).isEqualTo("they are gone");
    assertThat(bare.forks()).isEmpty();
    assertThat(bare.counted(GEMM)).isEmpty();
    assertThat(bare.in(RunState.RUNNING))
        .returns(RunState.RUNNING, RunData::state)
        .returns(bare.record(), RunData::record)
        .returns("they are gone", RunData::noForks)
        .hasToString("run " + bare.record().runId());
    RunData full = base().data();
    assertThat(full.noForks()).isNull();
    assertThat(full.forks()).isEqualTo(base().forks()).hasSize(6);
    assertThat(full.countedForks(GEMM)).isEqualTo(base().forks());
    assertThat(full.counted(GEMM)).containsExactly(timed(SECONDS));
  }
}
