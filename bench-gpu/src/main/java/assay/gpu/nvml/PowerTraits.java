package assay.gpu.nvml;

import assay.core.telemetry.Calibration;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;

/**
 * What is known of a device's power sensor and energy counter.
 *
 * @param limitWatts the highest power limit that the device can have, W; infinite if NVML does not
 *     report it
 * @param usageAveragedSeconds time over which {@code nvmlDeviceGetPowerUsage} averages, s
 * @param calibration how far the power reading may be off
 */
record PowerTraits(double limitWatts, double usageAveragedSeconds, Calibration calibration) {
  /** Sensor and counter are updated about every 100 ms on the devices that were examined. */
  private static final double UPDATE_SECONDS = 0.1;

  /** NVML's reference: ± 5 % "on Fermi and Kepler GPUs"; it states nothing for newer ones. */
  private static final Calibration FERMI_AND_KEPLER = Calibration.stated(5);

  /**
   * What is taken for all others, and for the energy counter, which only they have: judged from
   * comparisons of more than 70 boards with an external meter, a Type-B evaluation (JCGM 100:2008,
   * 4.3). Some boards sample only a quarter of the time, so it holds for a load that repeats
   * itself.
   */
  static final Calibration LITERATURE =
      new Calibration(10, "Yang et al., Part-time Power Measurements, 2024, arXiv:2312.02741");

  /** No board exceeds twice its limit for a whole update of the counter. */
  private static final double MARGIN = 2;

  /** Queries the device. */
  static PowerTraits of(Gpu gpu) {
    Gpu.Numbers capability = gpu.numbers(Nvml::computeCapability);
    int major = capability.first();
    // Fermi is 2.x, Kepler 3.x, GA100 8.0.
    boolean stated = capability.given() && (major == 2 || major == 3);
    boolean instant = capability.given() && (major < 8 || (major == 8 && capability.second() == 0));
    return new PowerTraits(limit(gpu), instant ? 0 : 1, stated ? FERMI_AND_KEPLER : LITERATURE);
  }

  /** The enforced limit can be raised during a run, up to the device's maximum. */
  private static double limit(Gpu gpu) {
    Gpu.Numbers enforced = gpu.number(Nvml::enforcedPowerLimit);
    Gpu.Numbers range = gpu.numbers(Nvml::powerLimitConstraints);
    double most = Math.max(watts(enforced, enforced.first()), watts(range, range.second()));
    return most > 0 ? most : Double.POSITIVE_INFINITY;
  }

  private static double watts(Gpu.Numbers answer, int milliwatts) {
    double number = RawNumber.unsigned(milliwatts);
    return answer.given() && !Double.isNaN(number) ? number * 1e-3 : 0;
  }

  /**
   * The counter of mJ since the driver was loaded; 64 bits of mJ do not wrap in a device's
   * lifetime.
   */
  Channel.EnergyCounter energyCounter(String id, Domain domain) {
    return new Channel.EnergyCounter(
        id,
        domain,
        1e-3,
        Double.POSITIVE_INFINITY,
        UPDATE_SECONDS,
        MARGIN * limitWatts,
        LITERATURE);
  }

  /** The power sensor. */
  Channel.Power sensor(String id, Domain domain, double averagedSeconds) {
    return new Channel.Power(id, domain, UPDATE_SECONDS, averagedSeconds, calibration);
  }
}
