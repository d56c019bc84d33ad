package assay.core.record;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.checks.Checks;
import assay.core.stats.Interval;
import org.jspecify.annotations.Nullable;

/**
 * A value with what is needed to judge it.
 *
 * @param unit such as {@code s}, {@code FLOP/s}, {@code B/s}, {@code samples/s}, {@code %}, or
 *     {@code 1} for a dimensionless number
 * @param median the median over forks of the forks' medians
 * @param ciLow lower end of its 95 % interval, null if there is none
 * @param ciHigh upper end, null if there is none
 * @param n number of samples over all forks, at least 1
 * @param forks number of forks, at least 1
 * @param precisionMet whether the interval is as narrow as planned; false without one
 * @param note a remark; required if there is no interval, to say why
 */
public record Metric(
    String unit,
    double median,
    @Nullable Double ciLow,
    @Nullable Double ciHigh,
    long n,
    int forks,
    boolean precisionMet,
    @Nullable String note) {
  public Metric {
    Checks.text("unit", unit);
    Checks.finite("median", median);
    Checks.textOrNull("note", note);
    if ((ciLow == null) != (ciHigh == null)) {
      throw new IllegalArgumentException("an interval needs both ends or none");
    }
    if (ciLow == null || ciHigh == null) {
      if (precisionMet || note == null) {
        throw new IllegalArgumentException(
            "a metric without an interval needs a note and cannot have met the precision");
      }
    } else if (!(Checks.finite("ciLow", ciLow) <= median
        && median <= Checks.finite("ciHigh", ciHigh))) {
      throw new IllegalArgumentException(
          "median " + median + " is outside its interval " + ciLow + " to " + ciHigh);
    }
    if (forks < 1 || n < forks) {
      throw new IllegalArgumentException(n + " samples from " + forks + " forks");
    }
  }

  /** A metric with an estimate; the reason for a missing interval goes to the note. */
  public static Metric of(
      String unit,
      double median,
      Availability<Interval> estimate,
      long n,
      int forks,
      boolean precisionMet,
      @Nullable String note) {
    return switch (estimate) {
      case Available<Interval>(Interval interval) ->
          new Metric(unit, median, interval.low(), interval.high(), n, forks, precisionMet, note);
      case Unavailable<Interval> none -> {
        String why = note == null ? none.reason() : none.reason() + "; " + note;
        yield new Metric(unit, median, null, null, n, forks, false, why);
      }
    };
  }
}
