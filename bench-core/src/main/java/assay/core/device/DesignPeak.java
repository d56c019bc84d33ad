package assay.core.device;

import assay.core.checks.Checks;
import java.util.Map;
import java.util.Optional;

/**
 * What the multipliers of a circuit that was built for these workloads could do, as a target states
 * it in its device's details. A processor has no such detail, and no share of it.
 */
public sealed interface DesignPeak {
  /** Detail of a {@link Device.Hardware}: FLOP/s, above 0. */
  String FLOPS = "designPeakFlops";

  /** Detail of a {@link Device.Hardware} in its place: why it is not known. */
  String UNAVAILABLE = "designPeakUnavailable";

  /**
   * Known.
   *
   * @param flopsPerSecond one multiplication and one addition of every multiplier each cycle, above
   *     0
   */
  record Known(double flopsPerSecond) implements DesignPeak {
    public Known {
      if (!(Checks.finite(FLOPS, flopsPerSecond) > 0)) {
        throw new IllegalArgumentException("a design's peak is above 0");
      }
    }
  }

  /** Not known, and why. */
  record Unknown(String reason) implements DesignPeak {
    public Unknown {
      Checks.text("reason", reason);
    }
  }

  /**
   * What the device's details say; empty where they say nothing.
   *
   * @throws IllegalArgumentException if the detail is no number above 0
   */
  static Optional<DesignPeak> of(Device.Hardware device) {
    Map<String, String> details = device.details();
    String flops = details.get(FLOPS);
    if (flops != null) {
      return Optional.of(new Known(Double.parseDouble(flops)));
    }
    return Optional.ofNullable(details.get(UNAVAILABLE)).map(Unknown::new);
  }
}
