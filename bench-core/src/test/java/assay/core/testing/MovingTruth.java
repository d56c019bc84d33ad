package assay.core.testing;

import assay.core.telemetry.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/** What {@link MovingMachine} wrote and when, from its log. */
final class MovingTruth {
  private final NavigableMap<Long, Update> updates = new TreeMap<>();

  /** An update as it was written. */
  record Update(long nanos, double joules, long count) {}

  /** Reads a log that may still grow. */
  MovingTruth(Path file) throws IOException {
    String log = Files.readString(file);
    // The last line may be half written.
    String whole = log.substring(0, log.lastIndexOf('\n'));
    for (String line : whole.lines().skip(1).toList()) {
      String[] cells = line.split(",", -1);
      long nanos = Long.parseLong(cells[0]);
      double joules = Double.parseDouble(cells[1]);
      updates.put(nanos, new Update(nanos, joules, Long.parseLong(cells[2])));
    }
  }

  /** The update that was read: the last one with its count that is not later. */
  Update read(Point point) {
    // The time stamp is the middle of the reading, so the update may be a little later than that.
    NavigableMap<Long, Update> until = updates.headMap(point.nanos() + 1_000_000_000, true);
    return until.descendingMap().values().stream()
        .filter(u -> u.count() == (long) point.value())
        .findFirst()
        .orElseThrow(() -> new AssertionError("a count that was never written: " + point));
  }

  /** Energy at a moment, between two updates in proportion, J. */
  double joulesAt(long nanos) {
    Update before = of(updates.floorEntry(nanos));
    Update after = of(updates.ceilingEntry(nanos));
    if (after.nanos() == before.nanos()) {
      return before.joules();
    }
    double share = (double) (nanos - before.nanos()) / (after.nanos() - before.nanos());
    return before.joules() + share * (after.joules() - before.joules());
  }

  /** The longest time without an update between two moments, s. */
  double longestPause(long from, long to) {
    long longest = 0;
    long before = from;
    for (long nanos : updates.subMap(from, true, to, true).keySet()) {
      longest = Math.max(longest, nanos - before);
      before = nanos;
    }
    return Math.max(longest, to - before) / 1e9;
  }

  private static Update of(Map.Entry<Long, Update> entry) {
    return Objects.requireNonNull(entry, "a moment outside the log").getValue();
  }
}
