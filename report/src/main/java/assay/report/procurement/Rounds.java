package assay.report.procurement;

import assay.core.record.CellId;
import assay.core.record.ForkRecord;
import assay.core.record.ForkResult;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The forks of a system that count, by the round in which they ran. Forks with the same number ran
 * in one round and share the machine's state at the time, so that rounds are resampled, not the
 * forks of each task on their own: else a mean over tasks seems more certain than it is.
 */
final class Rounds {
  private final SortedSet<Integer> numbers = new TreeSet<>();
  private final Map<CellId, SortedMap<Integer, ForkResult>> byCell = new HashMap<>();
  private final long seed;

  private Rounds(long seed) {
    this.seed = seed;
  }

  static Rounds of(SystemUnderTest system) {
    Rounds rounds = new Rounds(system.runId().hashCode());
    for (ForkRecord fork : system.run().forks()) {
      ForkResult result = fork.outcome().result();
      if (result != null && result.excludedCause() == null) {
        int number = fork.context().fork();
        rounds.numbers.add(number);
        rounds.byCell.computeIfAbsent(fork.cell(), _ -> new TreeMap<>()).put(number, result);
      }
    }
    return rounds;
  }

  /** The forks of a cell by their round, in order; empty if there are none. */
  SortedMap<Integer, ForkResult> of(CellId cell) {
    return byCell.getOrDefault(cell, Collections.emptySortedMap());
  }

  /** Resamples of one value per fork: all cells of the system are in the same rounds of a draw. */
  BootstrapResamples draws(SortedMap<Integer, Double> values) {
    return BootstrapResamples.of(values, numbers, seed);
  }
}
