package assay.core.device;

import assay.core.availability.Availability;
import java.util.Map;
import java.util.Optional;

/**
 * The peak throughput of a circuit designed for these workloads, from the number of its
 * multipliers, as its target states it in the device details. Processors have no such detail and no
 * percentage of it.
 */
public final class DesignPeak {
  /** Detail of a {@link Device.Hardware}: FLOP/s, above 0. */
  public static final String FLOPS = "designPeakFlops";

  /** Detail of a {@link Device.Hardware} in place of {@link #FLOPS}: why it is not known. */
  public static final String UNAVAILABLE = "designPeakUnavailable";

  private DesignPeak() {}

  /**
   * FLOP/s with one multiplication and one addition per multiplier and cycle, above 0, from the
   * device details; empty if they do not state it, and unavailable if what they state cannot be
   * one.
   */
  public static Optional<Availability<Double>> of(Device.Hardware device) {
    Map<String, String> details = device.details();
    String flops = details.get(FLOPS);
    if (flops == null) {
      return Optional.ofNullable(details.get(UNAVAILABLE)).map(Availability.Unavailable::new);
    }
    return Optional.of(
        number(flops) > 0
            ? new Availability.Available<>(number(flops))
            : new Availability.Unavailable<>(
                "the target states a design peak of '" + flops + "', not a number above 0"));
  }

  private static double number(String text) {
    try {
      double number = Double.parseDouble(text);
      return Double.isFinite(number) ? number : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
