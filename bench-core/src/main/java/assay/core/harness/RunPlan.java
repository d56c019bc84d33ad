package assay.core.harness;

import assay.core.program.Precision;
import assay.core.record.CellId;
import assay.core.record.RunRecord;
import assay.core.record.RunRecord.GatePlan;
import assay.core.spi.Target;
import assay.core.stats.StoppingRule;
import assay.core.workload.Suite;
import assay.core.workload.Suites;
import assay.core.workload.TrainWorkload;
import assay.core.workload.Workload;
import assay.core.workload.Workloads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a run does.
 *
 * @param suite name of the suite, or {@code custom}
 * @param cells the cells to measure, without duplicates
 * @param measure what one fork does
 * @param stopping decides when a cell has enough forks
 * @param repetitions forks and iterations of kernel cells for which earlier nights decided them
 * @param seeds forks of a training cell, each with a seed of its own, if the rule allows as many;
 *     at least 1
 * @param budget time for the measured cells, and the same again for those only checked; empty for
 *     no limit
 * @param seed for inputs and the order of forks; plus the number of the fork, for the weights and
 *     batches of a training run
 * @param threads host threads that a target may use
 * @param dataFolder the folder searched first for the full data set
 * @param forkLimit time after which a fork is aborted
 * @param weights where the weights of the last training fork are written, if requested
 * @param observation how the run is observed
 * @param gate what the nightly verdict needs to know, null if there is nothing
 */
public record RunPlan(
    String suite,
    List<PlannedCell> cells,
    Suite.Measure measure,
    StoppingRule stopping,
    Map<CellId, Repetitions> repetitions,
    int seeds,
    Optional<Duration> budget,
    long seed,
    int threads,
    Optional<Path> dataFolder,
    Duration forkLimit,
    Optional<Path> weights,
    ObservationPlan observation,
    @Nullable GatePlan gate) {
  /** Beginning of the names of parameters that hold a cell's fixed number of forks. */
  public static final String FORKS_OF = "forks of ";

  /** Beginning of the names of parameters that hold a cell's own number of iterations. */
  public static final String ITERATIONS_OF = "iterations of ";

  static final String ITERATION_MILLIS = "iterationMillis";

  public RunPlan {
    cells = List.copyOf(cells);
    repetitions = Map.copyOf(repetitions);
  }

  /**
   * The suite's canaries among some cells, in all their precisions.
   *
   * @return null if there are none
   */
  public static @Nullable GatePlan gate(Suite suite, List<PlannedCell> cells) {
    List<CellId> canaries =
        cells.stream().filter(cell -> cell.isOneOf(suite.canaries())).map(PlannedCell::id).toList();
    return canaries.isEmpty() ? null : new GatePlan(canaries, null);
  }

  /** The targets of the cells, each once. */
  public List<Target> targets() {
    Map<String, Target> targets = new LinkedHashMap<>();
    cells.forEach(cell -> targets.putIfAbsent(cell.target().id(), cell.target()));
    return List.copyOf(targets.values());
  }

  /**
   * How many forks a cell has: for training a fixed number, of seeds or of folds; for others what
   * earlier nights decided, else as the rule decides.
   */
  StoppingRule stopping(PlannedCell cell) {
    Repetitions own = decided(cell);
    if (own != null) {
      return new StoppingRule(stopping.targetHalfWidth(), own.forks(), false);
    }
    return cell.workload() instanceof TrainWorkload training
        ? new StoppingRule(
            stopping.targetHalfWidth(),
            Math.min(training.folds() == 0 ? seeds : training.folds(), stopping.maxForks()),
            false)
        : stopping;
  }

  /** What one fork of a cell does. */
  Suite.Measure measure(PlannedCell cell) {
    Repetitions own = decided(cell);
    return own == null ? measure : measure.withIterations(own.iterations());
  }

  private @Nullable Repetitions decided(PlannedCell cell) {
    return cell.workload() instanceof Workload.Kernel ? repetitions.get(cell.id()) : null;
  }

  /**
   * The settings of a fork.
   *
   * @param limit time after which the fork is aborted
   */
  ForkSettings forkSettings(Duration limit) {
    return new ForkSettings(
        seed,
        0,
        threads,
        dataFolder,
        Optional.empty(),
        limit.toSeconds(),
        measure.trainingWarmupSteps(),
        true,
        weights,
        Optional.empty(),
        Optional.empty());
  }

  /** The plan's form in the record. */
  RunRecord.Plan toRecord() {
    Set<String> workloads = new LinkedHashSet<>();
    Set<String> targets = new LinkedHashSet<>();
    Set<String> precisions = new LinkedHashSet<>();
    Set<String> jvmArgs = new LinkedHashSet<>();
    for (PlannedCell cell : cells) {
      workloads.add(cell.id().workload());
      targets.add(cell.id().target());
      precisions.add(cell.id().precision());
      jvmArgs.addAll(ForkJvm.args(cell.target(), threads));
    }
    return new RunRecord.Plan(
        suitePlan(),
        List.copyOf(workloads),
        List.copyOf(targets),
        List.copyOf(precisions),
        threads,
        List.copyOf(jvmArgs),
        100 * stopping.targetHalfWidth(),
        stopping.maxForks(),
        budget.map(b -> b.toMillis() * 1e-3).orElse(null),
        parameters(),
        gate);
  }

  private RunRecord.@Nullable SuitePlan suitePlan() {
    if (!Suites.names().contains(suite)) {
      return null;
    }
    Suite shipped = Suites.load(suite);
    return new RunRecord.SuitePlan(
        shipped.workloads().stream().map(Workload::id).toList(),
        shipped.workloads().stream().map(Workloads::cold).map(Workload::id).toList(),
        shipped.precisions().stream().map(Precision::id).toList());
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (!stopping.early()) {
      parameters.put("fixedForks", "true");
    }
    cells.forEach(cell -> {
      Repetitions own = decided(cell);
      if (own != null) {
        parameters.put(FORKS_OF + cell.id(), String.valueOf(own.forks()));
        parameters.put(ITERATIONS_OF + cell.id(), String.valueOf(own.iterations()));
      }
    });
    parameters.put("warmupIterations", String.valueOf(measure.warmup()));
    parameters.put("warmupMillis", String.valueOf(measure.warmupMillis()));
    parameters.put("iterations", String.valueOf(measure.iterations()));
    parameters.put(ITERATION_MILLIS, String.valueOf(measure.iterationMillis()));
    parameters.put("trainingSeeds", String.valueOf(seeds));
    parameters.put("trainingWarmupSteps", String.valueOf(measure.trainingWarmupSteps()));
    if (observation.off() == null) {
      parameters.put("samplingPeriodMillis", String.valueOf(observation.period().toMillis()));
      parameters.put("energyWindowMillis", String.valueOf(observation.energyWindow().toMillis()));
      observation.wallMeter().ifPresent(meter -> parameters.put("wallMeter", meter));
    } else {
      parameters.put("telemetry", "off");
    }
    observation.root().standIn().ifPresent(root -> parameters.put("sysfsRoot", root));
    parameters.put("forkTimeoutSeconds", String.valueOf(forkLimit.toSeconds()));
    return parameters;
  }
}
