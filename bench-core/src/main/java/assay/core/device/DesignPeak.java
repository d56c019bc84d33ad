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
   * device details; empty if they do not state it.
   *
   * @throws IllegalArgumentException if the detail is not a number above 0
   */
  public static Optional<Availability<Double>> of(Device.Hardware device) {
    Map<String, String> details = device.details();
    String flops = details.get(FLOPS);
    if (flops == null) {
      return Optional.ofNullable(details.get(UNAVAILABLE)).map(Availability.Unavailable::new);
    }
    double perSecond = Double.parseDouble(flops);
    if (!(perSecond > 0 && Double.isFinite(perSecond))) {
      throw new IllegalArgumentException("a design peak must be above 0, is " + flops);
    }
    return Optional.of(new Availability.Available<>(perSecond));
  }
}
