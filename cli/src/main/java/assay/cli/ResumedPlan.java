package assay.cli;

import assay.core.harness.ObservationPlan;
import assay.core.harness.PlannedCell;
import assay.core.harness.RunPlan;
import assay.core.host.HostRoot;
import assay.core.record.Cell;
import assay.core.record.RunRecord;
import assay.core.stats.StoppingRule;
import assay.core.workload.Suite;
import assay.core.workload.Workloads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The plan of a stored run, read back from its record. */
final class ResumedPlan {
  private ResumedPlan() {}

  static RunPlan of(
      RunRecord run, TargetChoice targets, Optional<Path> data, Optional<Duration> budget) {
    RunRecord.Plan plan = run.plan();
    List<PlannedCell> cells = new ArrayList<>();
    for (Cell cell : run.cells()) {
      cells.add(
          new PlannedCell(
              Workloads.parse(cell.id().workload()),
              targets.one(cell.id().target()),
              assay.core.program.Precision.byId(cell.id().precision()).orElseThrow()));
    }
    Double seconds = plan.budgetSeconds();
    return new RunPlan(
        run.suite(),
        cells,
        new Suite.Measure(
            number(plan, "warmupIterations"),
            number(plan, "warmupMillis"),
            number(plan, "iterations"),
            number(plan, "iterationMillis"),
            number(plan, "trainingWarmupSteps"),
            plan.parameters().containsKey("energyWindowMillis")
                ? number(plan, "energyWindowMillis")
                : 0),
        new StoppingRule(plan.targetHalfWidthPercent() / 100, plan.maxForks()),
        budget.or(
            () -> Optional.ofNullable(seconds).map(s -> Duration.ofMillis(Math.round(1000 * s)))),
        run.seed(),
        plan.threads(),
        data,
        Duration.ofSeconds(number(plan, "forkTimeoutSeconds")),
        Optional.empty(),
        observation(run));
  }

  /** The original observation plan: a run is observed the same way from beginning to end. */
  private static ObservationPlan observation(RunRecord run) {
    RunRecord.Plan plan = run.plan();
    Map<String, String> parameters = plan.parameters();
    if (parameters.containsKey("telemetry")) {
      return ObservationPlan.off("it was switched off with --no-telemetry");
    }
    String root = parameters.get("sysfsRoot");
    return new ObservationPlan(
        null,
        root == null ? HostRoot.machine() : new HostRoot(Path.of(root)),
        Optional.ofNullable(parameters.get("wallMeter")),
        Optional.ofNullable(run.environment().host()),
        Duration.ofMillis(number(plan, "samplingPeriodMillis")),
        Duration.ofMillis(number(plan, "energyWindowMillis")));
  }

  private static int number(RunRecord.Plan plan, String name) {
    Map<String, String> parameters = plan.parameters();
    String value = parameters.get(name);
    if (value == null) {
      throw new UsageException("the run's plan lacks '" + name + "': it cannot be resumed");
    }
    return Integer.parseInt(value);
  }
}
