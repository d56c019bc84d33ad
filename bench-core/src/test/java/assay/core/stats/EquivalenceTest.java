package assay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EquivalenceTest {
  @ParameterizedTest
  @CsvSource({
    "0.9902, 1.0099, true",
    "0.99, 1.0099, false",
    "0.995, 1.0101, false",
    "1.002, 1.008, true"
  })
  void theWholeIntervalLiesWithinTheMargin(double low, double high, boolean shown) {
    assertThat(Equivalence.shown(new Interval(low, high, 0.9), 0.01)).isEqualTo(shown);
  }

  @Test
  void valuesNeeded() {
    assertThat(Equivalence.valuesNeeded(0.01, 0.01)).isEqualTo(18);
    assertThat(Equivalence.valuesNeeded(0.02, 0.01)).isEqualTo(72);
    assertThat(Equivalence.valuesNeeded(1e-9, 0.01)).isEqualTo(4);
  }

  /** With that many forks a side, equality is shown in about 80 % of the cases. */
  @Tag("slow")
  @Test
  void thatManyShowIt() {
    RandomGenerator random = new SplittableRandom(41);
    int shown = 0;
    for (int t = 0; t < 2_000; t++) {
      double[][] runs = new double[2][Equivalence.valuesNeeded(0.01, 0.01)];
      for (double[] run : runs) {
        for (int i = 0; i < run.length; i++) {
          run[i] = 0.01 * random.nextGaussian();
        }
      }
      Interval logs =
          HodgesLehmann.independent(runs[0], runs[1])
              .interval(Equivalence.LEVEL)
              .toOptional()
              .orElseThrow();
      Interval ratio = new Interval(Math.exp(logs.low()), Math.exp(logs.high()), logs.level());
      shown += Equivalence.shown(ratio, 0.01) ? 1 : 0;
    }
    assertThat(shown / 2_000.0).isBetween(0.74, 0.86);
  }
}
