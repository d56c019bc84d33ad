package assay.report.compare;

import java.util.List;

/** Whether two runs are from the same machine with the same settings. */
public sealed interface MachineVerdict {
  /** The same machine with the same settings. */
  record Same() implements MachineVerdict {}

  /** The same machine as far as both runs know, with differences that may explain changes. */
  record Warn(List<Difference> identity, List<Difference> settings) implements MachineVerdict {
    /** Copies the lists. */
    public Warn {
      identity = List.copyOf(identity);
      settings = List.copyOf(settings);
    }
  }

  /** Different machines: ratios compare systems and show no change in one. */
  record NotComparable(List<Difference> identity, List<Difference> settings)
      implements MachineVerdict {
    /** Copies the lists. */
    public NotComparable {
      identity = List.copyOf(identity);
      settings = List.copyOf(settings);
    }
  }

  /** Differences of the identity. */
  default List<Difference> identity() {
    return List.of();
  }

  /** Differences of the settings. */
  default List<Difference> settings() {
    return List.of();
  }

  /** Name of the verdict in machine formats. */
  default String word() {
    return switch (this) {
      case Same same -> "COMPARABLE";
      case Warn warn -> "WARN";
      case NotComparable not -> "NOT_COMPARABLE";
    };
  }
}
