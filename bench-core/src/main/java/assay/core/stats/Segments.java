package assay.core.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The best partition of a series into segments with a median each, as {@link SteadyState} describes
 * it: the exact minimum of the segments' costs and the penalties of the changes.
 */
final class Segments {
  private final double[] values;
  private final int shortest;
  private final double scale;
  private final double penalty;
  private final double[] best;
  private final int[] start;

  private Segments(double[] values, double sigma, int shortest, double penalty) {
    this.values = values;
    this.shortest = shortest;
    this.scale = 2 / (sigma * Math.sqrt(2 / Math.PI));
    this.penalty = penalty * Math.log(values.length);
    this.best = new double[values.length + 1];
    this.start = new int[values.length + 1];
  }

  /**
   * Positions at which segments begin, 0 first.
   *
   * @param values at least one
   * @param sigma standard deviation of one value within a segment, above 0
   * @param shortest fewest values in a segment, unless there are fewer
   * @param penalty cost of a change over ln n
   */
  static List<Integer> starts(double[] values, double sigma, int shortest, double penalty) {
    Segments segments = new Segments(values, sigma, shortest, penalty);
    segments.partition();
    List<Integer> starts = new ArrayList<>();
    int end = values.length;
    while (end > 0) {
      end = segments.start[end];
      starts.addFirst(end);
    }
    return starts;
  }

  /**
   * Extends the best partition before each position by every segment that begins there. A segment
   * only becomes more expensive as it grows, and never cheaper than its two parts: once a start is
   * worse than another partition that ends at the same place, that one can go on in its stead, as
   * soon as a segment of the shortest length fits in between.
   */
  private void partition() {
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    best[0] = -penalty;
    for (int from = 0; from < values.length; from++) {
      if (best[from] < Double.POSITIVE_INFINITY) {
        extend(from);
      }
    }
  }

  private void extend(int from) {
    Deviations deviations = new Deviations();
    int last = values.length;
    for (int end = from + 1; end <= last; end++) {
      deviations.add(values[end - 1]);
      boolean allowed = end - from >= shortest || (from == 0 && end == values.length);
      if (!allowed) {
        continue;
      }
      double cost = best[from] + scale * deviations.sum();
      if (cost >= best[end]) {
        last = Math.min(last, end + shortest - 1);
      } else if (cost + penalty < best[end]) {
        best[end] = cost + penalty;
        start[end] = from;
      }
    }
  }

  /** The sum of absolute deviations from the median of a growing set. */
  private static final class Deviations {
    private final PriorityQueue<Double> low = new PriorityQueue<>(Comparator.reverseOrder());
    private final PriorityQueue<Double> high = new PriorityQueue<>();
    private double lowSum;
    private double highSum;

    void add(double value) {
      if (low.isEmpty() || value <= low.element()) {
        low.add(value);
        lowSum += value;
      } else {
        high.add(value);
        highSum += value;
      }
      if (low.size() > high.size() + 1) {
        double moved = low.remove();
        lowSum -= moved;
        high.add(moved);
        highSum += moved;
      } else if (high.size() > low.size()) {
        double moved = high.remove();
        highSum -= moved;
        low.add(moved);
        lowSum += moved;
      }
    }

    double sum() {
      double median = low.element();
      return Math.max(0, highSum - median * high.size() + median * low.size() - lowSum);
    }
  }
}
