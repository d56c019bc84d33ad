package assay.core.record;

import assay.core.checks.Checks;
import assay.core.telemetry.InterferenceKind;

/**
 * Something observed during the measured window, or while it was prepared, that invalidates or
 * labels the measurement.
 *
 * @param kind the kind of interference
 * @param amount its amount, above 0
 * @param unit {@code s} of the window, {@code %} of the processors' time or of the clock, {@code 1}
 *     for events
 * @param where the affected part of the machine
 */
public record Interference(InterferenceKind kind, double amount, String unit, String where) {
  public Interference {
    Checks.text("unit", unit);
    Checks.text("where", where);
    if (!(Checks.finite("amount", amount) > 0)) {
      throw new IllegalArgumentException(
          "the amount of interference must be above 0, is " + amount);
    }
  }

  /** A text such as {@code thermal throttling: 1.2 s on package-0}. */
  public String text() {
    String rounded = String.format(java.util.Locale.ROOT, "%.3g", amount);
    return kind.text() + ": " + rounded + (unit.equals("1") ? "" : " " + unit) + " on " + where;
  }
}
