package assay.cli;

import assay.core.harness.ObservationPlan;
import assay.core.harness.PlannedCell;
import assay.core.harness.Repetitions;
import assay.core.harness.RunPlan;
import assay.core.host.HostRoot;
import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.RunRecord;
import assay.core.stats.StoppingRule;
import assay.core.workload.Suite;
import assay.core.workload.Workloads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/** The plan of a stored run, read back from its record. */
final class ResumedPlan {
  private static final String SYSFS_ROOT = "sysfsRoot";

  private ResumedPlan() {}

  /**
   * The plan.
   *
   * @param data folder of the full data set
   * @param budget time allowed from now on; the recorded one if empty
   * @param weights where the weights of the last training fork are written
   */
  static RunPlan of(
      RunRecord run,
      TargetChoice targets,
      Optional<Path> data,
      Optional<Duration> budget,
      Optional<Path> weights) {
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
        new StoppingRule(
            plan.targetHalfWidthPercent() / 100,
            plan.maxForks(),
            !plan.parameters().containsKey("fixedForks")),
        repetitions(plan, cells),
        number(plan, "trainingSeeds"),
        budget.or(
            () -> Optional.ofNullable(seconds).map(s -> Duration.ofMillis(Math.round(1000 * s)))),
        run.seed(),
        plan.threads(),
        data,
        Duration.ofSeconds(number(plan, "forkTimeoutSeconds")),
        weights,
        observation(run),
        plan.gate());
  }

  private static Map<CellId, Repetitions> repetitions(
      RunRecord.Plan plan, List<PlannedCell> cells) {
    Map<CellId, Repetitions> own = new LinkedHashMap<>();
    for (PlannedCell cell : cells) {
      String forks = RunPlan.FORKS_OF + cell.id();
      String iterations = RunPlan.ITERATIONS_OF + cell.id();
      if (plan.parameters().containsKey(forks)) {
        own.put(
            cell.id(),
            new Repetitions(
                number(plan, forks),
                number(
                    plan, plan.parameters().containsKey(iterations) ? iterations : "iterations")));
      }
    }
    return own;
  }

  /** The original observation plan: a run is observed the same way from beginning to end. */
  private static ObservationPlan observation(RunRecord run) {
    RunRecord.Plan plan = run.plan();
    Map<String, String> parameters = plan.parameters();
    HostRoot root = root(plan);
    Optional<String> hostLabel = Optional.ofNullable(run.environment().host());
    if (parameters.containsKey("telemetry")) {
      return ObservationPlan.off(ObservationOptions.OFF, root, hostLabel);
    }
    return new ObservationPlan(
        null,
        root,
        Optional.ofNullable(parameters.get("wallMeter")),
        hostLabel,
        Duration.ofMillis(number(plan, "samplingPeriodMillis")),
        Duration.ofMillis(number(plan, "energyWindowMillis")));
  }

  private static HostRoot root(RunRecord.Plan plan) {
    String root = plan.parameters().get(SYSFS_ROOT);
    if (root != null && !Files.isDirectory(Path.of(root))) {
      throw new UsageException(
          "the run read /sys and /proc under " + root + ", which is not a folder here");
    }
    return root == null ? HostRoot.machine() : new HostRoot(Path.of(root));
  }

  /**
   * Refuses options that contradict the plan, which a resumed run keeps. Options that choose what
   * is done with the results, how much longer the run may take and where data is found can be
   * given.
   *
   * @param given options named on the command line
   * @param root the root of /sys and /proc that option or environment variable name
   */
  static void check(RunRecord run, List<OptionSpec> given, HostRoot root) {
    Map<String, Object> recorded = recorded(run);
    for (OptionSpec option : given) {
      String name = option.longestName();
      if (recorded.containsKey(name) && !same(option.getValue(), recorded.get(name))) {
        throw refused(run, name, recorded.get(name));
      }
    }
    boolean named = given.stream().anyMatch(option -> option.longestName().equals("--sysfs-root"));
    if ((named || !root.isMachine()) && !root.equals(root(run.plan()))) {
      throw refused(
          run, named ? "--sysfs-root" : HostRoot.VARIABLE, run.plan().parameters().get(SYSFS_ROOT));
    }
  }

  private static UsageException refused(RunRecord run, String option, @Nullable Object recorded) {
    return new UsageException(
        String.format(
            Locale.ROOT,
            "a resumed run keeps its plan: run %s was begun %s; leave %s out, or start a new run",
            run.runId(),
            recorded == null || recorded.equals(false)
                ? "without " + option
                : recorded.equals(true)
                    ? "with " + option
                    : "with " + option + " " + text(recorded),
            option));
  }

  /** The plan as values of the options; null for an option that was not given. */
  private static Map<String, @Nullable Object> recorded(RunRecord run) {
    RunRecord.Plan plan = run.plan();
    Map<String, String> parameters = plan.parameters();
    Map<String, @Nullable Object> recorded = new LinkedHashMap<>();
    recorded.put("--suite", run.suite());
    recorded.put("--workload", plan.workloads());
    recorded.put("--target", plan.targets());
    recorded.put("--precision", plan.precisions());
    recorded.put(
        "--cold",
        plan.workloads().stream()
            .allMatch(id -> id.equals(Workloads.cold(Workloads.parse(id)).id())));
    recorded.put("--seed", run.seed());
    recorded.put("--threads", plan.threads());
    recorded.put("--max-forks", plan.maxForks());
    recorded.put("--fork-timeout", Duration.ofSeconds(number(plan, "forkTimeoutSeconds")));
    recorded.put("--no-telemetry", parameters.containsKey("telemetry"));
    recorded.put("--energy-window", millis(parameters.get("energyWindowMillis")));
    recorded.put("--sampling-period", millis(parameters.get("samplingPeriodMillis")));
    recorded.put("--wall-meter", parameters.get("wallMeter"));
    recorded.put("--host-label", run.environment().host());
    return recorded;
  }

  private static @Nullable Duration millis(@Nullable String value) {
    return value == null ? null : Duration.ofMillis(Long.parseLong(value));
  }

  /** Repeated options in any order. */
  private static boolean same(@Nullable Object given, @Nullable Object recorded) {
    return (given instanceof Collection<?> some && recorded instanceof Collection<?> all)
        ? Set.copyOf(some).equals(Set.copyOf(all))
        : Objects.equals(given, recorded);
  }

  private static String text(Object value) {
    return switch (value) {
      case Collection<?> all -> String.join(", ", all.stream().map(String::valueOf).toList());
      case Duration time ->
          time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
      default -> value.toString();
    };
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
