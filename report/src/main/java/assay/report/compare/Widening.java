package assay.report.compare;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.record.Energy;
import assay.core.stats.Interval;

/**
 * Widens the interval of a ratio by what forks cannot show: the sensors' uncertainty in a ratio of
 * energies, and how much nights differ.
 *
 * <p>Forks show how energies scatter; a sensor that is off by a constant share is off in every
 * fork. So the expanded uncertainties (k = 2) that the record states for either energy are added:
 * in logarithms, each half of the interval becomes the root of the sum of its own square and u²,
 * where u² is the sum of the squares of both uncertainties (JCGM 100, section 5.1.2). Two
 * simplifications make it wider than it need be, never narrower: the recorded uncertainty contains
 * the scatter of the forks again, and the errors of the two sensors are taken as independent
 * although those of one and the same sensor largely cancel in a ratio.
 */
final class Widening {
  private Widening() {}

  /** u of the energies, as a share: 0.02 for ± 2 %. */
  static double energy(MeasuredCell base, MeasuredCell other) {
    return Math.hypot(share(base), share(other));
  }

  /** The errors of several domains of one target are assumed to have the same sign. */
  private static double share(MeasuredCell cell) {
    double joules = 0;
    double uncertain = 0;
    for (Energy energy : cell.primary()) {
      double perExecution = energy.joules() / energy.executions();
      joules += perExecution;
      uncertain += perExecution * energy.uncertaintyPercent() / 100;
    }
    return joules > 0 ? uncertain / joules : 0;
  }

  /**
   * Widens.
   *
   * @param uncertainty expanded (k = 2), as a share; 0 changes nothing
   */
  static Availability<Interval> widen(
      double ratio, Availability<Interval> estimate, double uncertainty) {
    if (uncertainty == 0 || !(estimate instanceof Available<Interval>(Interval interval))) {
      return estimate;
    }
    double below = Math.hypot(Math.log(ratio / interval.low()), uncertainty);
    double above = Math.hypot(Math.log(interval.high() / ratio), uncertainty);
    return new Available<>(
        new Interval(ratio * Math.exp(-below), ratio * Math.exp(above), interval.level()));
  }
}
