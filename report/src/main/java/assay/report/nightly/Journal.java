package assay.report.nightly;

import assay.core.text.Glob;
import assay.report.history.SeriesKey;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What people said about nights, in the order in which they said it. Nothing is ever taken out: an
 * entry is withdrawn by a later one.
 *
 * @param entries all, withdrawn ones included
 */
public record Journal(List<Entry> entries) {
  /** Nobody has said anything. */
  public static final Journal EMPTY = new Journal(List.of());

  /** Copies the list. */
  public Journal {
    entries = List.copyOf(entries);
  }

  /**
   * An entry.
   *
   * @param id its name: {@code j1}, {@code j2} and so on
   * @param at when it was made
   * @param account the name of the account that made it
   * @param what was said
   */
  public record Entry(String id, Instant at, String account, Statement what) {}

  /** What was said. */
  public sealed interface Statement {
    /** One line, as it is shown. */
    String text();
  }

  /**
   * The open change of a series is accepted: what it is now is what later nights are compared with.
   */
  public record Accepted(SeriesKey series, String text) implements Statement {}

  /** The same for what moved a whole host, in a family of metrics. */
  public record HostAccepted(String host, String family, String text) implements Statement {}

  /**
   * What series are compared with begins anew.
   *
   * @param run the first one that counts
   * @param host of that run
   * @param workloads a pattern of the workloads of that host's series; {@code *} for all of them
   */
  public record BaselineSet(String run, String host, String workloads, String text)
      implements Statement {
    boolean concerns(SeriesKey series) {
      return host.equals(series.host()) && Glob.of(workloads).matches(series.workload());
    }
  }

  /**
   * A declared change, such as a new driver: shown on the trend and among the suspects, and no
   * verdict depends on it.
   *
   * @param host its label, null for all hosts
   * @param happened when it took effect
   */
  public record Declared(@Nullable String host, Instant happened, String text)
      implements Statement {}

  /** An earlier entry is withdrawn. */
  public record Withdrawn(String entry, String text) implements Statement {}

  /** The entries that hold: neither withdrawn nor withdrawals. */
  public List<Entry> holding() {
    Set<String> withdrawn = new HashSet<>();
    for (Entry entry : entries) {
      if (entry.what() instanceof Withdrawn(String id, String _)) {
        withdrawn.add(id);
      }
    }
    return entries.stream()
        .filter(e -> !(e.what() instanceof Withdrawn) && !withdrawn.contains(e.id()))
        .toList();
  }

  /** The entry of that name that holds, null if there is none. */
  public @Nullable Entry holding(String id) {
    return holding().stream().filter(entry -> entry.id().equals(id)).findFirst().orElse(null);
  }
}
