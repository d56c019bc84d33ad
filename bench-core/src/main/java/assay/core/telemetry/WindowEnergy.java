package assay.core.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * The energy that a channel measured in a window, with its uncertainty.
 *
 * @param joules energy in J, at least 0
 * @param seconds length of the window in s, above 0
 * @param calibrationPercent accuracy of the instrument in ± %, stated or from the literature; null
 *     if it is not known
 * @param windowPercent standard uncertainty (k = 1) from the window itself, in % of {@code joules}:
 *     lags at its edges, the count size, variation between readings
 * @param note a caveat; null if there is none
 */
public record WindowEnergy(
    double joules,
    double seconds,
    @Nullable Double calibrationPercent,
    double windowPercent,
    @Nullable String note) {
  public WindowEnergy {
    if (!(joules >= 0 && seconds > 0 && windowPercent >= 0)
        || (calibrationPercent != null && !(calibrationPercent >= 0))) {
      throw new IllegalArgumentException(
          "energy, uncertainty and calibration must be at least 0 and the window above 0 s; got "
              + ("joules " + joules + ", seconds " + seconds)
              + (", window % " + windowPercent + ", calibration % " + calibrationPercent));
    }
  }

  /** Mean power over the window in W. */
  public double watts() {
    return joules / seconds;
  }

  /**
   * Expanded uncertainty (k = 2) in % of {@code joules}; without a known accuracy it only includes
   * the window's part, as {@link #note()} then says.
   */
  public double expandedPercent() {
    return 2 * Math.hypot(EnergyUncertainty.standardOf(calibrationPercent), windowPercent);
  }
}
