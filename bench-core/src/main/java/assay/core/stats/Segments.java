package assay.core.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The best partition of a series into segments with a median each: the exact minimum of the
 * segments' costs and the penalties of the changes, by optimal partitioning with pruning (R.
 * Killick, P. Fearnhead and I. Eckley, "Optimal Detection of Changepoints With a Linear
 * Computational Cost", JASA 107, 2012).
 *
 * <p>A segment costs twice the negative log-likelihood of Laplace-distributed values: 2·Σ|x −
 * median|/b with b = σ·√(2/π).
 */
public final class Segments {
  private final double[] values;
  private final int shortest;
  private final double scale;
  private final double penalty;
  private final double[] best;
  private final int[] start;
  private final Deviations deviations;

  private Segments(double[] values, double sigma, int shortest, double penalty) {
    this.values = values;
    this.shortest = shortest;
    this.scale = 2 / (sigma * Math.sqrt(2 / Math.PI));
    this.penalty = penalty * Math.log(values.length);
    this.best = new double[values.length + 1];
    this.start = new int[values.length + 1];
    this.deviations = new Deviations(values);
  }

  /**
   * Positions at which segments begin, 0 first. Takes O(n²) time.
   *
   * @param values at least one
   * @param sigma standard deviation of one value within a segment, above 0
   * @param shortest fewest values in a segment, unless there are fewer
   * @param penalty cost of a change over ln n
   */
  public static List<Integer> starts(double[] values, double sigma, int shortest, double penalty) {
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
    deviations.from(from);
    int last = values.length;
    for (int end = from + 1; end <= last; end++) {
      boolean allowed = end - from >= shortest || (from == 0 && end == values.length);
      if (!allowed) {
        continue;
      }
      double cost = best[from] + scale * deviations.to(end);
      if (cost >= best[end]) {
        last = Math.min(last, end + shortest - 1);
      } else if (cost + penalty < best[end]) {
        best[end] = cost + penalty;
        start[end] = from;
      }
    }
  }

  /**
   * Sums of absolute deviations from the median of all segments that begin at one place. The values
   * from there on are a list in ascending order; the last ones are taken from it one by one, and
   * the median moves by one place at most.
   */
  private static final class Deviations {
    private final double[] values;
    private final int[] ascending;
    private final int[] rank;
    private final int[] previous;
    private final int[] next;
    private final double[] sums;

    Deviations(double[] values) {
      this.values = values;
      ascending =
          IntStream.range(0, values.length)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> values[i]))
              .mapToInt(Integer::intValue)
              .toArray();
      rank = new int[values.length];
      for (int i = 0; i < rank.length; i++) {
        rank[ascending[i]] = i;
      }
      previous = new int[values.length + 1];
      next = new int[values.length + 1];
      sums = new double[values.length + 1];
    }

    /** The sum of the segment from the place last given to {@link #from}. */
    double to(int end) {
      return sums[end];
    }

    void from(int from) {
      int ends = values.length;
      int count = ends - from;
      int median = ends;
      int lower = 0;
      double low = 0;
      double high = 0;
      int before = ends;
      for (int i : ascending) {
        if (i < from) {
          continue;
        }
        next[before] = i;
        previous[i] = before;
        before = i;
        if (lower < (count + 1) / 2) {
          lower++;
          low += values[i];
          median = i;
        } else {
          high += values[i];
        }
      }
      next[before] = ends;
      previous[ends] = before;
      for (int end = ends; end > from; end--) {
        int higher = count - lower;
        sums[end] = Math.max(0, high - low + values[median] * (lower - higher));
        int gone = end - 1;
        int moved = median;
        boolean even = lower == higher;
        if (rank[gone] > rank[median]) {
          high -= values[gone];
          if (!even) {
            lower--;
            low -= values[median];
            high += values[median];
            moved = previous[median];
          }
        } else {
          low -= values[gone];
          if (even) {
            moved = next[median];
            low += values[moved];
            high -= values[moved];
          } else {
            lower--;
            moved = gone == median ? previous[median] : median;
          }
        }
        next[previous[gone]] = next[gone];
        previous[next[gone]] = previous[gone];
        median = moved;
        count--;
      }
    }
  }
}
