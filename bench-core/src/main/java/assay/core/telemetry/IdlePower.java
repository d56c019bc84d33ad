package assay.core.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import org.jspecify.annotations.Nullable;

/**
 * Idle power of the machine, from a window before the measurement and one after it.
 *
 * <p>During the measurement it may have been anywhere between the two, so half their difference is
 * the half-width of a rectangular distribution: u² = u_cal² + (u_before² + u_after²)/4 +
 * (drift/2)²/3. The calibration is common to both windows and does not average out. ± 2u always
 * includes both windows' means.
 *
 * @param watts mean power in W
 * @param plusMinusWatts expanded uncertainty (k = 2) in W
 * @param driftWatts power after minus power before in W; null with only one window
 * @param note a caveat, such as that there was only one window; null for none
 */
public record IdlePower(
    double watts, double plusMinusWatts, @Nullable Double driftWatts, @Nullable String note) {

  /** Combines the two windows, either of which may be unavailable. */
  public static Availability<IdlePower> of(
      Availability<WindowEnergy> before, Availability<WindowEnergy> after) {
    return switch (before) {
      case Available<WindowEnergy>(WindowEnergy b) ->
          switch (after) {
            case Available<WindowEnergy>(WindowEnergy a) -> both(b, a);
            case Unavailable<WindowEnergy> a ->
                one(b, "idle power after the measurement is unknown: " + a.reason());
          };
      case Unavailable<WindowEnergy> b ->
          switch (after) {
            case Available<WindowEnergy>(WindowEnergy a) ->
                one(a, "idle power before the measurement is unknown: " + b.reason());
            case Unavailable<WindowEnergy> a ->
                new Unavailable<>(
                    b.reason().equals(a.reason())
                        ? b.reason()
                        : "before: " + b.reason() + "; after: " + a.reason());
          };
    };
  }

  private static Availability<IdlePower> both(WindowEnergy before, WindowEnergy after) {
    double watts = (before.watts() + after.watts()) / 2;
    double drift = after.watts() - before.watts();
    double windows = Math.hypot(window(before), window(after)) / 2;
    double calibration = watts * Math.max(calibration(before), calibration(after));
    double between = Math.abs(drift) / 2 / Math.sqrt(3);
    double standard = Math.hypot(calibration, Math.hypot(windows, between));
    String note = before.note() != null ? before.note() : after.note();
    return new Available<>(new IdlePower(watts, 2 * standard, drift, note));
  }

  private static Availability<IdlePower> one(WindowEnergy only, String why) {
    double plusMinus = only.watts() * only.expandedPercent() / 100;
    String note = why + ", so its drift is unknown and not included in the uncertainty";
    return new Available<>(
        new IdlePower(
            only.watts(), plusMinus, null, only.note() == null ? note : note + "; " + only.note()));
  }

  private static double window(WindowEnergy energy) {
    return energy.watts() * energy.windowPercent() / 100;
  }

  private static double calibration(WindowEnergy energy) {
    return EnergyUncertainty.standardOf(energy.calibrationPercent()) / 100;
  }
}
