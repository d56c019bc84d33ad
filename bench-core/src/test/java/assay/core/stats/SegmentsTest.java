package assay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SegmentsTest {
  private static final int SHORTEST = 3;
  private static final double SIGMA = 0.5;
  private static final double PENALTY = 2;

  private static double cost(double[] values, int from, int to) {
    double[] part = Arrays.copyOfRange(values, from, to);
    double median = Quantiles.median(part);
    double sum = Arrays.stream(part).map(v -> Math.abs(v - median)).sum();
    return 2 * sum / (SIGMA * Math.sqrt(2 / Math.PI));
  }

  private static double cost(double[] values, List<Integer> starts) {
    double cost = (starts.size() - 1) * PENALTY * Math.log(values.length);
    for (int i = 0; i < starts.size(); i++) {
      cost +=
          cost(values, starts.get(i), i + 1 < starts.size() ? starts.get(i + 1) : values.length);
    }
    return cost;
  }

  /** Without pruning. */
  private static double least(double[] values) {
    double[] best = new double[values.length + 1];
    double change = PENALTY * Math.log(values.length);
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    best[0] = -change;
    for (int to = SHORTEST; to <= values.length; to++) {
      for (int from = 0; from <= to - SHORTEST; from++) {
        best[to] = Math.min(best[to], best[from] + change + cost(values, from, to));
      }
    }
    return best[values.length];
  }

  /** Pruning must not cost the optimum, with many changes or none. */
  @Test
  void noPartitionIsBetter() {
    SplittableRandom random = new SplittableRandom(5);
    int changes = 0;
    for (int t = 0; t < 300; t++) {
      int n = 3 + random.nextInt(40);
      double step = random.nextInt(4);
      int length = 3 + random.nextInt(10);
      double[] values = new double[n];
      Arrays.setAll(values, i -> step * (i / length % 3) + SIGMA * random.nextGaussian());
      List<Integer> starts = Segments.starts(values, SIGMA, SHORTEST, PENALTY);
      assertThat(starts.getFirst()).isZero();
      for (int i = 0; i < starts.size(); i++) {
        int to = i + 1 < starts.size() ? starts.get(i + 1) : n;
        assertThat(to - starts.get(i)).isGreaterThanOrEqualTo(SHORTEST);
      }
      changes += starts.size() - 1;
      assertThat(cost(values, starts)).as("series %d", t).isEqualTo(least(values), within(1e-9));
    }
    assertThat(changes).isGreaterThan(300);
  }

  @Test
  void fewerThanTheShortestAreOneSegment() {
    assertThat(Segments.starts(new double[] {1, 9}, SIGMA, SHORTEST, PENALTY)).containsExactly(0);
  }
}
