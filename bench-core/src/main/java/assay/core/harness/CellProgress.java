package assay.core.harness;

import assay.core.record.ForkRecord;
import assay.core.record.ForkResult;
import assay.core.record.Outcome;
import assay.core.stats.MedianInterval;
import assay.core.stats.Quantiles;
import assay.core.stats.StoppingRule;
import assay.core.workload.TrainWorkload;
import assay.core.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The forks of one cell so far, and whether it needs more. */
final class CellProgress {
  private static final int MIN_EXCLUDED = 3;

  private final PlannedCell cell;
  private final StoppingRule stopping;
  private final List<ForkRecord> forks = new ArrayList<>();
  private double seconds;
  private int timedForks;

  CellProgress(PlannedCell cell, StoppingRule stopping) {
    this.cell = cell;
    this.stopping = stopping;
  }

  PlannedCell cell() {
    return cell;
  }

  List<ForkRecord> forks() {
    return List.copyOf(forks);
  }

  void add(ForkRecord fork) {
    forks.add(fork);
  }

  void add(ForkRecord fork, double wallSeconds) {
    forks.add(fork);
    seconds += wallSeconds;
    timedForks++;
  }

  /** Mean wall time of a fork of this cell in s, or {@code otherwise} before the first. */
  double meanSeconds(double otherwise) {
    return timedForks == 0 ? otherwise : seconds / timedForks;
  }

  /**
   * A fork without times ends the cell: it failed, or it was the single check of an emulation or a
   * model.
   */
  boolean done() {
    if (forks.isEmpty()) {
      return false;
    }
    if (!(forks.getLast().outcome() instanceof Outcome.Measured<ForkResult>)) {
      return true;
    }
    double[] medians = forkMedians();
    // A recurring cause would otherwise keep the cell running forever.
    boolean hopeless = forks.size() - medians.length >= Math.max(MIN_EXCLUDED, stopping.maxForks());
    return hopeless || enough(medians);
  }

  private boolean enough(double[] medians) {
    return training()
        ? medians.length >= stopping.maxForks() && everyFold()
        : stopping.decide(medians, false).stop();
  }

  /** In a cross-validation, a fold whose fork was excluded is run again when its turn comes. */
  private boolean everyFold() {
    int folds = cell.workload() instanceof TrainWorkload training ? training.folds() : 0;
    return folds == 0
        || stopping.maxForks() < folds
        || counted().map(fork -> fork.context().fork() % folds).distinct().count() == folds;
  }

  /**
   * Whether it trains: then it has as many forks as seeds were planned, however narrow its times.
   */
  boolean training() {
    return cell.workload() instanceof Workload.Training;
  }

  /** Whether it has the forks that an interval needs, so that more only make it narrower. */
  boolean hasInterval() {
    return forkMedians().length >= MedianInterval.MIN_FORKS;
  }

  /** The minimum number of forks that this cell still needs. */
  int expectedMore() {
    if (done()) {
      return 0;
    }
    int counted = forkMedians().length;
    if (training()) {
      return Math.max(1, stopping.maxForks() - counted);
    }
    int next =
        StoppingRule.LOOKS.stream()
            .filter(look -> look > counted)
            .findFirst()
            .orElse(stopping.maxForks());
    return Math.max(1, Math.min(next, stopping.maxForks()) - counted);
  }

  private double[] forkMedians() {
    return counted()
        .mapToDouble(fork -> {
          ForkResult result = Objects.requireNonNull(fork.outcome().result());
          return Quantiles.median(result.timing().time().toArray());
        })
        .toArray();
  }

  private Stream<ForkRecord> counted() {
    return forks.stream()
        .filter(fork -> {
          ForkResult result = fork.outcome().result();
          return result != null && result.excludedCause() == null;
        });
  }
}
