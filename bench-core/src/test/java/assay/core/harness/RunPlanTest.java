package assay.core.harness;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.host.HostRoot;
import assay.core.program.Precision;
import assay.core.record.CellId;
import assay.core.record.RunId;
import assay.core.record.RunRecord;
import assay.core.stats.StoppingRule;
import assay.core.testing.NaiveTarget;
import assay.core.workload.Suite;
import assay.core.workload.Suites;
import assay.core.workload.Workloads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a plan tells the nightly verdict. */
class RunPlanTest {
  private static final Suite NIGHTLY = Suites.load("nightly");
  private static final String TARGET = new NaiveTarget().id();

  private static Suite withCanaries(List<Suite.OnTarget> canaries) {
    return new Suite(
        NIGHTLY.name(),
        NIGHTLY.description(),
        NIGHTLY.workloads(),
        NIGHTLY.precisions(),
        NIGHTLY.forks(),
        NIGHTLY.seeds(),
        NIGHTLY.halfWidthPercent(),
        NIGHTLY.fixedForks(),
        NIGHTLY.measure(),
        NIGHTLY.leftOut(),
        canaries,
        NIGHTLY.budgetSeconds());
  }

  /** Two workloads in two precisions. */
  private static List<PlannedCell> cells() {
    List<PlannedCell> cells = new ArrayList<>();
    for (String id : List.of("peak/fma", "gemm/m=256,n=256,k=256")) {
      for (Precision precision : List.of(Precision.F32, Precision.F64)) {
        cells.add(new PlannedCell(Workloads.parse(id), new NaiveTarget(), precision));
      }
    }
    return cells;
  }

  private static RunRecord.Plan plan(RunRecord.@Nullable GatePlan gate) {
    return new RunPlan(
            "nightly",
            cells(),
            NIGHTLY.measure(),
            new StoppingRule(0.01, 12, false),
            Map.of(),
            6,
            Optional.empty(),
            42,
            1,
            Optional.empty(),
            Duration.ofMinutes(1),
            Optional.empty(),
            ObservationPlan.off("a test", HostRoot.machine(), Optional.empty()),
            gate)
        .toRecord();
  }

  @Test
  void canariesAreThePlannedCellsThatTheSuiteNamesInEveryPrecision() {
    Suite suite =
        withCanaries(
            List.of(
                new Suite.OnTarget("peak/fma", TARGET),
                new Suite.OnTarget("peak/fma", "another-target"),
                new Suite.OnTarget("memory/triad,kib=24", TARGET)));
    RunRecord.GatePlan gate = RunPlan.gate(suite, cells());
    assertThat(plan(gate).gate())
        .isEqualTo(
            new RunRecord.GatePlan(
                List.of(
                    new CellId("peak/fma", TARGET, "f32"), new CellId("peak/fma", TARGET, "f64")),
                null));
    assertThat(plan(gate).confirms()).isNull();
  }

  @Test
  void withoutCanariesNothingIsSaid() {
    assertThat(RunPlan.gate(withCanaries(List.of()), cells())).isNull();
    Suite others = withCanaries(List.of(new Suite.OnTarget("peak/fma", "another-target")));
    assertThat(RunPlan.gate(others, cells())).isNull();
    assertThat(plan(null).gate()).isNull();
    assertThat(plan(null).confirms()).isNull();
  }

  @Test
  void whichRunIsConfirmedIsRecorded() {
    RunId first = new RunId("20260801T020000Z-abcdef");
    assertThat(plan(new RunRecord.GatePlan(List.of(), first)).confirms()).isEqualTo(first);
  }
}
