package assay.cli;

import assay.core.harness.ObservationPlan;
import assay.core.host.HostRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the machine is observed: the options that run, monitor, doctor and list share. */
final class ObservationOptions {
  @Option(
      names = "--sysfs-root",
      paramLabel = "DIR",
      description =
          "Read /sys and /proc below this folder, which stands for another machine; also by the "
              + "environment variable ASSAY_SYSFS_ROOT. Everything read there is marked.")
  private @Nullable Path sysfsRoot;

  @Option(
      names = "--wall-meter",
      paramLabel = "csv:FILE|cmd:COMMAND",
      description = "External power meter: a growing file, or a command, of 'timestamp,watts'.")
  private @Nullable String wallMeter;

  @Option(
      names = "--sampling-period",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Time between two slow readings (default: 1s).")
  private Duration period = ObservationPlan.DEFAULT_PERIOD;

  @Option(
      names = "--host-label",
      paramLabel = "TEXT",
      description = "What the record calls this machine instead of its host name.")
  private @Nullable String hostLabel;

  ObservationOptions() {}

  /** The root that is asked for, the option before the environment. */
  HostRoot root() {
    if (sysfsRoot == null) {
      try {
        return HostRoot.of(System.getenv());
      } catch (IllegalArgumentException e) {
        throw new UsageException(String.valueOf(e.getMessage()));
      }
    }
    if (!Files.isDirectory(sysfsRoot)) {
      throw new UsageException("--sysfs-root names " + sysfsRoot + ", which is no folder");
    }
    return new HostRoot(sysfsRoot);
  }

  Optional<String> wallMeter() {
    return Optional.ofNullable(wallMeter);
  }

  Duration period() {
    if (!period.isPositive()) {
      throw new UsageException("--sampling-period must be above 0");
    }
    return period;
  }

  /**
   * The plan of a run.
   *
   * @param energyWindow longest time that a fork spends on having its energy metered
   */
  ObservationPlan plan(Duration energyWindow) {
    return new ObservationPlan(
        null, root(), wallMeter(), Optional.ofNullable(hostLabel), period(), energyWindow);
  }
}
