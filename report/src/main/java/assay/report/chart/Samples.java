package assay.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Points of a line in the order of x, which breaks where y is NaN.
 *
 * @param x ascending
 * @param y as many
 */
record Samples(double[] x, double[] y) {
  private Samples at(List<Integer> indices) {
    return new Samples(
        indices.stream().mapToDouble(i -> x[i]).toArray(),
        indices.stream().mapToDouble(i -> y[i]).toArray());
  }

  /**
   * For each interval of this width along x: the first, lowest, highest and last point, in order.
   */
  Samples thinned(double width) {
    List<Integer> kept = new ArrayList<>();
    int from = 0;
    while (from < x.length) {
      int lowest = from;
      int highest = from;
      int to = from + 1;
      while (to < x.length
          && x[to] < x[from] + width
          && Double.isNaN(y[to]) == Double.isNaN(y[from])) {
        lowest = y[to] < y[lowest] ? to : lowest;
        highest = y[to] > y[highest] ? to : highest;
        to++;
      }
      kept.addAll(new TreeSet<>(List.of(from, lowest, highest, to - 1)));
      from = to;
    }
    return at(kept);
  }

  /** Some of the points: the first one beyond {@code first}, then one per step. */
  Samples sparse(double first, double step) {
    List<Integer> kept = new ArrayList<>();
    double next = x.length == 0 ? 0 : x[0] + first;
    for (int i = 0; i < x.length; i++) {
      if (x[i] >= next && !Double.isNaN(y[i])) {
        kept.add(i);
        next = x[i] + step;
      }
    }
    return at(kept);
  }

  /** The points that no line reaches: both neighbours are missing. */
  Samples alone() {
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      boolean before = i > 0 && !Double.isNaN(y[i - 1]);
      boolean after = i + 1 < x.length && !Double.isNaN(y[i + 1]);
      if (!Double.isNaN(y[i]) && !before && !after) {
        kept.add(i);
      }
    }
    return at(kept);
  }
}
