package assay.report.gate;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How often the fleet's own past nights would have been alarmed, for each of a grid of thresholds.
 * Nights of open events do not count, and an event that lasted is a change and no false alarm.
 *
 * @param seriesNights nights of series that were counted
 * @param onsets for each threshold of the grid, how often a score rose above it after five nights
 *     without
 */
public record OnsetPool(long seriesNights, List<Integer> onsets) {
  private static final int SIZE = 120;
  private static final double LOWEST = 2;
  private static final double STEP = 0.025;

  /** A score, and the highest of the five nights before: it is an onset for what lies between. */
  record Rise(double from, double to) {}

  /** Copies the list. */
  public OnsetPool {
    onsets = List.copyOf(onsets);
    if (onsets.size() != SIZE) {
      throw new IllegalArgumentException(onsets.size() + " thresholds, not " + SIZE);
    }
  }

  /** Nothing seen yet. */
  public static OnsetPool empty() {
    return new OnsetPool(0, Collections.nCopies(SIZE, 0));
  }

  OnsetPool plus(long nights, List<Rise> rises) {
    int[] counts = onsets.stream().mapToInt(Integer::intValue).toArray();
    for (Rise rise : rises) {
      for (int i = Math.max(0, index(rise.from())); i < Math.min(SIZE, index(rise.to())); i++) {
        counts[i]++;
      }
    }
    return new OnsetPool(seriesNights + nights, IntStream.of(counts).boxed().toList());
  }

  /** The first threshold that is not below a score. */
  private static int index(double score) {
    return (int) Math.ceil(Math.log(score / LOWEST) / STEP);
  }

  /** The lowest threshold that so many onsets a series-night rise above. */
  public double threshold(double rate) {
    int i = 0;
    while (i < SIZE - 1 && onsets.get(i) > rate * seriesNights) {
      i++;
    }
    return LOWEST * Math.exp(i * STEP);
  }
}
