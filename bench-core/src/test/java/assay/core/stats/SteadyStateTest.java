package assay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class SteadyStateTest {
  /** Sixteen points of warm-up and ten samples, as in a nightly fork. */
  private static final int WARMUP = 16;

  private static final int SAMPLES = 10;
  private static final int POINTS = WARMUP + SAMPLES;

  private static double[] series(int n, IntToDoubleFunction value) {
    double[] times = new double[n];
    Arrays.setAll(times, value);
    return times;
  }

  private static SteadyState classify(int warmup, double[] all) {
    return SteadyState.classify(
        Arrays.copyOf(all, warmup), Arrays.copyOfRange(all, warmup, all.length));
  }

  /** With noise of 0.2 %. */
  private static SteadyState classify(IntToDoubleFunction level) {
    SplittableRandom random = new SplittableRandom(3);
    return classify(
        WARMUP, series(POINTS, i -> level.applyAsDouble(i) * (1 + 0.002 * random.nextGaussian())));
  }

  @Test
  void namesTheFourShapes() {
    assertThat(classify(i -> 1)).isEqualTo(SteadyState.FLAT);
    assertThat(classify(i -> i < 5 ? 1.5 : 1)).isEqualTo(SteadyState.WARM_UP);
    assertThat(classify(i -> i < 15 ? 1.05 : 1)).isEqualTo(SteadyState.WARM_UP);
    assertThat(classify(i -> i < 5 ? 0.9 : 1)).isEqualTo(SteadyState.SLOWDOWN);
    assertThat(classify(i -> 1 + 0.01 * i)).isEqualTo(SteadyState.NO_STEADY_STATE);
    assertThat(classify(i -> i < 22 ? 1 : 1.1)).isEqualTo(SteadyState.NO_STEADY_STATE);
    assertThat(classify(i -> i % 2 == 0 ? 1 : 1.5)).isEqualTo(SteadyState.NO_STEADY_STATE);
  }

  /** Interpreted, then compiled by C1, then by C2; and one that is compiled again and slower. */
  @Test
  void namesShapesOfTheJustInTimeCompiler() {
    assertThat(classify(i -> i < 4 ? 1000 : i < 9 ? 8 : 1)).isEqualTo(SteadyState.WARM_UP);
    assertThat(classify(i -> 1 + 900 * Math.exp(-1.5 * i))).isEqualTo(SteadyState.WARM_UP);
    assertThat(classify(i -> i < 4 ? 1000 : i < 9 ? 1 : 1.08)).isEqualTo(SteadyState.SLOWDOWN);
    // A first call that compiles, and a garbage collection in the middle, are no phases.
    assertThat(classify(i -> i == 0 ? 500 : i == 12 ? 3 : 1)).isEqualTo(SteadyState.FLAT);
    // A boost clock that a power limit ends.
    assertThat(classify(i -> i < 8 ? 1 : Math.min(1.12, 1 + 0.03 * (i - 7))))
        .isEqualTo(SteadyState.SLOWDOWN);
  }

  @Test
  void aFewSlowPointsAreOutliersWhereverTheyAre() {
    for (int at = 0; at < POINTS; at++) {
      int slow = at;
      assertThat(classify(i -> i == slow ? 3 : 1)).as("at %d", at).isEqualTo(SteadyState.FLAT);
    }
    for (int at = 3; at <= POINTS - 6; at++) {
      int slow = at;
      assertThat(classify(i -> i >= slow && i < slow + 3 ? 1.2 : 1))
          .as("from %d", at)
          .isEqualTo(SteadyState.FLAT);
    }
  }

  /** Seven points are a quarter of 26. */
  @Test
  void aQuarterOfAllPointsMustBeSteady() {
    assertThat(classify(i -> i < POINTS - 7 ? 1.1 : 1)).isEqualTo(SteadyState.WARM_UP);
    assertThat(classify(i -> i < POINTS - 6 ? 1.1 : 1)).isEqualTo(SteadyState.NO_STEADY_STATE);
    assertThat(classify(i -> i < POINTS - 6 ? 1 : 1.1)).isEqualTo(SteadyState.NO_STEADY_STATE);
  }

  /** After a long warm-up as many as there are samples suffice; of many samples half are needed. */
  @Test
  void theSecondHalfOfTheSamplesMustBeSteady() {
    assertThat(classify(60, series(66, i -> i < 60 ? 1.1 : 1))).isEqualTo(SteadyState.WARM_UP);
    assertThat(classify(60, series(66, i -> i < 61 ? 1.1 : 1)))
        .isEqualTo(SteadyState.NO_STEADY_STATE);
    assertThat(classify(10, series(110, i -> i < 60 ? 1.1 : 1))).isEqualTo(SteadyState.WARM_UP);
    assertThat(classify(10, series(110, i -> i < 61 ? 1.1 : 1)))
        .isEqualTo(SteadyState.NO_STEADY_STATE);
  }

  /** Without noise: 1 % is equal, a little more is not. */
  @Test
  void onePercentIsStillEqual() {
    for (double unit : new double[] {1, 1000, 1e-6}) {
      assertThat(classify(WARMUP, series(POINTS, i -> unit * (i < 8 ? 1.0099 : 1))))
          .isEqualTo(SteadyState.FLAT);
      assertThat(classify(WARMUP, series(POINTS, i -> unit * (i < 8 ? 1.0101 : 1))))
          .isEqualTo(SteadyState.WARM_UP);
      assertThat(classify(WARMUP, series(POINTS, i -> unit * (i < 8 ? 1 : 1.0099))))
          .isEqualTo(SteadyState.FLAT);
      assertThat(classify(WARMUP, series(POINTS, i -> unit * (i < 8 ? 1 : 1.0101))))
          .isEqualTo(SteadyState.SLOWDOWN);
    }
  }

  /** Times that go up and down by s in turn have σ = s/0.9539. */
  @Test
  void noiseAboveTenPercentIsNoSteadyState() {
    assertThat(classify(WARMUP, series(POINTS, i -> i % 2 == 0 ? 0.9497 : 1.0503)))
        .isEqualTo(SteadyState.NO_STEADY_STATE);
    assertThat(classify(WARMUP, series(POINTS, i -> i % 2 == 0 ? 0.9549 : 1.0451)))
        .isEqualTo(SteadyState.FLAT);
    // Of the samples alone: a warm-up may be as wild as it likes.
    assertThat(classify(WARMUP, series(POINTS, i -> i < 12 && i % 2 == 0 ? 3 : 1)))
        .isNotEqualTo(SteadyState.NO_STEADY_STATE);
  }

  @Test
  void tooFewAreNotClassified() {
    double[] one = {1};
    assertThat(classify(8, series(11, i -> i < 5 ? 5 : 1))).isEqualTo(SteadyState.UNCLASSIFIED);
    assertThat(classify(8, series(12, i -> i < 5 ? 5 : 1))).isEqualTo(SteadyState.WARM_UP);
    assertThat(classify(9, series(12, i -> i < 5 ? 5 : 1))).isEqualTo(SteadyState.UNCLASSIFIED);
    assertThat(SteadyState.classify(new double[0], series(12, i -> 1))).isEqualTo(SteadyState.FLAT);
    assertThat(SteadyState.classify(one, one)).isEqualTo(SteadyState.UNCLASSIFIED);
    assertThatThrownBy(() -> classify(8, series(12, i -> i)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void longSeriesTakeNoLongerThanBlocksOfThem() {
    SplittableRandom random = new SplittableRandom(4);
    double[] warm =
        series(100_000, i -> (i < 30_000 ? 1.04 : 1) * (1 + 0.02 * random.nextGaussian()));
    Assertions.assertTimeout(
        Duration.ofSeconds(20),
        () -> assertThat(classify(40_000, warm)).isEqualTo(SteadyState.WARM_UP));
  }

  /** A kind of noise: the next value, from the one before and a normal one. */
  private enum Noise {
    NORMAL(random -> random.nextGaussian()),
    /** Every twentieth is ten times as far off. */
    OUTLIERS(random -> random.nextGaussian() * (random.nextInt(20) == 0 ? 10 : 1)),
    /** Only ever slower, as with interrupts. */
    SKEWED(random -> Math.exp(0.7 * random.nextGaussian()) - 1.28),
    /** Autocorrelated with 0.5. */
    CORRELATED(random -> random.nextGaussian());

    @SuppressWarnings("ImmutableEnumChecker") // Every lambda above captures nothing.
    private final ToDoubleFunction<SplittableRandom> draw;

    Noise(ToDoubleFunction<SplittableRandom> draw) {
      this.draw = draw;
    }

    double[] of(int n, SplittableRandom random) {
      double[] noise = series(n, i -> draw.applyAsDouble(random));
      for (int i = 1; this == CORRELATED && i < n; i++) {
        noise[i] = 0.5 * noise[i - 1] + Math.sqrt(0.75) * noise[i];
      }
      return noise;
    }
  }

  /** The share of simulated forks that are not of the class that they were made as. */
  private static double wrong(
      SteadyState made, int n, double sigma, Noise noise, IntToDoubleFunction level) {
    SplittableRandom random = new SplittableRandom(17);
    int trials = 400;
    int wrong = 0;
    for (int t = 0; t < trials; t++) {
      double[] e = noise.of(n, random);
      double[] times = series(n, i -> level.applyAsDouble(i) * Math.exp(sigma * e[i]));
      wrong += classify(n * WARMUP / POINTS, times) == made ? 0 : 1;
    }
    return (double) wrong / trials;
  }

  /**
   * How often forks of each class are taken for another. The shifts are 10 %, so that they are
   * twice the noise at worst and far above it at best.
   */
  @Test
  void fewForksAreTakenForAnotherClass() {
    StringBuilder table = new StringBuilder("false classifications, %:\n");
    for (Noise noise : Noise.values()) {
      for (int n : new int[] {POINTS, 4 * POINTS}) {
        for (double sigma : new double[] {0.003, 0.01, 0.02}) {
          int shift = n * 3 / 8;
          double flat = wrong(SteadyState.FLAT, n, sigma, noise, i -> 1);
          double warm = wrong(SteadyState.WARM_UP, n, sigma, noise, i -> i < shift ? 1.1 : 1);
          double slow = wrong(SteadyState.SLOWDOWN, n, sigma, noise, i -> i < shift ? 1 : 1.1);
          double never =
              wrong(SteadyState.NO_STEADY_STATE, n, sigma, noise, i -> i < n - n / 5 ? 1 : 1.1);
          boolean loose = noise == Noise.CORRELATED || noise == Noise.OUTLIERS;
          double most = loose ? 0.06 : 0.03;
          assertThat(List.of(flat, warm, slow))
              .as("%s %d", noise, n)
              .allMatch(rate -> rate <= most);
          // Of 26 points the last five are few against noise of a fifth of their shift.
          if (n > POINTS || sigma < 0.02) {
            assertThat(never).as("%s %d %f", noise, n, sigma).isLessThanOrEqualTo(most);
          }
          table.append(
              String.format(
                  Locale.ROOT,
                  "%-10s n %3d  sigma %.1f %%: flat %4.1f  warm-up %4.1f  slowdown %4.1f  no steady"
                      + " state %4.1f%n",
                  noise,
                  n,
                  100 * sigma,
                  100 * flat,
                  100 * warm,
                  100 * slow,
                  100 * never));
        }
      }
    }
    System.out.println(table);
  }
}
