package assay.report.history;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether values that are to be imported contradict those that are there. */
final class Conflicts {
  private Conflicts() {}

  /**
   * Checks.
   *
   * @param there the times of the values of series that are there
   * @throws HistoryException.Refused if a series has a value at the same time, or another unit
   */
  static void check(Path file, List<Source> sources, Map<StoredSeries, Set<Instant>> there)
      throws HistoryException.Refused {
    for (Source source : sources) {
      Instant started = source.run().started();
      for (StoredValue value : source.run().values()) {
        for (Map.Entry<StoredSeries, Set<Instant>> other : there.entrySet()) {
          if (other.getKey().series().equals(value.series())) {
            check(file, value, started, other.getKey().unit(), other.getValue());
          }
        }
      }
    }
  }

  private static void check(
      Path file, StoredValue value, Instant started, String unit, Set<Instant> times)
      throws HistoryException.Refused {
    if (!unit.equals(value.unit())) {
      throw refused(file, value, "is in " + value.unit() + ", but its history is in " + unit);
    }
    if (times.contains(started)) {
      throw refused(file, value, "has a value at " + started + " already: import only what is new");
    }
  }

  private static HistoryException.Refused refused(Path file, StoredValue value, String reason) {
    return new HistoryException.Refused(file + ": the " + value.series().text() + " " + reason);
  }
}
