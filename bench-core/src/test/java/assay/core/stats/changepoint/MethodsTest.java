package assay.core.stats.changepoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The parts of the ensemble, and the methods that it is compared with, by hand. */
class MethodsTest {
  private static final double CLOSE = 1e-9;

  private static Standardized plain(double... values) {
    return new Standardized(values, IntStream.range(0, values.length).toArray(), 1);
  }

  private static double[] steps(int length, int... at) {
    SplittableRandom random = new SplittableRandom(3);
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      int own = i;
      values[i] = 10 * Arrays.stream(at).filter(a -> a <= own).count() + random.nextDouble();
    }
    return values;
  }

  /** Q = 5·5/10·[2·3 − 1.2 − 1.2]: 25 pairs are 3 apart on average, 10 on either side 1.2. */
  @Test
  void theEnergyOfASplitIsThatByHand() {
    EnergyDivisive.Energy energy =
        new EnergyDivisive.Energy(new double[] {0, 2, 0, 2, 0, 3, 5, 3, 5, 3});
    EnergyDivisive.Split best = energy.best(energy.ranks());
    assertThat(best.at()).isEqualTo(5);
    assertThat(best.statistic()).isCloseTo(9, within(CLOSE));
  }

  @Test
  void theEnergyOfEverySplitIsThatOfItsDefinition() {
    SplittableRandom random = new SplittableRandom(7);
    for (int t = 0; t < 50; t++) {
      int n = 10 + random.nextInt(20);
      double[] values = new double[n];
      // Few different values, so that there are ties.
      Arrays.setAll(values, i -> random.nextInt(6));
      EnergyDivisive.Energy energy = new EnergyDivisive.Energy(values);
      double greatest = Double.NEGATIVE_INFINITY;
      for (int at = 5; at <= n - 5; at++) {
        double[] left = Arrays.copyOfRange(values, 0, at);
        double[] right = Arrays.copyOfRange(values, at, n);
        double q =
            at
                * (double) (n - at)
                / n
                * (2 * distance(left, right) / at / (n - at)
                    - distance(left, left) / at / (at - 1)
                    - distance(right, right) / (n - at) / (n - at - 1));
        greatest = Math.max(greatest, q);
      }
      assertThat(energy.best(energy.ranks()).statistic()).isCloseTo(greatest, within(CLOSE));
    }
  }

  private static double distance(double[] left, double[] right) {
    return Arrays.stream(left).map(x -> Arrays.stream(right).map(y -> Math.abs(x - y)).sum()).sum();
  }

  @Test
  void eDivisiveFindsStepsAndNothingInNoise() {
    assertThat(EnergyDivisive.changes(plain(steps(60, 20, 40)))).containsExactly(20, 40);
    assertThat(EnergyDivisive.changes(plain(steps(60)))).isEmpty();
  }

  /** The same values are no evidence once they are known to hang together. */
  @Test
  void autocorrelationWeakensEDivisive() {
    double[] values = new double[40];
    SplittableRandom random = new SplittableRandom(1);
    Arrays.setAll(values, i -> random.nextGaussian() + (i < 20 ? 0 : 3));
    int[] positions = IntStream.range(0, 40).toArray();
    assertThat(EnergyDivisive.changes(new Standardized(values, positions, 1))).hasSize(1);
    assertThat(EnergyDivisive.changes(new Standardized(values, positions, 9))).isEmpty();
    assertThat(RunLengths.changes(new Standardized(values, positions, 1))).hasSize(1);
    assertThat(RunLengths.changes(new Standardized(values, positions, 9))).isEmpty();
  }

  @Test
  void runLengthsFindStepsAndNothingInNoise() {
    assertThat(RunLengths.changes(plain(steps(60, 20, 40)))).containsExactly(20, 40);
    assertThat(RunLengths.changes(plain(steps(60)))).isEmpty();
  }

  /** Ten values ±1 about 0 and ten about 4: variances of the means (10 + 10)/(9 + 10)/10. */
  @Test
  void theEvidenceOfAStepIsItsStandardErrors() {
    double[] values = new double[20];
    Arrays.setAll(values, i -> (i < 10 ? 0 : 4) + (i % 2 == 0 ? 1 : -1));
    double expected = 4 / Math.sqrt(2 * 20.0 / 19 / 10);
    assertThat(new Levels(plain(values)).evidence(0, 10, 20)).isCloseTo(expected, within(CLOSE));
    int[] positions = IntStream.range(0, 20).toArray();
    assertThat(new Levels(new Standardized(values, positions, 4)).evidence(0, 10, 20))
        .isCloseTo(expected / 2, within(CLOSE));
  }

  /**
   * On a line a step shows only beside it. The line explains 500²/665 of the step's 500, so that
   * 124.06 of squares are its own, over a variance of (0 + 10)/(17 + 10).
   */
  @Test
  void aDriftIsNoStepAndAStepOnADriftIs() {
    double[] drift = IntStream.range(0, 20).asDoubleStream().toArray();
    assertThat(new Levels(plain(drift)).evidence(0, 10, 20)).isZero();
    double[] both = drift.clone();
    Arrays.setAll(both, i -> drift[i] + (i < 10 ? 0 : 10));
    assertThat(new Levels(plain(both)).evidence(0, 10, 20))
        .isCloseTo(Math.sqrt((500 - 250_000.0 / 665) * 2.7), within(CLOSE));
  }

  @Test
  void twoOfThreeElect() {
    List<int[]> proposals = List.of(new int[] {20, 60}, new int[] {23, 40, 80}, new int[] {82, 95});
    assertThat(ChangePoints.elected(proposals, 100))
        .containsExactly(new Levels.Change(20, 2, 0), new Levels.Change(80, 2, 0));
  }

  @Test
  void noiseIsOfTheLevelsNotOfTheSteps() {
    SplittableRandom random = new SplittableRandom(2);
    double[] values = new double[400];
    double[] correlated = new double[400];
    double last = 0;
    for (int i = 0; i < 400; i++) {
      double level = i < 150 ? 50 : 90;
      double z = random.nextGaussian();
      values[i] = level + 2 * z;
      last = 0.5 * last + z;
      correlated[i] = level + last;
    }
    Standardized plain = Standardized.of(values);
    assertThat(
            (values[399] - values[0])
                / (plain.values()[plain.values().length - 1] - plain.values()[0]))
        .isCloseTo(2, within(0.25));
    assertThat(plain.inflation()).isLessThan(1.4);
    // (1 + 0.5)/(1 − 0.5)
    assertThat(Standardized.of(correlated).inflation()).isCloseTo(3, within(0.7));
  }

  @Test
  void fixedThresholdAndZAlarmAtOneValue() {
    double[] values = new double[40];
    Arrays.setAll(values, i -> (i < 20 ? 100 : 106) + (i % 3) * 0.5);
    assertThat(Method.FIXED.changes(values)).containsExactly(20);
    assertThat(Method.Z.changes(values)).containsExactly(20);
    assertThat(Method.NOTHING.changes(values)).isEmpty();
    assertThat(Method.OTAVA.changes(values)).containsExactly(20);
  }
}
