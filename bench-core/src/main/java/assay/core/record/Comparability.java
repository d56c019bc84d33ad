package assay.core.record;

import java.util.List;

/**
 * Whether the figures of two runs may be set against each other as those of one machine.
 *
 * <p>Different identities make them incomparable; different settings warn; state is not compared. A
 * name that only one run knows warns as well, also in the identity: a run without rights, or
 * without a source of telemetry, sees less of the same machine, and to call it another machine
 * would begin a new series each time. That it is the same machine is not shown either, hence the
 * warning. A part that is taken out of the machine is no such case: the list of accelerators and
 * the counts of processors are known without it, and differ.
 *
 * <p>The verdict does not depend on the order of names; the other order of runs gives the same
 * verdict with the sides exchanged. Differences are ordered by name.
 */
public sealed interface Comparability {
  /** The same machine, set the same way. */
  record Same() implements Comparability {}

  /**
   * Comparable, with reservations.
   *
   * @param identity names of the identity that only one run knows
   * @param settings differences of settings
   */
  record Warn(List<Difference> identity, List<Difference> settings) implements Comparability {
    /** Copies the lists. */
    public Warn {
      identity = List.copyOf(identity);
      settings = List.copyOf(settings);
    }
  }

  /**
   * Not the same machine, kernels or inputs.
   *
   * @param identity differences of the identity, at least one of them known on both sides
   * @param settings differences of settings
   */
  record NotComparable(List<Difference> identity, List<Difference> settings)
      implements Comparability {
    /** Copies the lists. */
    public NotComparable {
      identity = List.copyOf(identity);
      settings = List.copyOf(settings);
    }
  }

  /**
   * Of two runs: of their environments, and of what their plans set. Another number of threads is
   * another quantity and counts as identity ({@code plan.threads}); the seed, the JVM arguments and
   * the parameters of measurement count as settings ({@code plan.…}).
   *
   * @throws SameRunException if both are the same run
   */
  static Comparability of(RunRecord left, RunRecord right) {
    if (left.runId().equals(right.runId())) {
      throw new SameRunException(left.runId());
    }
    return Differences.of(left, right).verdict();
  }

  /** Of two environments alone. */
  static Comparability of(RunRecord.Environment left, RunRecord.Environment right) {
    return Differences.of(left, right).verdict();
  }
}
