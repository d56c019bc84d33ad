package assay.cli;

import assay.core.harness.ObservationPlan;
import assay.core.host.HostRoot;
import assay.core.record.RunTelemetry;
import assay.core.telemetry.TelemetrySource;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Telemetry options that run, monitor, doctor and list share. */
final class ObservationOptions {
  /** Why nothing is sampled, in the record. */
  static final String OFF = "it was switched off with --no-telemetry";

  @Option(
      names = "--sysfs-root",
      paramLabel = "DIR",
      description =
          "Read /sys and /proc under this folder instead, such as a copy from another machine (or "
              + "set ASSAY_SYSFS_ROOT). Everything read there is marked.")
  private @Nullable Path sysfsRoot;

  @Option(
      names = "--wall-meter",
      paramLabel = "csv:FILE|cmd:COMMAND",
      description =
          "External power meter: a growing file, or a command, with lines 'timestamp,watts'. A"
              + " meter that cannot be read is said at the start.")
  private @Nullable String wallMeter;

  @Option(
      names = "--sampling-period",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Interval between slow readings (default: 1s).")
  private Duration period = ObservationPlan.DEFAULT_PERIOD;

  @Option(
      names = "--host-label",
      paramLabel = "TEXT",
      description = "Name of this machine in the record (default: its host name).")
  private @Nullable String hostLabel;

  ObservationOptions() {}

  /** The root of /sys and /proc: the option, else the environment variable. */
  HostRoot root() {
    if (sysfsRoot == null) {
      try {
        return HostRoot.of(System.getenv());
      } catch (IllegalArgumentException e) {
        throw new UsageException(String.valueOf(e.getMessage()));
      }
    }
    if (!Files.isDirectory(sysfsRoot)) {
      throw new UsageException("--sysfs-root: " + sysfsRoot + " is not a folder");
    }
    return new HostRoot(sysfsRoot);
  }

  Optional<String> wallMeter() {
    return Optional.ofNullable(wallMeter);
  }

  /**
   * Says that an external meter was asked for but cannot be read.
   *
   * @param asked the meter as given
   * @return whether that is so
   */
  static boolean sayUnreadMeter(
      Optional<String> asked, List<RunTelemetry.Source> sources, PrintWriter stderr) {
    for (RunTelemetry.Source source : sources) {
      if (asked.isPresent()
          && source.id().equals(TelemetrySource.WALL_METER)
          && !source.available()) {
        stderr.println(
            "assay: the external meter cannot be read, so there is no power at the outlet: "
                + source.finding()
                + ": "
                + RemedyText.ofNullable(source.remedy()));
        return true;
      }
    }
    return false;
  }

  Duration period() {
    if (!period.isPositive()) {
      throw new UsageException("--sampling-period must be greater than 0");
    }
    return period;
  }

  /** The observation plan of a run that samples nothing. */
  ObservationPlan off() {
    return ObservationPlan.off(OFF, root(), Optional.ofNullable(hostLabel));
  }

  /**
   * The observation plan of a run.
   *
   * @param energyWindow longest time that a fork spends on having its energy metered
   */
  ObservationPlan plan(Duration energyWindow) {
    if (hostLabel != null
        && (hostLabel.isBlank() || hostLabel.chars().anyMatch(Character::isISOControl))) {
      throw new UsageException("--host-label must be a name in one line, not '" + hostLabel + "'");
    }
    return new ObservationPlan(
        null, root(), wallMeter(), Optional.ofNullable(hostLabel), period(), energyWindow);
  }
}
