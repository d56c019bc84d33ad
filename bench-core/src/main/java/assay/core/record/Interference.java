package assay.core.record;

import assay.core.checks.Checks;
import assay.core.telemetry.InterferenceKind;

/**
 * Something seen during the measured window, or while it was prepared, that spoils or labels the
 * measurement.
 *
 * @param kind what
 * @param amount how much; above 0
 * @param unit {@code s} of the window, {@code %} of the processors' time or of the clock, {@code 1}
 *     for events
 * @param where the part of the machine
 */
public record Interference(InterferenceKind kind, double amount, String unit, String where) {
  public Interference {
    Checks.text("unit", unit);
    Checks.text("where", where);
    if (!(Checks.finite("amount", amount) > 0)) {
      throw new IllegalArgumentException("interference of " + amount + " is none");
    }
  }

  /** For a person, such as {@code thermal throttling: 1.2 s on package-0}. */
  public String text() {
    String rounded = String.format(java.util.Locale.ROOT, "%.3g", amount);
    return kind.text() + ": " + rounded + (unit.equals("1") ? "" : " " + unit) + " on " + where;
  }
}
