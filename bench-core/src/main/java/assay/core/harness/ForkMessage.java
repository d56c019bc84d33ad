package assay.core.harness;

import assay.core.files.AtomicFile;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.RunStoreException;
import assay.core.record.Series;
import assay.core.record.Training;
import assay.core.record.WarmupResult;
import assay.core.record.json.RecordJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a fork tells the runner: how it ended, as that will stand in its record but for what only
 * the runner sees, the times that JMH reports and the telemetry.
 *
 * @param jvmVersion of the fork's JVM
 * @param pid of the fork
 * @param outcome right only after the check of the timed buffers
 */
record ForkMessage(String jvmVersion, long pid, Outcome<Own> outcome) {
  /**
   * What the fork measured itself.
   *
   * @param samples s, by metric
   * @param training the training run, null where the workload is none
   * @param warmup how it was warmed up until it had settled, null where it was not
   */
  record Own(
      Map<MetricKey, Series> samples, @Nullable Training training, @Nullable WarmupResult warmup) {}

  /** From this process. */
  static ForkMessage of(Outcome<Own> outcome) {
    return new ForkMessage(
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        ProcessHandle.current().pid(),
        outcome);
  }

  /** Writes in one step, so that a fork which dies leaves a whole message or none. */
  void write(Path file) {
    try {
      AtomicFile.write(file, RecordJson.line(this));
    } catch (IOException e) {
      throw new UncheckedIOException("the fork cannot write its message " + file, e);
    }
  }

  /** The message in that file; empty if the fork ended before it wrote one. */
  static Optional<ForkMessage> read(Path file) throws RunStoreException, IOException {
    return Files.exists(file)
        ? Optional.of(
            RecordJson.readLine(Files.readString(file), ForkMessage.class, file.toString()))
        : Optional.empty();
  }
}
