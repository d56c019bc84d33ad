package assay.core.telemetry;

import assay.core.telemetry.WindowEnergy.Joules;
import assay.core.telemetry.WindowEnergy.Refused;
import org.jspecify.annotations.Nullable;

/**
 * What an idle machine draws, from a window before the measurement and one after it.
 *
 * <p>During the measurement it lay anywhere between the two, so half their difference counts as a
 * rectangular half-width: u² = u_cal² + (u_before² + u_after²)/4 + (drift/2)²/3. The calibration is
 * common to both windows and does not average out. ± 2u always reaches both windows' means.
 */
public final class IdlePower {
  private IdlePower() {}

  /** Power of the idle machine, or why it is unknown. */
  public sealed interface Baseline {}

  /**
   * Known from one window or two.
   *
   * @param watts mean power, W
   * @param plusMinusWatts expanded uncertainty (k = 2), W
   * @param driftWatts power after less power before, W; null with only one window
   * @param note what a reader must know, such as that there was only one window; null for nothing
   */
  public record Known(
      double watts, double plusMinusWatts, @Nullable Double driftWatts, @Nullable String note)
      implements Baseline {}

  /** Neither window gave a figure. */
  public record Unknown(String reason) implements Baseline {}

  /** Combines the two windows, either of which may be refused. */
  public static Baseline of(WindowEnergy before, WindowEnergy after) {
    return switch (before) {
      case Joules b ->
          switch (after) {
            case Joules a -> both(b, a);
            case Refused a -> one(b, "idle power after the measurement unknown: " + a.reason());
          };
      case Refused b ->
          switch (after) {
            case Joules a -> one(a, "idle power before the measurement unknown: " + b.reason());
            case Refused a ->
                new Unknown(
                    b.reason().equals(a.reason())
                        ? b.reason()
                        : "before: " + b.reason() + "; after: " + a.reason());
          };
    };
  }

  private static Baseline both(Joules before, Joules after) {
    double watts = (before.watts() + after.watts()) / 2;
    double drift = after.watts() - before.watts();
    double windows = Math.hypot(window(before), window(after)) / 2;
    double calibration = watts * Math.max(calibration(before), calibration(after));
    double between = Math.abs(drift) / 2 / Math.sqrt(3);
    double standard = Math.hypot(calibration, Math.hypot(windows, between));
    String note = before.note() != null ? before.note() : after.note();
    return new Known(watts, 2 * standard, drift, note);
  }

  private static Baseline one(Joules only, String why) {
    double plusMinus = only.watts() * only.expandedPercent() / 100;
    String note = why + ", so its drift is unknown and not in the uncertainty";
    return new Known(
        only.watts(), plusMinus, null, only.note() == null ? note : note + "; " + only.note());
  }

  private static double window(Joules energy) {
    return energy.watts() * energy.windowPercent() / 100;
  }

  private static double calibration(Joules energy) {
    return EnergyUncertainty.standardOf(energy.calibrationPercent()) / 100;
  }
}
