package assay.core.telemetry;

/**
 * What a reading can be. A sensor, a driver or firmware that has no value often delivers the
 * largest number of its register instead, all bits set: such a number is no reading.
 *
 * @param min smallest possible value
 * @param max largest possible value
 * @param unit of both
 */
public record ValidRange(double min, double max, String unit) {
  /** A chip's or a board's temperature. */
  public static final ValidRange TEMPERATURE = new ValidRange(-40, 150, "°C");

  /** A clock. */
  public static final ValidRange CLOCK = new ValidRange(0, 1e11, "Hz");

  // The largest machine on one outlet.
  private static final ValidRange POWER = new ValidRange(0, 1e6, "W");
  private static final ValidRange VOLTAGE = new ValidRange(0, 60, "V");
  private static final ValidRange PERCENTAGE = new ValidRange(0, 100, "%");
  private static final ValidRange AMOUNT = new ValidRange(0, 0x1p60, "B");
  private static final ValidRange FLAG = new ValidRange(0, 1, "");

  private static final long ONES_16 = 0xFFFFL;
  private static final long ONES_32 = 0xFFFF_FFFFL;

  /** By which drivers multiply what a register holds: m to µ, and whole units to µ. */
  private static final long[] SCALES = {1, 1_000, 1_000_000};

  /** The range of a channel's readings; counters are limited by the counter, not by physics. */
  static ValidRange of(Channel channel) {
    return switch (channel) {
      case Channel.Power _ -> POWER;
      case Channel.Flag _ -> FLAG;
      case Channel.Gauge gauge ->
          switch (gauge.unit()) {
            case "°C" -> TEMPERATURE;
            case "Hz" -> CLOCK;
            case "W" -> POWER;
            case "V" -> VOLTAGE;
            case "%" -> PERCENTAGE;
            case "B" -> AMOUNT;
            case "rpm", "1/min" -> new ValidRange(0, ONES_16 - 1, gauge.unit());
            default -> new ValidRange(0, ONES_32 - 1, gauge.unit());
          };
      case Channel.EnergyCounter _, Channel.Tally _, Channel.CauseTally _ ->
          new ValidRange(0, Double.MAX_VALUE, channel.unit());
    };
  }

  /** Whether a value lies within. */
  public boolean contains(double value) {
    return value >= min && value <= max;
  }

  /**
   * Why a value outside is none, such as {@code read as 255 °C, outside its range: -40 to 150 °C}.
   */
  String refusal(double value) {
    String range =
        max == Double.MAX_VALUE
            ? "it cannot be negative"
            : Amounts.of(min) + " to " + Amounts.of(max) + " " + unit;
    return ("read as " + Amounts.of(value) + " " + unit).strip()
        + (", outside its range: " + range.strip());
  }

  /**
   * Whether a raw number has all bits set in 32 or 64 bits, also as the largest signed number, and
   * also multiplied by a driver's scale.
   */
  public static boolean isAllOnes(long raw) {
    if (raw == -1 || raw == Long.MAX_VALUE) {
      return true;
    }
    for (long scale : SCALES) {
      if (raw == ONES_32 * scale || raw == (ONES_32 >> 1) * scale) {
        return true;
      }
    }
    return false;
  }

  /** The same for a register that may have only 16 bits; a count may well have that value. */
  public static boolean isAllOnesOfRegister(long raw) {
    return raw == ONES_16 || isAllOnes(raw);
  }
}
