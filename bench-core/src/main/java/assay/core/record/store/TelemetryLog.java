package assay.core.record.store;

import assay.core.record.RunStoreException;
import assay.core.record.SchemaVersion;
import assay.core.record.json.RecordJson;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code telemetry.jsonl}: a header that names the channels, then one line per reading and per
 * window edge. A resumed run appends another header.
 *
 * <p>It is the history for charts; all metrics of the record come from {@code forks.jsonl}. Lines
 * are flushed but not forced to disk, so that writing does not disturb a measurement.
 */
public final class TelemetryLog implements AutoCloseable {
  private static final String HEADER_START = "{\"schemaVersion\"";

  private final Path file;
  private final BufferedWriter writer;
  private final @Nullable Path tornMovedTo;

  private TelemetryLog(Path file, BufferedWriter writer, @Nullable Path tornMovedTo) {
    this.file = file;
    this.writer = writer;
    this.tornMovedTo = tornMovedTo;
  }

  /**
   * A channel in the header.
   *
   * @param source id of its source
   * @param id id of the channel
   * @param kind {@code energyCounter}, {@code power}, {@code gauge}, {@code tally}, {@code flag} or
   *     {@code causeTally}
   * @param unit unit of its values
   * @param domain what it observes
   * @param perCount J per count of an energy counter; null for others
   * @param wrapsAfter counts after which an energy counter wraps; null if it does not
   * @param capacity growth per second that corresponds to 100 %; null if not applicable
   */
  public record Column(
      String source,
      String id,
      String kind,
      String unit,
      String domain,
      @Nullable Double perCount,
      @Nullable Double wrapsAfter,
      @Nullable Double capacity) {
    /** Describes a channel. */
    public static Column of(String source, Channel channel) {
      Domain domain = channel.domain();
      return switch (channel) {
        case Channel.EnergyCounter c ->
            new Column(
                source,
                c.id(),
                "energyCounter",
                c.unit(),
                domain.id(),
                c.joulesPerCount(),
                Double.isFinite(c.wrapsAfter()) ? c.wrapsAfter() : null,
                null);
        case Channel.Power p -> plain(source, p, "power");
        case Channel.Gauge g -> plain(source, g, "gauge");
        case Channel.Flag f -> plain(source, f, "flag");
        case Channel.CauseTally t -> plain(source, t, "causeTally");
        case Channel.Tally t ->
            new Column(
                source,
                t.id(),
                "tally",
                t.unit(),
                domain.id(),
                null,
                null,
                t.capacity() == 0 ? null : t.capacity());
      };
    }

    private static Column plain(String source, Channel channel, String kind) {
      return new Column(
          source, channel.id(), kind, channel.unit(), channel.domain().id(), null, null, null);
    }
  }

  /**
   * The header line.
   *
   * @param root folder read in place of the machine; null for the machine itself
   * @param startedUtc the time that {@code t} counts from
   */
  public record Header(
      int schemaVersion, @Nullable String root, Instant startedUtc, List<Column> columns) {
    public Header {
      SchemaVersion.check(schemaVersion);
      columns = List.copyOf(columns);
    }
  }

  /**
   * A reading of some or all channels.
   *
   * @param t s since the header's start time
   * @param v values in column order; null if not read or unreadable
   * @param why reasons for unreadable values, by column; only if the reason is new
   */
  public record Line(double t, List<@Nullable Double> v, @Nullable Map<Integer, String> why) {}

  /**
   * The edge of a window.
   *
   * @param t s since the header's start time
   * @param event {@code measured begin}, {@code measured end}, {@code energy begin}, {@code energy
   *     end}, {@code idle begin} or {@code idle end}
   * @param order position of the fork in the run; null outside a fork
   */
  public record Edge(double t, String event, @Nullable Integer order) {}

  /**
   * A header and the lines that follow it.
   *
   * @param header names the columns
   * @param lines readings in time order
   * @param edges window edges in time order
   */
  public record Session(Header header, List<Line> lines, List<Edge> edges) {}

  /**
   * The content of a log.
   *
   * @param sessions in the order in which they were written
   * @param lost what could not be read, a line of text each; empty if everything could
   */
  public record Contents(List<Session> sessions, List<String> lost) {
    public Contents {
      sessions = List.copyOf(sessions);
      lost = List.copyOf(lost);
    }
  }

  /** Opens a log for appending and writes the header. */
  public static TelemetryLog open(Path file, Header header) throws RunStoreException {
    try {
      Path moved = LineFile.moveTornTail(file);
      BufferedWriter writer =
          Files.newBufferedWriter(
              file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      TelemetryLog log = new TelemetryLog(file, writer, moved);
      log.write(header);
      return log;
    } catch (IOException e) {
      throw new RunStoreException.Unwritable(file, e);
    }
  }

  /** Where an earlier writer's incomplete last line was moved to, if there was one. */
  public Optional<Path> tornMovedTo() {
    return Optional.ofNullable(tornMovedTo);
  }

  /** Appends a reading. */
  public void append(Line line) throws RunStoreException {
    write(line.why() == null ? new Plain(line.t(), line.v()) : line);
  }

  private record Plain(double t, List<@Nullable Double> v) {}

  /** Appends an edge. */
  public void append(Edge edge) throws RunStoreException {
    write(edge);
  }

  private synchronized void write(Object value) throws RunStoreException {
    try {
      writer.write(RecordJson.line(value));
      writer.write('\n');
      writer.flush();
    } catch (IOException e) {
      throw new RunStoreException.Unwritable(file, e);
    }
  }

  @Override
  public void close() throws RunStoreException {
    try {
      writer.close();
    } catch (IOException e) {
      throw new RunStoreException.Unwritable(file, e);
    }
  }

  /**
   * Reads a log; a missing file has no sessions. A damaged line is left out and reported, because
   * nothing is computed from this history. Lines after a damaged header are left out up to the next
   * one: only a header says what their values are.
   *
   * @throws RunStoreException.OtherVersion if a header has an unsupported schema version
   */
  public static Contents read(Path file) throws RunStoreException {
    Reading reading = new Reading(String.valueOf(file.getFileName()));
    String torn = LineFile.read(file, reading);
    if (torn != null) {
      reading.lost.add(reading.name + ": its last line is incomplete");
    }
    return new Contents(reading.sessions, reading.lost);
  }

  private static final class Reading implements LineFile.Reader {
    private final String name;
    private final List<Session> sessions = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private @Nullable Session session;

    Reading(String name) {
      this.name = name;
    }

    @Override
    public void line(String line, int number) throws RunStoreException {
      String where = name + ":" + number;
      try {
        // Earlier versions appended a resumed run's header to an incomplete line.
        int header = line.indexOf(HEADER_START);
        if (header >= 0) {
          session = null;
          begin(line.substring(header), where);
          if (header > 0) {
            lost.add(where + ": what stands before the header is incomplete");
          }
        } else {
          add(line, where);
        }
      } catch (RunStoreException.Damaged e) {
        lost.add(String.valueOf(e.getMessage()));
      }
    }

    private void begin(String line, String where) throws RunStoreException {
      Header header = RecordJson.readLine(line, Header.class, where);
      session = new Session(header, new ArrayList<>(), new ArrayList<>());
      sessions.add(session);
    }

    private void add(String line, String where) throws RunStoreException {
      Session current = session;
      if (current == null) {
        throw new RunStoreException.Damaged(where, "there is no header before it", null);
      }
      if (line.contains("\"event\"")) {
        current.edges().add(RecordJson.readLine(line, Edge.class, where));
        return;
      }
      Line read =
          RecordJson.readLine(
              line.contains("\"why\"") ? line : line.replaceFirst("}$", ",\"why\":null}"),
              Line.class,
              where);
      int columns = current.header().columns().size();
      if (read.v().size() != columns) {
        throw new RunStoreException.Damaged(
            where, read.v().size() + " values for " + columns, null);
      }
      current.lines().add(read);
    }
  }

  /** The reasons of a reading, by column, for {@link Line#why}; null if there is none. */
  public static @Nullable Map<Integer, String> reasons(Map<Integer, String> all) {
    return all.isEmpty() ? null : new TreeMap<>(all);
  }
}
