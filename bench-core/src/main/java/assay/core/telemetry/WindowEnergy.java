package assay.core.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * The energy that one channel saw in a window, with its uncertainty.
 *
 * @param joules at least 0
 * @param seconds length of the window, s; above 0
 * @param calibrationPercent largest error of the instrument's scale as its maker states it, ± %;
 *     null where none is stated
 * @param windowPercent standard uncertainty (k = 1) that the window itself adds, % of {@code
 *     joules}: the updates missed at its edges, the size of a count, what happened between readings
 * @param note what a reader of the figure must know; null where that is nothing
 */
public record WindowEnergy(
    double joules,
    double seconds,
    @Nullable Double calibrationPercent,
    double windowPercent,
    @Nullable String note) {
  /** Checks the ranges. */
  public WindowEnergy {
    if (!(joules >= 0 && seconds > 0 && windowPercent >= 0)
        || (calibrationPercent != null && !(calibrationPercent >= 0))) {
      throw new IllegalArgumentException(
          "energy, its uncertainty and calibration are at least 0, its window above 0 s; got "
              + ("joules " + joules + ", seconds " + seconds)
              + (", window % " + windowPercent + ", calibration % " + calibrationPercent));
    }
  }

  /** Mean power over the window, W. */
  public double watts() {
    return joules / seconds;
  }

  /**
   * Expanded uncertainty (k = 2), % of {@code joules}; without a stated calibration it has the
   * window's part only, which {@link #note()} then says.
   */
  public double expandedPercent() {
    return 2 * Math.hypot(EnergyUncertainty.standardOf(calibrationPercent), windowPercent);
  }
}
