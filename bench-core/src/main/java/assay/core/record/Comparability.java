package assay.core.record;

import java.util.List;

/**
 * Whether the metrics of two runs may be compared as those of one machine.
 *
 * <p>Different identities make runs incomparable; different settings give a warning; state is not
 * compared, but for the measured fingerprint ({@link MeasuredSpeed}), which gives a warning too. A
 * name that only one run knows also gives a warning, even in the identity: a run without
 * privileges, or without a telemetry source, sees less of the same machine, and treating it as
 * another machine would start a new series each time. As it is not proven to be the same machine
 * either, there is a warning. Removed hardware is a different case: the list of accelerators and
 * the processor counts are known without it, and differ.
 *
 * <p>The verdict does not depend on the order of names; swapping the runs gives the same verdict
 * with the sides swapped. Differences are ordered by name.
 */
public sealed interface Comparability {
  /** The same machine with the same settings. */
  record Same() implements Comparability {
    @Override
    public List<Difference> identity() {
      return List.of();
    }

    @Override
    public List<Difference> settings() {
      return List.of();
    }
  }

  /**
   * Comparable, with warnings.
   *
   * @param identity identity names that only one run knows
   * @param settings differences in settings
   */
  record Warn(List<Difference> identity, List<Difference> settings) implements Comparability {
    public Warn {
      identity = List.copyOf(identity);
      settings = List.copyOf(settings);
    }
  }

  /**
   * Not the same machine or inputs.
   *
   * @param identity differences in identity, at least one of them known on both sides
   * @param settings differences in settings
   */
  record NotComparable(List<Difference> identity, List<Difference> settings)
      implements Comparability {
    public NotComparable {
      identity = List.copyOf(identity);
      settings = List.copyOf(settings);
    }
  }

  /** Differences in identity, ordered by name. */
  List<Difference> identity();

  /** Differences in settings, ordered by name. */
  List<Difference> settings();

  /**
   * Compares two runs: their environments and their plans. The number of threads ({@code threads}),
   * seed, JVM arguments and measurement parameters ({@code plan.…}) count as settings: another
   * number of threads is no other machine. A series of nights has one number all the same, see
   * {@link #sameSeries}.
   *
   * @throws SameRunException if both are the same run
   */
  static Comparability of(RunRecord left, RunRecord right) {
    if (left.runId().equals(right.runId())) {
      throw new SameRunException(left.runId());
    }
    return Differences.of(left, right).verdict();
  }

  /**
   * Whether both runs may stand in one series: the same machine, computing with the same number of
   * threads.
   */
  static boolean sameSeries(RunRecord left, RunRecord right) {
    return left.plan().threads() == right.plan().threads()
        && !(of(left, right) instanceof NotComparable);
  }

  /** Compares two environments only. */
  static Comparability of(RunRecord.Environment left, RunRecord.Environment right) {
    return Differences.of(left, right).verdict();
  }
}
