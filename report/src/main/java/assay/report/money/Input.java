package assay.report.money;

import java.util.Locale;

/** A stated input of the cost of a system. Amounts of money are in the file's currency. */
public enum Input {
  /** Price of the system, paid at the start. */
  CAPEX("capex", "{currency}", 0, Double.MAX_VALUE, 10, Owner.OFFER),
  /** Years of use; a whole number, because annual costs are paid at the end of each year. */
  YEARS("years", "years", 1, 50, 1, Owner.BUYER),
  /** Share of the hours of a year under load, %; the machine idles in the others. */
  UTILIZATION("utilizationPercent", "%", 0.1, 100, 20, Owner.BUYER),
  /** Power usage effectiveness: energy of the site ÷ energy of its machines (ISO/IEC 30134-2). */
  PUE("pue", "1", 1, 10, 10, Owner.BUYER),
  /**
   * Power of fans, voltage regulators and power supply, % of what the sensors inside the machine
   * measure. Optional, and only with its source: without it, energy is that of the measured parts.
   */
  UNMETERED("unmeteredPercent", "%", 0, 200, 20, Owner.OFFER),
  /** Price of electricity in the first year. */
  TARIFF("tariffPerKwh", "{currency}/kWh", 0, Double.MAX_VALUE, 20, Owner.BUYER),
  /** Change of the price of electricity, % per year. Optional: without it there is none. */
  TARIFF_CHANGE("tariffChangePercent", "%", -50, 100, 2, Owner.BUYER),
  /** Rack space. */
  SPACE("spacePerYear", "{currency}/year", 0, Double.MAX_VALUE, 20, Owner.OFFER),
  /** Support and maintenance. */
  SUPPORT("supportPerYear", "{currency}/year", 0, Double.MAX_VALUE, 20, Owner.OFFER),
  /** Discount rate, % per year. */
  DISCOUNT_RATE("discountRatePercent", "%", 0, 100, 2, Owner.BUYER),
  /** Resale value at the end. */
  RESIDUAL("residualValue", "{currency}", 0, Double.MAX_VALUE, 50, Owner.OFFER);

  /** Who states it: in a resample, an input of the buyer is the same for all systems. */
  public enum Owner {
    BUYER,
    OFFER
  }

  private final String key;
  private final String unit;
  private final double min;
  private final double max;
  private final double spread;
  private final Owner owner;

  Input(String key, String unit, double min, double max, double spread, Owner owner) {
    this.key = key;
    this.unit = unit;
    this.min = min;
    this.max = max;
    this.spread = spread;
    this.owner = owner;
  }

  /** Its name in the file. */
  public String key() {
    return key;
  }

  /** Its unit, {@code 1} for a plain number. */
  public String unit(String currency) {
    return unit.replace("{currency}", currency);
  }

  /** Smallest value that makes sense. */
  double min() {
    return min;
  }

  /** Largest value that makes sense. */
  double max() {
    return max;
  }

  /**
   * How far it is varied by default: ± % of the value, but ± years for {@link #YEARS} and ±
   * percentage points for {@link #DISCOUNT_RATE} and {@link #TARIFF_CHANGE}.
   */
  double defaultSpread() {
    return spread;
  }

  /** Whether its spread is in its own unit rather than a percentage of the value. */
  public boolean spreadIsAbsolute() {
    return this == YEARS || this == DISCOUNT_RATE || this == TARIFF_CHANGE;
  }

  /** Whether a system is priced without it too. */
  boolean optional() {
    return this == UNMETERED || this == TARIFF_CHANGE;
  }

  /** Who states it. */
  public Owner owner() {
    return owner;
  }

  /**
   * The value moved within its spread and clamped to the valid range.
   *
   * @param share from -1 for the lower end to 1 for the upper
   */
  double moved(double value, double spread, double share) {
    double by = spreadIsAbsolute() ? spread * share : value * spread / 100 * share;
    double moved = Math.clamp(value + by, min, max);
    return this == YEARS ? Math.rint(moved) : moved;
  }

  /** Why a value is invalid, to be written after the key; empty if it is valid. */
  String refusal(double value) {
    if (this == YEARS && value != Math.rint(value)) {
      return "must be a whole number of years";
    }
    if (!(value >= min && value <= max)) {
      return max == Double.MAX_VALUE
          ? "must be at least " + plain(min)
          : "must be from " + plain(min) + " to " + plain(max);
    }
    return "";
  }

  private static String plain(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : Double.toString(value);
  }
}
