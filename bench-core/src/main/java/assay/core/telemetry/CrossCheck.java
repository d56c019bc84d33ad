package assay.core.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;

/**
 * Compares a counter with the integral of a power sensor of the same domain over the same window:
 * an unchecked counter may have a different unit than assumed, or count only a part.
 */
public final class CrossCheck {
  /** Allowed difference beyond the uncertainties, in % of the mean. */
  public static final double LEEWAY_PERCENT = 5;

  private static final double SAME_WINDOW = 0.01;

  private CrossCheck() {}

  /** The result. */
  public sealed interface Verdict {
    /** The result in one line. */
    String text();
  }

  /**
   * Both gave an energy.
   *
   * @param agree whether the difference is within the uncertainty and {@link #LEEWAY_PERCENT}
   * @param text both numbers in one line
   */
  public record Compared(boolean agree, String text) implements Verdict {}

  /** One of them gave none. */
  public record NotCompared(String text) implements Verdict {}

  /** There is nothing to compare the counter with. */
  public record NoSecondSensor() implements Verdict {
    @Override
    public String text() {
      return "no second sensor for this domain: the counter is used unchecked";
    }
  }

  /**
   * Compares.
   *
   * @param counter the counter's energy
   * @param sensor the integrated power over the same window
   */
  public static Verdict of(Availability<WindowEnergy> counter, Availability<WindowEnergy> sensor) {
    return switch (counter) {
      case Unavailable<WindowEnergy> c ->
          new NotCompared("not checked, the counter gave no energy: " + c.reason());
      case Available<WindowEnergy>(WindowEnergy c) ->
          switch (sensor) {
            case Unavailable<WindowEnergy> s ->
                new NotCompared("not checked, the power sensor gave no energy: " + s.reason());
            case Available<WindowEnergy>(WindowEnergy s) -> compare(c, s);
          };
    };
  }

  private static Verdict compare(WindowEnergy counter, WindowEnergy sensor) {
    if (Math.abs(counter.seconds() - sensor.seconds()) > SAME_WINDOW * counter.seconds()) {
      return new NotCompared(
          "not checked, the windows differ: "
              + (Amounts.seconds(counter.seconds()) + " and " + Amounts.seconds(sensor.seconds())));
    }
    double mean = (counter.joules() + sensor.joules()) / 2;
    if (mean == 0) {
      return new NotCompared("not checked, both gave 0 J");
    }
    double difference = 100 * (counter.joules() - sensor.joules()) / mean;
    double uncertainty =
        Math.hypot(
                counter.expandedPercent() * counter.joules(),
                sensor.expandedPercent() * sensor.joules())
            / mean;
    boolean agree = Math.abs(difference) <= uncertainty + LEEWAY_PERCENT;
    String text =
        (agree ? "agree" : "disagree")
            + (": counter " + Amounts.joules(counter.joules()))
            + (", power sensor " + Amounts.joules(sensor.joules()))
            + (" over " + Amounts.seconds(counter.seconds()))
            + (", " + Amounts.percent(Math.abs(difference)) + " apart, allowed ")
            + (Amounts.percent(uncertainty) + " + " + Amounts.percent(LEEWAY_PERCENT));
    return new Compared(agree, text);
  }
}
