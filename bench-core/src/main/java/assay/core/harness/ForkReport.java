package assay.core.harness;

import assay.core.record.CellStatus;
import assay.core.device.Device;
import assay.core.record.ModelFigures;
import assay.core.record.Training;
import assay.core.record.Verification;
import assay.core.record.WarmupResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a fork tells the runner beside the times that JMH reports.
 *
 * @param status OK only after the check of the timed buffers
 * @param reason why not OK; null if it is
 * @param deviceSeconds device time of the last execution of each counted iteration; null where the
 *     device has no clock
 * @param model what a register-transfer model counted; null where the device is none
 * @param emulationSeconds wall time of an emulated execution; null for hardware
 * @param settling how it was warmed up until it settled; null where it was not
 * @param endToEndSeconds as in {@link assay.core.record.Timing#endToEnd}, null likewise
 */
record ForkReport(
    CellStatus status,
    @Nullable String reason,
    @Nullable String remedy,
    @Nullable Device device,
    @Nullable String engine,
    @Nullable Verification verification,
    @Nullable List<Double> deviceSeconds,
    @Nullable Training training,
    @Nullable ModelFigures model,
    @Nullable Double emulationSeconds,
    @Nullable WarmupResult settling,
    @Nullable List<Double> endToEndSeconds,
    String jvmVersion,
    long pid) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  static ForkReport without(CellStatus status, String reason, @Nullable String remedy) {
    return without(status, reason, remedy, null, null);
  }

  static ForkReport without(
      CellStatus status,
      String reason,
      @Nullable String remedy,
      @Nullable Device device,
      @Nullable String engine) {
    return new ForkReport(
        status,
        reason,
        remedy,
        device,
        engine,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        jvm(),
        ProcessHandle.current().pid());
  }

  static String jvm() {
    return System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version");
  }

  /** Writes in one step, so that a fork which dies leaves a whole report or none. */
  void write(Path file) {
    try {
      Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
      Files.write(temporary, MAPPER.writeValueAsBytes(this));
      Files.move(
          temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("the fork cannot write its report " + file, e);
    }
  }

  /** The report in that file; empty if the fork ended before it wrote one. */
  static Optional<ForkReport> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.readValue(Files.readAllBytes(file), ForkReport.class));
    } catch (JacksonException e) {
      throw new IOException(
          "the fork's report " + file + " cannot be read: " + e.getOriginalMessage(), e);
    }
  }
}
