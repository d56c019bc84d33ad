package assay.core.harness;

import assay.core.host.HostRoot;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a run is observed.
 *
 * @param off why nothing is sampled; null if sampling is on
 * @param root where {@code /sys} and {@code /proc} are read
 * @param wallMeter an external meter, in its source's syntax
 * @param hostLabel the machine's name in the record; empty for its own name
 * @param period time between two slow readings, above 0
 * @param energyWindow longest energy window of a fork; 0 for none
 */
public record ObservationPlan(
    @Nullable String off,
    HostRoot root,
    Optional<String> wallMeter,
    Optional<String> hostLabel,
    Duration period,
    Duration energyWindow) {
  /** Default time between two slow readings. */
  public static final Duration DEFAULT_PERIOD = Duration.ofSeconds(1);

  public ObservationPlan {
    if (!period.isPositive() || energyWindow.isNegative()) {
      throw new IllegalArgumentException(
          "the sampling period must be above 0 and the energy window at least 0; got "
              + period
              + " and "
              + energyWindow);
    }
  }

  /** Nothing is sampled; the machine is still described, read under {@code root}. */
  public static ObservationPlan off(String reason, HostRoot root, Optional<String> hostLabel) {
    return new ObservationPlan(
        reason, root, Optional.empty(), hostLabel, DEFAULT_PERIOD, Duration.ZERO);
  }
}
