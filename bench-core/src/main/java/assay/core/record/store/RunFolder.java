package assay.core.record.store;

import assay.core.files.AtomicFile;
import assay.core.record.RunId;
import assay.core.record.RunRecord;
import assay.core.record.RunState;
import assay.core.record.RunStoreException;
import assay.core.record.json.RecordJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The folder of one run: {@code run.json}, {@code forks.jsonl} and {@code telemetry.jsonl}.
 *
 * @param path the folder
 */
public record RunFolder(Path path) {
  static final String RUN = "run.json";

  /** The summary of the run. */
  public Path runFile() {
    return path.resolve(RUN);
  }

  /** The raw samples, one line per fork. */
  public Path forksFile() {
    return path.resolve("forks.jsonl");
  }

  /** The telemetry samples. */
  public Path telemetryFile() {
    return path.resolve("telemetry.jsonl");
  }

  /** The folder's name, which is the run's id unless it was renamed. */
  public String name() {
    return String.valueOf(path.toAbsolutePath().normalize().getFileName());
  }

  /** Marks the run as running until the lock is closed; empty if it is running already. */
  public Optional<RunLock> lock() throws RunStoreException {
    return RunLock.take(lockFile());
  }

  /** How far the run got, whose record is {@code run}. */
  public RunState state(RunRecord run) {
    if (run.finishedUtc() != null) {
      return RunState.FINISHED;
    }
    return isLocked() ? RunState.RUNNING : RunState.INTERRUPTED;
  }

  /** Whether a process is measuring the run. */
  public boolean isLocked() {
    return RunLock.isTaken(lockFile());
  }

  private Path lockFile() {
    return path.resolve("run.lock");
  }

  /** The run's id by its record; empty if there is no readable one. */
  public Optional<RunId> id() {
    return head().map(RecordJson.Head::id);
  }

  /**
   * When the run began: by its record, whatever its folder is called. Without a readable record, by
   * the folder's name or else by its time of change, so that it still has a place among the others.
   */
  public Instant started() {
    return head()
        .map(RecordJson.Head::started)
        .or(() ->
            Optional.of(name()).filter(RunId::isRunId).flatMap(name -> new RunId(name).started()))
        .orElseGet(this::changed);
  }

  private Optional<RecordJson.Head> head() {
    try (InputStream json = Files.newInputStream(runFile())) {
      return Optional.of(RecordJson.readHead(json, runFile().toString()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Instant changed() {
    try {
      return Files.getLastModifiedTime(path).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }

  /** Whether {@code run.json} exists; it appears only once complete. */
  public boolean hasRecord() {
    return Files.isRegularFile(runFile());
  }

  /** Opens the raw samples for appending. */
  public ForkLog openForkLog() throws RunStoreException {
    return ForkLog.open(forksFile());
  }

  /** Reads the raw samples. */
  public ForkLog.Contents readForks() throws RunStoreException {
    return ForkLog.read(forksFile());
  }

  /** Opens the telemetry samples for appending. */
  public TelemetryLog openTelemetryLog(TelemetryLog.Header header) throws RunStoreException {
    return TelemetryLog.open(telemetryFile(), header);
  }

  /** Reads the telemetry samples; without sessions if nothing was sampled. */
  public TelemetryLog.Contents readTelemetry() throws RunStoreException {
    return TelemetryLog.read(telemetryFile());
  }

  /** Writes {@code run.json} atomically. May be called repeatedly during a run. */
  public void write(RunRecord run) throws RunStoreException {
    try {
      AtomicFile.write(runFile(), RecordJson.write(run));
    } catch (IOException e) {
      throw new RunStoreException.Unwritable(runFile(), e);
    }
  }

  /**
   * Reads {@code run.json}.
   *
   * @throws RunStoreException.NotFound if there is none (the run never got that far)
   * @throws RunStoreException.Damaged if it is not a run record
   * @throws RunStoreException.OtherVersion if it has an unsupported schema version
   */
  public RunRecord read() throws RunStoreException {
    return read(RecordJson::readRun);
  }

  /**
   * Reads {@code run.json} for its metrics, several times as fast; see {@link
   * RecordJson#readMetrics}.
   *
   * @throws RunStoreException as {@link #read()} does
   */
  public RunRecord readMetrics() throws RunStoreException {
    return read(RecordJson::readMetrics);
  }

  /** How a record is made of a file's content. */
  @FunctionalInterface
  private interface Reader {
    RunRecord read(byte[] json, String origin) throws RunStoreException;
  }

  private RunRecord read(Reader reader) throws RunStoreException {
    try {
      return reader.read(Files.readAllBytes(runFile()), runFile().toString());
    } catch (NoSuchFileException e) {
      throw new RunStoreException.NotFound(
          path
              + (isLocked()
                  ? " has no run.json yet: the run is starting"
                  : " has no run.json: the run was interrupted before its first cell was written"));
    } catch (RunStoreException e) {
      throw e;
    } catch (IOException e) {
      throw new RunStoreException.Damaged(runFile().toString(), "it cannot be read", e);
    }
  }
}
