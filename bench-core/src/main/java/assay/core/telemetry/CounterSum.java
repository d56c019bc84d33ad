package assay.core.telemetry;

import java.util.Arrays;

/**
 * The sum of counters of the same kind, such as one per core. It never falls and never jumps: a
 * counter that vanishes keeps what it has counted, one that falls was reset and counts on from
 * there, and one that appears counts from its first reading.
 */
public final class CounterSum {
  private final double[] last;
  private double total = Double.NaN;

  /**
   * Nothing read yet.
   *
   * @param counters how many there are
   */
  public CounterSum(int counters) {
    this.last = new double[counters];
    Arrays.fill(last, Double.NaN);
  }

  /**
   * Takes a reading of all counters.
   *
   * @param readings one per counter; NaN for one that cannot be read
   * @return the sum; NaN if none can be read
   */
  public double next(double[] readings) {
    double grown = 0;
    double sum = 0;
    boolean any = false;
    for (int i = 0; i < last.length; i++) {
      double now = readings[i];
      if (!Double.isNaN(now)) {
        any = true;
        sum += now;
        grown += now > last[i] ? now - last[i] : 0;
        last[i] = now;
      }
    }
    if (!any) {
      return Double.NaN;
    }
    total = Double.isNaN(total) ? sum : total + grown;
    return total;
  }
}
