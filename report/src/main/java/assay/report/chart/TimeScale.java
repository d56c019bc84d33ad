package assay.report.chart;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Axes of days in UTC, in seconds since 1970; labels are ISO 8601 dates. */
final class TimeScale {
  private static final int[] STEPS = {1, 2, 7, 14, 28, 56, 91, 182, 364, 728, 1820, 3640};
  private static final double DAY = 86_400;

  private TimeScale() {}

  /** Over these moments, with a margin of half a day or 2 %. */
  static Scale over(Instant first, Instant last, double pixels) {
    double margin = Math.max(DAY / 2, 0.02 * (seconds(last) - seconds(first)));
    double low = seconds(first) - margin;
    double high = seconds(last) + margin;
    for (int step : STEPS) {
      if ((high - low) / DAY / step <= 12) {
        Scale scale = scale(low, high, first, step);
        if (scale.fits(pixels)) {
          return scale;
        }
      }
    }
    return new Scale(false, low, high, List.of(), "");
  }

  static double seconds(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() * 1e-9;
  }

  private static Scale scale(double low, double high, Instant first, int step) {
    List<Tick> ticks = new ArrayList<>();
    LocalDate day = first.atZone(ZoneOffset.UTC).toLocalDate();
    for (; dayBegins(day) <= high; day = day.plus(step, ChronoUnit.DAYS)) {
      if (dayBegins(day) >= low) {
        ticks.add(new Tick(dayBegins(day), day.toString()));
      }
    }
    return new Scale(false, low, high, ticks, "");
  }

  private static double dayBegins(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
  }
}
