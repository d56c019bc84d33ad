package assay.report.compare;

import java.util.List;

/** Whether two runs are of one machine, set alike. */
public sealed interface MachineVerdict {
  /** The same machine, set the same way. */
  record Same() implements MachineVerdict {}

  /** The same as far as both know, with differences that may explain others. */
  record Warn(List<Difference> identity, List<Difference> settings) implements MachineVerdict {
    /** Copies the lists. */
    public Warn {
      identity = List.copyOf(identity);
      settings = List.copyOf(settings);
    }
  }

  /** Different machines: ratios between them are a choice between systems and no change of one. */
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
    return switch (this) {
      case Same same -> List.of();
      case Warn(List<Difference> identity, List<Difference> settings) -> identity;
      case NotComparable(List<Difference> identity, List<Difference> settings) -> identity;
    };
  }

  /** Differences of the settings. */
  default List<Difference> settings() {
    return switch (this) {
      case Same same -> List.of();
      case Warn(List<Difference> identity, List<Difference> settings) -> settings;
      case NotComparable(List<Difference> identity, List<Difference> settings) -> settings;
    };
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
