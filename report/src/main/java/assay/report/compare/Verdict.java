package assay.report.compare;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.stats.Interval;

/** What a ratio and its interval show. */
public enum Verdict {
  /** The whole interval is above 1: the other run is better. */
  BETTER,
  /** The whole interval is below 1: the other run is worse. */
  WORSE,
  /** The interval contains 1. This does not show that there is no difference. */
  NO_DIFFERENCE_SHOWN,
  /** There is no interval, so nothing is shown. */
  NO_INTERVAL;

  static Verdict of(Availability<Interval> estimate) {
    return switch (estimate) {
      case Unavailable<Interval> none -> NO_INTERVAL;
      case Available<Interval>(Interval interval) ->
          interval.contains(1) ? NO_DIFFERENCE_SHOWN : interval.low() > 1 ? BETTER : WORSE;
    };
  }
}
