package assay.cpu.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.regex.Pattern;

/** A reading of a meter, from a line {@code timestamp,watts}. */
record MeterLine(Instant stamp, double watts) {
  /** Numbers as loggers write them; no words such as NaN, which Java's parser would take. */
  private static final Pattern NUMBER = Pattern.compile("[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]{1,2})?");

  /** Stamps outside this range are in another unit, such as ms, or not times at all. */
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  /** No machine on one outlet draws more, W; a misplaced decimal point of a kW meter does. */
  private static final double MAX_WATTS = 1e6;

  /**
   * Parses a line; a header, or anything else that is not a reading, is unavailable.
   *
   * @param line two fields: ISO-8601 with its zone, or seconds since 1970 UTC; and watts, 0 or more
   */
  static Availability<MeterLine> parse(String line) {
    String[] fields = line.strip().split(",", -1);
    if (fields.length != 2) {
      return new Unavailable<>("not two fields timestamp,watts");
    }
    String watts = fields[1].strip();
    if (!NUMBER.matcher(watts).matches() || Double.parseDouble(watts) > MAX_WATTS) {
      return new Unavailable<>("'" + watts + "' is not a number of watts from 0 to 1000000");
    }
    try {
      Instant stamp = stamp(fields[0].strip());
      return stamp.isBefore(EARLIEST) || stamp.isAfter(LATEST)
          ? new Unavailable<>("'" + fields[0].strip() + "' is not a time in seconds since 1970")
          : new Available<>(new MeterLine(stamp, Double.parseDouble(watts)));
    } catch (DateTimeException | ArithmeticException e) {
      return new Unavailable<>(
          "'" + fields[0].strip() + "' is neither ISO-8601 with a zone nor seconds since 1970");
    }
  }

  private static Instant stamp(String text) {
    if (!NUMBER.matcher(text).matches()) {
      // Some loggers write a blank instead of ISO-8601's T.
      return ZonedDateTime.parse(text.replace(' ', 'T')).toInstant();
    }
    BigDecimal seconds = new BigDecimal(text);
    BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
    return Instant.ofEpochSecond(
        whole.longValueExact(), seconds.subtract(whole).movePointRight(9).longValue());
  }
}
