package assay.report.history;

import assay.core.files.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The connection: SQLite or PostgreSQL, with the same SQL. Who writes takes a lock first, so that
 * only one process writes at a time and numbers can be given without a sequence.
 */
final class Database implements AutoCloseable {
  /** Of the tables; another version is not read. */
  static final int VERSION = 1;

  private static final String SQLITE = "jdbc:sqlite:";
  private static final String POSTGRESQL = "jdbc:postgresql:";
  private static final String NO_TABLE = "42P01";
  private static final int CORRUPT = 11;
  private static final int NOT_A_DATABASE = 26;
  private static final int SQL_ERROR = 1;

  private static final List<String> TABLES =
      List.of("assay_value", "assay_series", "assay_run", "assay_document", "assay_history");

  /** Texts that many runs share are documents. Times are seconds since 1970 and nanoseconds. */
  private static final List<String> SCHEMA =
      List.of(
          "create table assay_history (version integer not null, kept_since bigint)",
          "create table assay_document (id integer primary key, hash text not null unique,"
              + " content text not null)",
          "create table assay_run (id integer primary key, run text not null unique,"
              + " source text not null, size bigint not null, changed bigint not null,"
              + " started bigint not null, nanos integer not null, finished integer not null,"
              + " host text not null, identity text not null, identity_hash text,"
              + " machine integer, suite text not null, shipped_suite integer not null, confirms text,"
              + " conditions integer not null, canaries integer not null,"
              + " cells integer not null)",
          "create table assay_series (id integer primary key, short_id text not null,"
              + " host text not null, identity text not null, threads integer not null,"
              + " device text not null, workload text not null, target text not null,"
              + " engine text not null, precision_id text not null, metric text not null,"
              + " unit text not null, better text not null, judged integer not null)",
          "create index assay_series_short_id on assay_series (short_id)",
          "create table assay_value (series integer not null, run integer not null,"
              + " value double precision not null, error double precision not null,"
              + " primary key (series, run))");

  private final String url;
  private final Connection connection;

  /** Work in a transaction. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /** What is done with each row of a result. */
  @FunctionalInterface
  interface Row {
    void take(ResultSet row) throws SQLException;
  }

  private Database(String url, Connection connection) {
    this.url = url;
    this.connection = connection;
  }

  /** The URL of a SQLite file. */
  static String url(Path file) {
    return SQLITE + file;
  }

  /**
   * Opens a database and makes the tables if there are none.
   *
   * @throws HistoryException.Refused if the URL is none of SQLite or PostgreSQL, or the tables of a
   *     PostgreSQL database have another version
   * @throws HistoryException.Damaged if a SQLite file is damaged or has another version
   * @throws HistoryException.Unreachable if it cannot be opened
   */
  static Database open(String url) throws HistoryException {
    if (!url.startsWith(SQLITE) && !url.startsWith(POSTGRESQL)) {
      throw new HistoryException.Refused(
          "'"
              + shown(url)
              + "' is no database of a history: write "
              + SQLITE
              + "FILE or "
              + POSTGRESQL
              + "//HOST/DATABASE");
    }
    Database database = new Database(url, connect(url));
    try {
      database.prepare();
      return database;
    } catch (HistoryException e) {
      database.close();
      throw e;
    }
  }

  private static Connection connect(String url) throws HistoryException {
    Properties properties = new Properties();
    if (url.startsWith(SQLITE)) {
      properties.setProperty("busy_timeout", "120000");
      properties.setProperty("synchronous", "NORMAL");
      // KiB, below 0 by SQLite's convention.
      properties.setProperty("cache_size", "-131072");
    } else {
      properties.setProperty("reWriteBatchedInserts", "true");
      properties.setProperty("connectTimeout", "10");
      properties.setProperty("loginTimeout", "10");
      properties.setProperty("ApplicationName", "assay");
    }
    try {
      return DriverManager.getConnection(url, properties);
    } catch (SQLException e) {
      throw failure(url, e);
    }
  }

  private void prepare() throws HistoryException {
    try {
      if (!hasTables()) {
        refuseOthers();
        create();
      }
      if (isLocal()) {
        // Readers do not wait for a writer then. Not before: it changes the file.
        query("pragma journal_mode = wal", _ -> {});
      }
      int version = version();
      if (version != VERSION) {
        String found = shown(url) + " has version " + version + " of the tables, not " + VERSION;
        throw isLocal()
            ? new HistoryException.Damaged(found, new SQLException(found))
            : new HistoryException.Refused(
                found + ": use the same version of Assay on all hosts, or name another database");
      }
    } catch (SQLException e) {
      throw failure(url, e);
    }
  }

  private boolean hasTables() throws SQLException {
    try (ResultSet tables =
        connection.getMetaData().getTables(null, connection.getSchema(), "assay_history", null)) {
      return tables.next();
    }
  }

  /** A file of another program is left as it is; a server may be shared. */
  private void refuseOthers() throws SQLException, HistoryException {
    String[] table = {""};
    if (isLocal()) {
      query(
          "select name from sqlite_master where type = 'table' and name not like 'assay\\_%'"
              + " escape '\\' limit 1",
          row -> table[0] = row.getString(1));
    }
    if (!table[0].isEmpty()) {
      throw new HistoryException.Refused(
          shown(url)
              + " is no history: it has a table "
              + table[0]
              + "; name another file, or none for the one beside the runs");
    }
  }

  private int version() throws SQLException {
    int[] version = {0};
    query("select version from assay_history", row -> version[0] = row.getInt(1));
    return version[0];
  }

  private void create() throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (String table : SCHEMA) {
        // The rows of a series lie side by side then.
        boolean clustered = isLocal() && table.startsWith("create table assay_value");
        statement.execute(table + (clustered ? " without rowid" : ""));
      }
      statement.execute("insert into assay_history values (" + VERSION + ", null)");
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      // Another process may have made them meanwhile.
      if (!hasTables()) {
        throw e;
      }
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** Removes everything and makes empty tables. */
  void clear() throws HistoryException {
    write(_ -> {
      for (String table : TABLES.subList(0, TABLES.size() - 1)) {
        update("delete from " + table);
      }
      update("update assay_history set kept_since = null");
      return true;
    });
  }

  /** Whether it is a SQLite file, and so of this machine alone. */
  boolean isLocal() {
    return url.startsWith(SQLITE);
  }

  /** Removes a damaged SQLite file and what SQLite keeps beside it. */
  static void delete(String url) throws HistoryException {
    Path file = Path.of(url.substring(SQLITE.length()).split("\\?", 2)[0]);
    try {
      for (String part : List.of("-wal", "-shm", "-journal", "")) {
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + part));
      }
    } catch (IOException e) {
      throw new HistoryException.Unreachable(
          file + " is damaged and cannot be deleted: " + IoReason.of(e), e);
    }
  }

  /** Reads. */
  <T> T read(Work<T> work) throws HistoryException {
    return transaction(work, false);
  }

  /** Writes, as the only process that does. */
  <T> T write(Work<T> work) throws HistoryException {
    return transaction(work, true);
  }

  private <T> T transaction(Work<T> work, boolean writes) throws HistoryException {
    try {
      connection.setAutoCommit(false);
      try {
        if (writes) {
          update("update assay_history set version = version");
        }
        T result = work.run(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException | Error e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw failure(url, e);
    }
  }

  /** Runs a query. */
  void query(String sql, Row row, @Nullable Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      if (!isLocal()) {
        // Otherwise the whole result is held in memory.
        statement.setFetchSize(10_000);
      }
      bind(statement, parameters);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          row.take(result);
        }
      }
    }
  }

  /** Runs a statement and returns the number of rows. */
  int update(String sql, @Nullable Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      return statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object... parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }

  /** The next number of a table. */
  int nextId(String table) throws SQLException {
    int[] next = {1};
    query("select max(id) from " + table, row -> next[0] = row.getInt(1) + 1);
    return next[0];
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // All that was written has been committed.
    }
  }

  /** The URL without its parameters, among which may be a password. */
  static String shown(String url) {
    return url.split("\\?", 2)[0];
  }

  private static HistoryException failure(String url, SQLException e) {
    String reason = reason(e);
    if (url.startsWith(SQLITE)) {
      int code = e.getErrorCode() & 0xff;
      return code == CORRUPT || code == NOT_A_DATABASE || code == SQL_ERROR
          ? new HistoryException.Damaged(shown(url) + ": " + reason, e)
          : new HistoryException.Unreachable(
              "the history " + shown(url) + " cannot be used: " + reason, e);
    }
    return NO_TABLE.equals(e.getSQLState())
        ? new HistoryException.Refused(shown(url) + " is no history: " + reason)
        : new HistoryException.Unreachable(
            "the history " + shown(url) + " cannot be used: " + reason, e);
  }

  private static String reason(SQLException e) {
    @Nullable String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : IoReason.oneLine(message);
  }
}
