package assay.core.harness;

import assay.core.host.HostRoot;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a run is observed.
 *
 * @param off why nothing is sampled; null where it is
 * @param root where {@code /sys} and {@code /proc} are read
 * @param wallMeter an external meter, as its source understands it
 * @param hostLabel what the record calls the machine; empty for its own name
 * @param period between two slow readings, above 0
 * @param energyWindow longest time that a fork spends on having its energy metered; 0 for none
 */
public record ObservationPlan(
    @Nullable String off,
    HostRoot root,
    Optional<String> wallMeter,
    Optional<String> hostLabel,
    Duration period,
    Duration energyWindow) {
  /** Between two slow readings, unless said otherwise. */
  public static final Duration DEFAULT_PERIOD = Duration.ofSeconds(1);

  /** Checks the ranges. */
  public ObservationPlan {
    if (!period.isPositive() || energyWindow.isNegative()) {
      throw new IllegalArgumentException(
          "the sampling period must be above 0 and the energy window not below; got "
              + period
              + " and "
              + energyWindow);
    }
  }

  /** Nothing is sampled. */
  public static ObservationPlan off(String reason) {
    return new ObservationPlan(
        reason,
        HostRoot.machine(),
        Optional.empty(),
        Optional.empty(),
        DEFAULT_PERIOD,
        Duration.ZERO);
  }
}
