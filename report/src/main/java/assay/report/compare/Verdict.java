package assay.report.compare;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.stats.Interval;

/** What a ratio and its interval show. */
public enum Verdict {
  /** The other run is better. */
  BETTER,
  /** The other run is worse. */
  WORSE,
  /** The two are shown to differ by less than {@link ForkRatio#MARGIN}. */
  SAME,
  /** Neither a difference nor equality is shown. */
  NO_DIFFERENCE_SHOWN,
  /** Nothing is stated, because the forks alone do not carry a statement; see {@link Nights}. */
  NOT_JUDGED,
  /** There is no interval, so nothing is shown. */
  NO_INTERVAL;

  /** What an interval alone shows. */
  static Verdict of(Availability<Interval> estimate) {
    return switch (estimate) {
      case Unavailable<Interval> none -> NO_INTERVAL;
      case Available<Interval>(Interval interval) ->
          interval.contains(1) ? NO_DIFFERENCE_SHOWN : interval.low() > 1 ? BETTER : WORSE;
    };
  }
}
