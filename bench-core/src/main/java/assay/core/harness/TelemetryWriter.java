package assay.core.harness;

import assay.core.record.RunStoreException;
import assay.core.record.SchemaVersion;
import assay.core.record.store.RunFolder;
import assay.core.record.store.TelemetryLog;
import assay.core.telemetry.OpenSources;
import assay.core.telemetry.Point;
import assay.core.telemetry.Snapshot;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the sampler's readings to {@code telemetry.jsonl}. */
final class TelemetryWriter implements AutoCloseable {
  private final List<OpenSources.Opened> instruments;
  private final TelemetryLog log;
  private final long startNanos = System.nanoTime();
  private final @Nullable String[] lastReasons;
  private @Nullable RunStoreException failure;

  TelemetryWriter(RunFolder folder, OpenSources sources, @Nullable String root, InstantSource clock)
      throws RunStoreException {
    this.instruments = sources.instruments();
    List<TelemetryLog.Column> columns = new ArrayList<>();
    for (OpenSources.Opened opened : instruments) {
      opened
          .instrument()
          .channels()
          .forEach(c -> columns.add(TelemetryLog.Column.of(opened.source(), c)));
    }
    this.lastReasons = new String[columns.size()];
    this.log =
        folder.openTelemetryLog(
            new TelemetryLog.Header(SchemaVersion.CURRENT, root, clock.instant(), columns));
  }

  /** Where an interrupted run's incomplete last line was moved to, if there was one. */
  Optional<Path> tornMovedTo() {
    return log.tornMovedTo();
  }

  private double seconds(long nanos) {
    // A microsecond is far below what any instrument resolves, and keeps lines short.
    return Math.round((nanos - startNanos) / 1e3) / 1e6;
  }

  synchronized void write(Snapshot snapshot) {
    List<@Nullable Double> values = new ArrayList<>(lastReasons.length);
    Map<Integer, String> why = new TreeMap<>();
    for (int i = 0; i < instruments.size(); i++) {
      int channels = instruments.get(i).instrument().channels().size();
      for (int c = 0; c < channels; c++) {
        Point point = snapshot.point(i, c);
        int column = values.size();
        values.add(point == null || point.reason() != null ? null : point.value());
        if (point != null) {
          String reason = point.reason();
          if (reason != null && !reason.equals(lastReasons[column])) {
            why.put(column, reason);
          }
          lastReasons[column] = reason;
        }
      }
    }
    if (values.stream().anyMatch(Objects::nonNull) || !why.isEmpty()) {
      append(() ->
          log.append(
              new TelemetryLog.Line(seconds(snapshot.nanos()), values, TelemetryLog.reasons(why))));
    }
  }

  synchronized void edge(String event, long nanos, @Nullable Integer order) {
    append(() -> log.append(new TelemetryLog.Edge(seconds(nanos), event, order)));
  }

  private interface Appending {
    void run() throws RunStoreException;
  }

  /**
   * The sampler and its windows continue if the disk is full; the loss is reported when the log is
   * closed.
   */
  private void append(Appending appending) {
    if (failure != null) {
      return;
    }
    try {
      appending.run();
    } catch (RunStoreException e) {
      failure = e;
    }
  }

  @Override
  public synchronized void close() throws RunStoreException {
    log.close();
    if (failure != null) {
      throw failure;
    }
  }
}
