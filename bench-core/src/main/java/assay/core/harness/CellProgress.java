package assay.core.harness;

import assay.core.result.CellStatus;
import assay.core.result.ForkOutcome;
import assay.core.result.ForkRecord;
import assay.core.stats.Quantiles;
import assay.core.stats.StoppingRule;
import java.util.ArrayList;
import java.util.List;

/** The forks of one cell so far, and whether it needs more. */
final class CellProgress {
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

  /** A fork without figures ends the cell; one on an emulation is enough, since it has none. */
  boolean done() {
    if (forks.isEmpty()) {
      return false;
    }
    ForkOutcome last = forks.getLast().outcome();
    if (last.status() != CellStatus.OK || last instanceof ForkOutcome.Checked) {
      return true;
    }
    return stopping.decide(forkMedians(), false).stop();
  }

  /** Forks this cell will still need at least. */
  int expectedMore() {
    if (done()) {
      return 0;
    }
    for (int look : StoppingRule.LOOKS) {
      if (look > forks.size()) {
        return Math.min(look, stopping.maxForks()) - forks.size();
      }
    }
    return Math.max(1, stopping.maxForks() - forks.size());
  }

  private double[] forkMedians() {
    return forks.stream()
        .map(ForkRecord::outcome)
        .filter(ForkOutcome.Timed.class::isInstance)
        .map(ForkOutcome.Timed.class::cast)
        .filter(t -> t.excludedCause() == null)
        .mapToDouble(t -> Quantiles.median(t.timing().samples().toArray()))
        .toArray();
  }
}
