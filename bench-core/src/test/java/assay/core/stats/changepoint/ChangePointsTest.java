package assay.core.stats.changepoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangePointsTest {
  /** Levels with normal noise of standard deviation 1. */
  private static double[] series(int length, IntToDoubleFunction level) {
    SplittableRandom random = new SplittableRandom(11);
    double[] values = new double[length];
    Arrays.setAll(values, i -> level.applyAsDouble(i) + random.nextGaussian());
    return values;
  }

  private static double[] twoSteps(int length) {
    return series(length, i -> 100 + (i < length / 3 ? 0 : i < 2 * length / 3 ? 8 : 3));
  }

  private static List<Integer> found(double[] values) {
    return ChangePoints.find(values).stream().map(ChangePoint::index).toList();
  }

  @Test
  void stepsAreFoundWithTheMediansOnBothSides() {
    double[] values = new double[30];
    Arrays.setAll(values, i -> (i < 12 ? 100 : 110) + i % 3);
    List<ChangePoint> changes = ChangePoints.find(values);
    assertThat(changes).hasSize(1);
    ChangePoint change = changes.getFirst();
    assertThat(change.index()).isEqualTo(12);
    assertThat(change.before()).isEqualTo(101);
    assertThat(change.after()).isEqualTo(111);
    assertThat(change.votes()).isEqualTo(3);
    assertThat(change.score()).isGreaterThan(10);
  }

  @Test
  void aStepWithoutAnyNoiseIsFound() {
    double[] values = new double[20];
    Arrays.fill(values, 0, 10, 5.0);
    Arrays.fill(values, 10, 20, 5.1);
    assertThat(found(values)).containsExactly(10);
  }

  @Test
  void noiseAloneASpikeAndMoreNoiseAreNoChanges() {
    assertThat(found(series(300, i -> 100))).isEmpty();
    assertThat(found(series(300, i -> i == 150 || i == 151 ? 130 : 100))).isEmpty();
    double[] louder = series(300, i -> 0);
    Arrays.setAll(louder, i -> 100 + louder[i] * (i < 150 ? 1 : 4));
    assertThat(found(louder)).isEmpty();
    assertThat(found(series(300, i -> 100 + 0.1 * i))).as("a drift").isEmpty();
  }

  /** One value in three is far above the others: no outliers, and no changes either. */
  @Test
  void twoModesAreNoChanges() {
    SplittableRandom random = new SplittableRandom(21);
    for (int t = 0; t < 20; t++) {
      double[] values = series(200, i -> 100);
      for (int i = 0; i < values.length; i++) {
        values[i] += random.nextInt(3) == 0 ? 30 : 0;
      }
      assertThat(found(values)).as("series %d", t).isEmpty();
    }
  }

  @Test
  void aRampIsOneChange() {
    assertThat(found(series(200, i -> 100 + Math.clamp(i - 90, 0, 16))))
        .singleElement()
        .satisfies(at -> assertThat(at).isBetween(95, 101));
  }

  @Test
  void aShiftThatReturnsIsTwoChanges() {
    assertThat(found(series(200, i -> i >= 80 && i < 110 ? 106 : 100))).containsExactly(80, 110);
  }

  @Test
  void constantValuesHaveNoChange() {
    assertThat(found(new double[50])).isEmpty();
  }

  @Test
  void tooFewOrNotFiniteValuesAreRefused() {
    assertThatThrownBy(() -> ChangePoints.find(new double[9]))
        .hasMessageContaining("9 values")
        .hasMessageContaining("10");
    double[] values = twoSteps(30);
    values[7] = Double.NaN;
    assertThatThrownBy(() -> ChangePoints.find(values)).hasMessageContaining("NaN");
  }

  /** A power of two changes no digit, so the scores are the same to the last bit. */
  @ParameterizedTest
  @ValueSource(doubles = {0x1p-1000, 0x1p-3, 8, 0x1p900})
  void theScaleDoesNotMatter(double factor) {
    double[] values = twoSteps(150);
    List<ChangePoint> plain = ChangePoints.find(values);
    List<ChangePoint> scaled =
        ChangePoints.find(Arrays.stream(values).map(x -> x * factor).toArray());
    assertThat(plain).hasSize(2);
    assertThat(scaled)
        .isEqualTo(
            plain.stream()
                .map(c ->
                    new ChangePoint(
                        c.index(), c.before() * factor, c.after() * factor, c.score(), c.votes()))
                .toList());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e4, -100, 1, 1e6})
  void theLevelDoesNotMatter(double shift) {
    double[] values = twoSteps(150);
    List<ChangePoint> plain = ChangePoints.find(values);
    List<ChangePoint> shifted =
        ChangePoints.find(Arrays.stream(values).map(x -> x + shift).toArray());
    assertThat(shifted).hasSameSizeAs(plain);
    for (int i = 0; i < plain.size(); i++) {
      assertThat(shifted.get(i).index()).isEqualTo(plain.get(i).index());
      assertThat(shifted.get(i).score()).isCloseTo(plain.get(i).score(), within(1e-3));
      assertThat(shifted.get(i).before()).isCloseTo(plain.get(i).before() + shift, within(1e-6));
    }
  }

  /** Of clear steps; the Bayesian method goes one way, so that a doubtful one may differ. */
  @Test
  void backwardsAndUpsideDownAreTheSameSteps() {
    double[] values = twoSteps(150);
    assertThat(found(values)).containsExactly(50, 100);
    double[] backwards = new double[150];
    Arrays.setAll(backwards, i -> values[149 - i]);
    assertThat(found(backwards)).containsExactly(50, 100);
    assertThat(found(Arrays.stream(values).map(x -> -x).toArray())).containsExactly(50, 100);
  }

  /** Longer than a window, with changes where windows meet. */
  @Test
  void aLongSeriesIsSearchedInWindows() {
    int[] at = {250, 750, 760, 1250, 2999, 9990};
    double[] values = series(10_000, i -> 10 * (Arrays.stream(at).filter(a -> a <= i).count() % 2));
    assertThat(found(values)).containsExactlyElementsOf(Arrays.stream(at).boxed().toList());
  }
}
