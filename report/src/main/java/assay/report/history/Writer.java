package assay.report.history;

import assay.core.record.RunId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts runs into the index and removes them, each call in a transaction of the caller's. Which
 * machine a run is of depends on the runs of its host before it; so after each call all runs of the
 * hosts concerned are what they would be if the index were made anew.
 */
final class Writer {
  private static final int BATCH = 1000;

  private final Database database;
  private final Connection connection;
  private final Documents documents;
  private final Map<StoredSeries, Integer> series = new HashMap<>();

  /** A run of a host: in the index if it has a number, else to be put there. */
  private record Member(
      int number,
      Instant started,
      String run,
      String identity,
      @Nullable Map<String, String> names,
      @Nullable String hash) {}

  Writer(Database database, Connection connection) throws SQLException {
    this.database = database;
    this.connection = connection;
    documents = new Documents(database);
    readSeries();
  }

  private void readSeries() throws SQLException {
    series.clear();
    new Reader(database).series().forEach((number, stored) -> series.put(stored, number));
  }

  /** Puts runs into the index; what it has of them already is replaced. */
  void add(List<Source> sources) throws SQLException {
    remove(sources.stream().map(source -> source.run().run()).toList());
    Set<String> hosts = new HashSet<>();
    sources.forEach(source -> hosts.add(source.run().host()));
    Map<String, String> identities = new HashMap<>();
    for (String host : hosts) {
      identities.putAll(identify(host, sources));
    }
    int number = database.nextId("assay_run");
    try (PreparedStatement values =
        connection.prepareStatement("insert into assay_value values (?, ?, ?, ?)")) {
      for (Source source : sources) {
        StoredRun run = source.run();
        String identity =
            source.names() == null
                ? run.identity()
                : identities.getOrDefault(run.run().value(), run.identity());
        insert(number, source, identity);
        for (StoredValue value : run.values()) {
          insert(values, number(StoredSeries.of(value).of(identity)), number, value);
        }
        values.executeBatch();
        number++;
      }
    }
  }

  private static void insert(PreparedStatement values, int series, int run, StoredValue value)
      throws SQLException {
    insert(values, series, run, value.value(), value.standardError());
  }

  private static void insert(
      PreparedStatement values, int series, int run, double value, double error)
      throws SQLException {
    values.setInt(1, series);
    values.setInt(2, run);
    values.setDouble(3, value);
    values.setDouble(4, error);
    values.addBatch();
  }

  private void insert(int number, Source source, String identity) throws SQLException {
    StoredRun run = source.run();
    RunId confirms = run.confirms();
    Instant started = run.started();
    database.update(
        "insert into assay_run (id, run, source, size, changed, started, nanos, finished, host,"
            + " identity, identity_hash, machine, suite, shipped_suite, confirms, conditions, canaries,"
            + " cells)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        number,
        run.run().value(),
        source.place(),
        source.size(),
        source.changed(),
        started.getEpochSecond(),
        started.getNano(),
        run.finished() ? 1 : 0,
        run.host(),
        identity,
        source.hash(),
        source.names() == null ? null : documents.number(source.names()),
        run.suite(),
        run.shippedSuite() ? 1 : 0,
        confirms == null ? null : confirms.value(),
        documents.number(new TreeMap<>(run.conditions())),
        documents.number(run.canaries()),
        documents.number(run.cells()));
  }

  private int number(StoredSeries wanted) throws SQLException {
    Integer known = series.get(wanted);
    if (known != null) {
      return known;
    }
    int number = database.nextId("assay_series");
    SeriesKey key = wanted.series();
    database.update(
        "insert into assay_series (id, short_id, host, identity, threads, device, workload, target,"
            + " engine, precision_id, metric, unit, better, judged)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        number,
        key.id(),
        key.host(),
        key.identity(),
        key.threads(),
        key.device(),
        key.workload(),
        key.target(),
        key.engine(),
        key.precision(),
        key.metric(),
        wanted.unit(),
        wanted.better().name(),
        wanted.primary() ? 1 : 0);
    series.put(wanted, number);
    return number;
  }

  /**
   * Finds out the machine of each new run of a host, and moves the runs that are in the index
   * already and turn out to be of another one.
   *
   * @return of the new runs
   */
  private Map<String, String> identify(String host, List<Source> sources) throws SQLException {
    List<Member> members = new ArrayList<>();
    database.query(
        "select id, started, nanos, run, identity, machine, identity_hash from assay_run"
            + " where host = ? and machine is not null",
        row ->
            members.add(
                new Member(
                    row.getInt(1),
                    Instant.ofEpochSecond(row.getLong(2), row.getInt(3)),
                    row.getString(4),
                    row.getString(5),
                    documents.get(row.getInt(6), Documents.NAMES),
                    row.getString(7))),
        host);
    for (Source source : sources) {
      StoredRun run = source.run();
      if (run.host().equals(host) && source.names() != null) {
        members.add(
            new Member(
                0,
                run.started(),
                run.run().value(),
                run.identity(),
                source.names(),
                source.hash()));
      }
    }
    members.sort(Comparator.comparing(Member::started).thenComparing(Member::run));
    Machines machines = new Machines();
    Map<String, String> found = new HashMap<>();
    Map<Integer, String> moved = new HashMap<>();
    for (Member member : members) {
      if (member.names() == null || member.hash() == null) {
        continue;
      }
      String identity = machines.of(host, member.names(), member.hash());
      if (member.number() == 0) {
        found.put(member.run(), identity);
      } else if (!identity.equals(member.identity())) {
        moved.put(member.number(), identity);
      }
    }
    move(moved);
    return found;
  }

  private void move(Map<Integer, String> moved) throws SQLException {
    if (moved.isEmpty()) {
      return;
    }
    record Value(int series, int run, double value, double error) {}
    List<Value> values = new ArrayList<>();
    database.query(
        "select series, run, value, error from assay_value",
        row -> {
          if (moved.containsKey(row.getInt(2))) {
            values.add(new Value(row.getInt(1), row.getInt(2), row.getDouble(3), row.getDouble(4)));
          }
        });
    Map<Integer, StoredSeries> byNumber = new HashMap<>();
    series.forEach((key, number) -> byNumber.put(number, key));
    try (PreparedStatement delete =
            connection.prepareStatement("delete from assay_value where series = ? and run = ?");
        PreparedStatement insert =
            connection.prepareStatement("insert into assay_value values (?, ?, ?, ?)")) {
      for (Value value : values) {
        delete.setInt(1, value.series());
        delete.setInt(2, value.run());
        delete.addBatch();
        StoredSeries old = Objects.requireNonNull(byNumber.get(value.series()));
        String identity = Objects.requireNonNull(moved.get(value.run()));
        insert(insert, number(old.of(identity)), value.run(), value.value(), value.error());
      }
      delete.executeBatch();
      insert.executeBatch();
    }
    for (Map.Entry<Integer, String> run : moved.entrySet()) {
      database.update(
          "update assay_run set identity = ? where id = ?", run.getValue(), run.getKey());
    }
    removeEmptySeries();
  }

  /** Removes runs without regard to machines. */
  private boolean remove(List<RunId> runs) throws SQLException {
    List<Integer> numbers = new ArrayList<>();
    for (RunId run : runs) {
      database.query(
          "select id from assay_run where run = ?", row -> numbers.add(row.getInt(1)), run.value());
    }
    // Each statement passes over all values; and there is a limit to a statement's length.
    for (int from = 0; from < numbers.size(); from += BATCH) {
      String some =
          numbers.subList(from, Math.min(from + BATCH, numbers.size())).stream()
              .map(String::valueOf)
              .collect(Collectors.joining(", ", " in (", ")"));
      database.update("delete from assay_value where run" + some);
      database.update("delete from assay_run where id" + some);
    }
    if (!numbers.isEmpty()) {
      removeEmptySeries();
    }
    return !numbers.isEmpty();
  }

  /** Removes runs from the index. */
  void delete(List<RunId> runs) throws SQLException {
    Set<String> hosts = new HashSet<>();
    for (RunId run : runs) {
      database.query(
          "select host from assay_run where run = ?",
          row -> hosts.add(row.getString(1)),
          run.value());
    }
    if (remove(runs)) {
      for (String host : hosts) {
        identify(host, List.of());
      }
    }
  }

  private void removeEmptySeries() throws SQLException {
    database.update(
        "delete from assay_series where not exists"
            + " (select 1 from assay_value where assay_value.series = assay_series.id)");
    readSeries();
  }
}
