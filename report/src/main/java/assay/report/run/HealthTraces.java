package assay.report.run;

import assay.core.record.store.TelemetryLog.Column;
import assay.core.record.store.TelemetryLog.Line;
import assay.core.record.store.TelemetryLog.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Readings as readable quantities: counters become watts and shares, gauges stay as they are.
 * Energy counters without a known wrap and tallies without a capacity give no trace.
 */
final class HealthTraces {
  // Over shorter windows only the granularity of a counter would show.
  private static final double MIN_SECONDS = 0.2;

  /** No domain with an energy counter draws more. */
  private static final double MAX_WATTS = 10_000;

  private HealthTraces() {}

  /**
   * Readings of one channel.
   *
   * @param channel its name
   * @param source id of its source
   * @param unit {@code %}, {@code Hz}, {@code W}, {@code °C} …
   * @param seconds moments since the first session began, ascending
   * @param values as many; NaN where a new session begins or a counter says nothing
   * @param why why it could not be read at some moment, null if it always could
   */
  record Trace(
      String channel,
      String source,
      String unit,
      List<Double> seconds,
      List<Double> values,
      @Nullable String why) {
    /** The values without gaps. */
    double[] known() {
      return values.stream()
          .mapToDouble(Double::doubleValue)
          .filter(v -> !Double.isNaN(v))
          .toArray();
    }
  }

  /** All channels of all sessions, by source and name. */
  static List<Trace> of(List<Session> sessions) {
    Map<String, Trace> traces = new LinkedHashMap<>();
    for (Session session : sessions) {
      double offset = offset(sessions, session.header().startedUtc());
      List<Column> columns = session.header().columns();
      for (int i = 0; i < columns.size(); i++) {
        read(session, offset, i, columns.get(i), traces);
      }
    }
    return List.copyOf(traces.values());
  }

  /** Seconds from the beginning of the first session to a moment. */
  static double offset(List<Session> sessions, Instant moment) {
    Instant first = sessions.getFirst().header().startedUtc();
    return Duration.between(first, moment).toNanos() / 1e9;
  }

  private static void read(
      Session session, double offset, int index, Column column, Map<String, Trace> traces) {
    String unit = unit(column);
    if (unit == null) {
      return;
    }
    String key = column.source() + " " + column.id();
    Trace before = traces.get(key);
    List<Double> seconds = before == null ? new ArrayList<>() : before.seconds();
    List<Double> values = before == null ? new ArrayList<>() : before.values();
    if (!seconds.isEmpty()) {
      seconds.add(offset);
      values.add(Double.NaN);
    }
    if (isLevel(column)) {
      levels(session.lines(), offset, index, seconds, values);
    } else {
      slopes(session.lines(), offset, index, column, seconds, values);
    }
    String why =
        before == null || before.why() == null ? why(session.lines(), index) : before.why();
    traces.put(key, new Trace(column.id(), column.source(), unit, seconds, values, why));
  }

  private static boolean isLevel(Column column) {
    return column.kind().equals("gauge") || column.kind().equals("power");
  }

  /** The unit a reader sees; null where the channel gives no trace. */
  private static @Nullable String unit(Column column) {
    return switch (column.kind()) {
      case "gauge", "power" -> column.unit();
      case "energyCounter" -> "W";
      case "tally" -> column.capacity() == null ? null : "%";
      default -> null;
    };
  }

  private static void levels(
      List<Line> lines, double offset, int index, List<Double> seconds, List<Double> values) {
    for (Line line : lines) {
      Double value = line.v().get(index);
      if (value != null) {
        seconds.add(offset + line.t());
        values.add(value);
      }
    }
  }

  private static void slopes(
      List<Line> lines,
      double offset,
      int index,
      Column column,
      List<Double> seconds,
      List<Double> values) {
    Line from = null;
    for (Line line : lines) {
      Double now = line.v().get(index);
      if (now == null) {
        continue;
      }
      if (from == null) {
        from = line;
      } else if (line.t() - from.t() >= MIN_SECONDS) {
        double before = Objects.requireNonNull(from.v().get(index));
        Double slope = slope(now - before, line.t() - from.t(), column);
        seconds.add(offset + line.t());
        values.add(slope == null ? Double.valueOf(Double.NaN) : slope);
        from = line;
      }
    }
  }

  /**
   * Null if a counter went backwards and its wrap is unknown, or if an energy counter stood still
   * or may have wrapped unseen.
   */
  private static @Nullable Double slope(double counts, double seconds, Column column) {
    Double perCount = column.perCount();
    Double range = column.wrapsAfter();
    if (perCount != null
        && (counts == 0 || (range != null && range * perCount <= MAX_WATTS * seconds))) {
      return null;
    }
    double grown = counts;
    if (grown < 0) {
      Double wraps = column.wrapsAfter();
      if (wraps == null) {
        return null;
      }
      grown += wraps;
    }
    Double joules = column.perCount();
    Double capacity = column.capacity();
    return joules != null
        ? Double.valueOf(grown * joules / seconds)
        : capacity == null ? null : Double.valueOf(100 * grown / seconds / capacity);
  }

  private static @Nullable String why(List<Line> lines, int index) {
    for (Line line : lines) {
      String why = line.why() == null ? null : line.why().get(index);
      if (why != null) {
        return why;
      }
    }
    return null;
  }
}
