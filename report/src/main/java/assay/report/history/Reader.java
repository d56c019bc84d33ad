package assay.report.history;

import assay.core.record.MetricKey.Better;
import assay.core.record.RunId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the index, each call in a transaction of the caller's. */
final class Reader {
  private static final Comparator<StoredSeries> ORDER =
      Comparator.comparing((StoredSeries s) -> String.join("\n", s.series().parts()))
          .thenComparing(StoredSeries::unit);

  private final Database database;

  Reader(Database database) {
    this.database = database;
  }

  /** A run's file when it was put into the index. */
  record Entry(String source, String host, Instant started, long size, long changed) {}

  /** The entries by run. */
  Map<RunId, Entry> entries() throws SQLException {
    Map<RunId, Entry> entries = new HashMap<>();
    database.query(
        "select run, source, host, started, nanos, size, changed from assay_run",
        row ->
            entries.put(
                new RunId(row.getString(1)),
                new Entry(
                    row.getString(2),
                    row.getString(3),
                    Instant.ofEpochSecond(row.getLong(4), row.getInt(5)),
                    row.getLong(6),
                    row.getLong(7))));
    return entries;
  }

  /** The time before whose runs none are kept. */
  Instant keptSince() throws SQLException {
    Instant[] since = {Instant.MIN};
    database.query(
        "select kept_since from assay_history where kept_since is not null",
        row -> since[0] = Instant.ofEpochSecond(row.getLong(1)));
    return since[0];
  }

  /** The chosen series, in the order of their parts. */
  List<StoredSeries> find(Predicate<SeriesKey> filter) throws SQLException {
    return series().values().stream()
        .filter(series -> filter.test(series.series()))
        .sorted(ORDER)
        .toList();
  }

  /** All series by number. */
  Map<Integer, StoredSeries> series() throws SQLException {
    Map<Integer, StoredSeries> series = new LinkedHashMap<>();
    database.query(
        "select id, host, identity, threads, device, workload, target, engine, precision_id,"
            + " metric, unit, better, judged from assay_series",
        row -> series.put(row.getInt(1), series(row)));
    return series;
  }

  private static StoredSeries series(ResultSet row) throws SQLException {
    return new StoredSeries(
        new SeriesKey(
            row.getString(2),
            row.getString(3),
            row.getInt(4),
            row.getString(5),
            row.getString(6),
            row.getString(7),
            row.getString(8),
            row.getString(9),
            row.getString(10)),
        row.getString(11),
        Better.valueOf(row.getString(12)),
        row.getInt(13) != 0);
  }

  /** How far the chosen series go, in the order of their parts. */
  List<SeriesExtent> extents(SeriesFilter filter) throws SQLException {
    List<SeriesExtent> extents = new ArrayList<>();
    for (Map.Entry<Integer, StoredSeries> entry : series().entrySet()) {
      if (filter.matches(entry.getValue().series())) {
        database.query(
            "select count(*), min(started), max(started) from assay_value"
                + " join assay_run on assay_run.id = assay_value.run where series = ?",
            row ->
                extents.add(
                    new SeriesExtent(
                        entry.getValue(),
                        row.getInt(1),
                        Instant.ofEpochSecond(row.getLong(2)),
                        Instant.ofEpochSecond(row.getLong(3)))),
            entry.getKey());
      }
    }
    extents.sort(Comparator.comparing(SeriesExtent::series, ORDER));
    return extents;
  }

  /** The values of a series, oldest first. */
  List<SeriesPoint> points(StoredSeries wanted) throws SQLException {
    List<SeriesPoint> points = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    database.query(
        "select id, host, identity, threads, device, workload, target, engine, precision_id,"
            + " metric, unit, better, judged from assay_series where short_id = ?",
        row -> {
          if (series(row).equals(wanted)) {
            numbers.add(row.getInt(1));
          }
        },
        wanted.series().id());
    for (int number : numbers) {
      database.query(
          "select assay_run.run, started, nanos, confirms, value, error from assay_value"
              + " join assay_run on assay_run.id = assay_value.run where series = ?",
          row ->
              points.add(
                  new SeriesPoint(
                      new RunId(row.getString(1)),
                      Instant.ofEpochSecond(row.getLong(2), row.getInt(3)),
                      runId(row.getString(4)),
                      row.getDouble(5),
                      row.getDouble(6))),
          number);
    }
    points.sort(Comparator.comparing(SeriesPoint::started).thenComparing(SeriesPoint::run));
    return points;
  }

  private static @Nullable RunId runId(@Nullable String text) {
    return text == null ? null : new RunId(text);
  }

  /** All runs in the order of their start, their values in the order of the series' parts. */
  List<StoredRun> runs() throws SQLException {
    Map<Integer, List<StoredValue>> values = values();
    Documents documents = new Documents(database);
    List<StoredRun> runs = new ArrayList<>();
    database.query(
        "select id, run, started, nanos, finished, host, identity, suite, shipped_suite, confirms,"
            + " conditions, canaries, cells from assay_run",
        row ->
            runs.add(
                new StoredRun(
                    new RunId(row.getString(2)),
                    Instant.ofEpochSecond(row.getLong(3), row.getInt(4)),
                    row.getInt(5) != 0,
                    row.getString(6),
                    row.getString(7),
                    row.getString(8),
                    row.getInt(9) != 0,
                    documents.get(row.getInt(11), Documents.NAMES),
                    documents.get(row.getInt(12), Documents.CANARIES),
                    runId(row.getString(10)),
                    documents.get(row.getInt(13), Documents.CELLS),
                    values.getOrDefault(row.getInt(1), List.of()))));
    runs.sort(Comparator.comparing(StoredRun::started).thenComparing(StoredRun::run));
    return runs;
  }

  private Map<Integer, List<StoredValue>> values() throws SQLException {
    record Value(int run, double value, double error) {}
    Map<Integer, StoredSeries> series = series();
    Map<Integer, List<Value>> bySeries = new HashMap<>();
    database.query(
        "select series, run, value, error from assay_value",
        row ->
            bySeries
                .computeIfAbsent(row.getInt(1), _ -> new ArrayList<>())
                .add(new Value(row.getInt(2), row.getDouble(3), row.getDouble(4))));
    Map<Integer, List<StoredValue>> byRun = new HashMap<>();
    series.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(ORDER))
        .forEach(entry -> {
          StoredSeries of = entry.getValue();
          for (Value value : bySeries.getOrDefault(entry.getKey(), List.of())) {
            byRun
                .computeIfAbsent(value.run(), _ -> new ArrayList<>())
                .add(
                    new StoredValue(
                        of.series(),
                        value.value(),
                        value.error(),
                        of.unit(),
                        of.better(),
                        of.primary()));
          }
        });
    return byRun;
  }
}
