package assay.core.device;

import assay.core.availability.Availability;
import java.util.Map;
import java.util.Optional;

/**
 * What the multipliers of a circuit that was built for these workloads could do, as a target states
 * it in its device's details. A processor has no such detail, and no share of it.
 */
public final class DesignPeak {
  /** Detail of a {@link Device.Hardware}: FLOP/s, above 0. */
  public static final String FLOPS = "designPeakFlops";

  /** Detail of a {@link Device.Hardware} in its place: why it is not known. */
  public static final String UNAVAILABLE = "designPeakUnavailable";

  private DesignPeak() {}

  /**
   * FLOP/s of one multiplication and one addition of every multiplier each cycle, above 0, as the
   * device's details say; empty where they say nothing.
   *
   * @throws IllegalArgumentException if the detail is no number above 0
   */
  public static Optional<Availability<Double>> of(Device.Hardware device) {
    Map<String, String> details = device.details();
    String flops = details.get(FLOPS);
    if (flops == null) {
      return Optional.ofNullable(details.get(UNAVAILABLE)).map(Availability.Unavailable::new);
    }
    double perSecond = Double.parseDouble(flops);
    if (!(perSecond > 0 && Double.isFinite(perSecond))) {
      throw new IllegalArgumentException("a design's peak is above 0, not " + flops);
    }
    return Optional.of(new Availability.Available<>(perSecond));
  }
}
