package assay.core.record.store;

import assay.core.files.AtomicFile;
import assay.core.record.RunRecord;
import assay.core.record.RunStoreException;
import assay.core.record.json.RecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

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

  /** Reads the telemetry samples; empty if nothing was sampled. */
  public List<TelemetryLog.Session> readTelemetry() throws RunStoreException {
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
    try {
      return RecordJson.readRun(Files.readAllBytes(runFile()), runFile().toString());
    } catch (NoSuchFileException e) {
      throw new RunStoreException.NotFound(
          path + " has no run.json: the run was interrupted before its first cell was written");
    } catch (RunStoreException e) {
      throw e;
    } catch (IOException e) {
      throw new RunStoreException.Damaged(runFile().toString(), "it cannot be read", e);
    }
  }
}
