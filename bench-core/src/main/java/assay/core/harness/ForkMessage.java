package assay.core.harness;

import assay.core.environment.Fingerprint;
import assay.core.files.AtomicFile;
import assay.core.host.HostRoot;
import assay.core.record.InputSets;
import assay.core.record.JvmFlags;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.RunStoreException;
import assay.core.record.Series;
import assay.core.record.Timing;
import assay.core.record.Training;
import assay.core.record.WarmupResult;
import assay.core.record.json.RecordJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a fork reports to the runner: its outcome as it will be recorded, except what only the
 * runner knows, which is JMH's times and the telemetry.
 *
 * @param jvmVersion version of the fork's JVM
 * @param pid process id of the fork
 * @param jvm how the fork's JVM ran
 * @param outcome successful only after verification of the timed buffers
 */
record ForkMessage(String jvmVersion, long pid, JvmFlags jvm, Outcome<Own> outcome) {
  /**
   * What the fork measured itself.
   *
   * @param samples in s, by metric
   * @param warmupSamples s per execution before the counted iterations, in execution order
   * @param steps times of the counted training steps, null if there is no training
   * @param training the training run, null if the workload is not one
   * @param warmup the warm-up result, null if there was no warm-up
   * @param spotChecked the iteration after warm-up, counted from 1, that was interrupted by spot
   *     checks and has no sample; null if none was
   * @param pausedSeconds for each iteration with a sample the part of JMH's time in which checks
   *     were made or accuracy was measured, s; empty if there is none in any
   * @param inputSets which inputs the executions used, null if the workload is training
   */
  record Own(
      Map<MetricKey, Series> samples,
      Series warmupSamples,
      Timing.@Nullable Steps steps,
      @Nullable Training training,
      @Nullable WarmupResult warmup,
      @Nullable Integer spotChecked,
      List<Double> pausedSeconds,
      @Nullable InputSets inputSets) {}

  /** A message from this process. */
  static ForkMessage of(Outcome<Own> outcome) {
    return new ForkMessage(
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        ProcessHandle.current().pid(),
        Fingerprint.jvm(HostRoot.machine()),
        outcome);
  }

  /** Writes the message atomically, so that a fork that dies leaves a complete message or none. */
  void write(Path file) {
    try {
      AtomicFile.write(file, RecordJson.line(this));
    } catch (IOException e) {
      throw new UncheckedIOException("the fork cannot write its message to " + file, e);
    }
  }

  /** The message in the file; empty if the fork ended before it wrote one. */
  static Optional<ForkMessage> read(Path file) throws RunStoreException, IOException {
    return Files.exists(file)
        ? Optional.of(
            RecordJson.readLine(Files.readString(file), ForkMessage.class, file.toString()))
        : Optional.empty();
  }
}
