package assay.report.export;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.CellId;
import assay.core.record.ForkContext;
import assay.core.record.ForkRecord;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import assay.report.compare.RunData;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CellDurationsTest {
  private static final Instant START = Instant.parse("2026-10-01T02:00:00Z");
  private static final CellId A = SampleRuns.id("gemm/m=8,n=8,k=8", "cpu-simd");
  private static final CellId B = SampleRuns.id("gemm/m=8,n=8,k=8", "cpu-scalar");
  private static final CellId NEVER = SampleRuns.id("gemm/m=8,n=8,k=8", "cuda");

  private static ForkRecord fork(CellId cell, int order, long second) {
    return new ForkRecord(
        cell,
        new ForkContext(0, order, START.plusSeconds(second), 42, null, null),
        new Outcome.Unavailable<>("nothing here", null));
  }

  /** A run whose forks may take 600 s. */
  private static RunRecord run(@Nullable Instant finished) {
    RunRecord sample = new SampleRuns(SampleSystem.number(0), START, 1).done().record();
    RunRecord.Plan plan = sample.plan();
    return new RunRecord(
        sample.schemaVersion(),
        sample.runId(),
        sample.startedUtc(),
        finished,
        sample.suite(),
        sample.seed(),
        sample.assay(),
        sample.environment(),
        new RunRecord.Plan(
            plan.suite(),
            plan.workloads(),
            plan.targets(),
            plan.precisions(),
            plan.threads(),
            plan.jvmArgs(),
            plan.targetHalfWidthPercent(),
            plan.maxForks(),
            plan.budgetSeconds(),
            Map.of("forkTimeoutSeconds", "600")),
        sample.telemetry(),
        List.of());
  }

  @Test
  void aForkLastsToTheNextOnesStartAndTheLastToTheRunsEnd() {
    List<ForkRecord> forks = List.of(fork(A, 0, 0), fork(B, 1, 7), fork(A, 2, 10), fork(B, 3, 15));
    CellDurations durations = CellDurations.of(RunData.of(run(START.plusSeconds(100)), forks));
    assertThat(durations.of(A)).isEqualTo(Duration.ofSeconds(7 + 5));
    assertThat(durations.of(B)).isEqualTo(Duration.ofSeconds(3 + 85));
    assertThat(durations.of(NEVER)).isEqualTo(Duration.ZERO);
  }

  /** Resumed after eight hours: the pause counts as no more than the fork timeout. */
  @Test
  void aPauseIsNotTheCells() {
    List<ForkRecord> forks = List.of(fork(A, 0, 0), fork(B, 1, 8 * 3600));
    CellDurations durations = CellDurations.of(RunData.of(run(null), forks));
    assertThat(durations.of(A)).isEqualTo(Duration.ofMinutes(10));
    assertThat(durations.of(B)).as("interrupted").isEqualTo(Duration.ZERO);
  }

  @Test
  void withoutForksTheTimeIsUnknown() {
    RunData data = RunData.withoutForks(run(null), "the run has no forks.jsonl");
    assertThat(CellDurations.of(data).of(A)).isNull();
  }
}
