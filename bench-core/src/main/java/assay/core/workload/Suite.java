package assay.core.workload;

import assay.core.program.Precision;
import java.util.List;
import java.util.Optional;

/**
 * A list of workloads and the measurement parameters.
 *
 * @param name short name
 * @param description one line
 * @param workloads at least one, without duplicates
 * @param precisions at least one
 * @param forks maximum number of forks per cell, at least 1
 * @param seeds forks of a training cell, each with a seed of its own, at least 1: a fixed number up
 *     to {@code forks}, since accuracy needs seeds and not precision in time
 * @param halfWidthPercent half-width of the 95 % interval of the median, in percent, at which a
 *     cell has enough forks
 * @param fixedForks whether each cell gets that many forks, however narrow its interval, and later
 *     what the first nights showed that it needs: so that nights are comparable
 * @param measure what one fork does
 * @param leftOut cells that take too long for what they tell; measured only if workload or target
 *     is named
 * @param canaries cells that are there to show the machine's state; the nightly verdict needs five
 *     on a host
 * @param budgetSeconds time for the measured cells; cells only checked (emulations, RTL models) get
 *     the same again afterwards; empty for no limit
 */
public record Suite(
    String name,
    String description,
    List<Workload> workloads,
    List<Precision> precisions,
    int forks,
    int seeds,
    double halfWidthPercent,
    boolean fixedForks,
    Measure measure,
    List<OnTarget> leftOut,
    List<OnTarget> canaries,
    Optional<Double> budgetSeconds) {
  public Suite {
    leftOut = List.copyOf(leftOut);
    canaries = List.copyOf(canaries);
    workloads = List.copyOf(workloads);
    precisions = List.copyOf(precisions);
  }

  /**
   * A workload on a target, in all precisions: so a suite's file names cells.
   *
   * @param workload its id
   * @param target its id
   */
  public record OnTarget(String workload, String target) {
    @Override
    public String toString() {
      return workload + " on " + target;
    }
  }

  /**
   * What one fork does.
   *
   * @param warmup iterations that are not counted
   * @param warmupMillis length of each in ms
   * @param iterations counted iterations, unless earlier nights decided otherwise for a cell
   * @param iterationMillis length of each in ms
   * @param trainingWarmupSteps training steps that are not counted, after which the network is
   *     reinitialised
   * @param energyMillis longest energy window in ms
   */
  public record Measure(
      int warmup,
      int warmupMillis,
      int iterations,
      int iterationMillis,
      int trainingWarmupSteps,
      int energyMillis) {
    /** The same with another number of counted iterations. */
    public Measure withIterations(int number) {
      return new Measure(
          warmup, warmupMillis, number, iterationMillis, trainingWarmupSteps, energyMillis);
    }
  }
}
