package assay.core.workload;

import assay.core.program.Precision;
import java.util.List;
import java.util.Optional;

/**
 * A list of workloads and how carefully they are measured.
 *
 * @param name short name
 * @param description one line
 * @param workloads at least one, without repetition
 * @param precisions at least one
 * @param forks the most forks of a cell, at least 1
 * @param halfWidthPercent half-width of the 95 % interval of the median, in percent, at which a
 *     cell has enough forks
 * @param measure what one fork does
 * @param budgetSeconds time for what is measured; what is only checked (emulations, RTL models) has
 *     as long again after it; empty for no limit
 */
public record Suite(
    String name,
    String description,
    List<Workload> workloads,
    List<Precision> precisions,
    int forks,
    double halfWidthPercent,
    Measure measure,
    Optional<Double> budgetSeconds) {
  /** Copies the lists. */
  public Suite {
    workloads = List.copyOf(workloads);
    precisions = List.copyOf(precisions);
  }

  /**
   * What one fork does.
   *
   * @param warmup iterations that are not counted
   * @param warmupMillis length of each in ms
   * @param iterations counted iterations
   * @param iterationMillis length of each in ms
   * @param trainingWarmupSteps steps of training that are not counted, after which the network
   *     starts anew
   * @param energyMillis longest time in ms that the work is repeated for having its energy metered
   */
  public record Measure(
      int warmup,
      int warmupMillis,
      int iterations,
      int iterationMillis,
      int trainingWarmupSteps,
      int energyMillis) {}
}
