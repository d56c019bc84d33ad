package assay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import assay.core.availability.Availability.Unavailable;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class GeometricMeanTest {
  private static double[][] rounds(double... logs) {
    double[][] rounds = new double[logs.length][];
    for (int i = 0; i < logs.length; i++) {
      rounds[i] = new double[] {logs[i]};
    }
    return rounds;
  }

  /** Equal variances and sizes: 2·6 − 2 = 10 degrees of freedom, t = 2.228139. */
  @Test
  void twoRunsHaveWelchsInterval() {
    double[][] a = rounds(0.11, 0.12, 0.13, 0.14, 0.15, 0.16);
    double[][] b = rounds(0.01, 0.02, 0.03, 0.04, 0.05, 0.06);
    GeometricMean mean = GeometricMean.ofRuns(a, b);
    double half = 2.2281389 * Math.sqrt(2 * 3.5 / 6) * 0.01;
    assertThat(mean.ratio()).isEqualTo(Math.exp(0.1), within(1e-12));
    assertThat(mean.estimate().toOptional().orElseThrow().low())
        .isEqualTo(Math.exp(0.1 - half), within(1e-8));
  }

  @Test
  void cellsWeighAlike() {
    double[][] over = new double[6][];
    double[][] under = new double[6][];
    for (int i = 0; i < 6; i++) {
      over[i] = new double[] {Math.log(8), Math.log(0.5)};
      under[i] = new double[] {0, 0};
    }
    GeometricMean mean = GeometricMean.ofRuns(over, under);
    assertThat(mean.cells()).isEqualTo(2);
    assertThat(mean.ratio()).isEqualTo(2, within(1e-12));
    Interval interval = mean.estimate().toOptional().orElseThrow();
    assertThat(interval.low()).isEqualTo(interval.high(), within(1e-12));
  }

  @Test
  void fewRoundsHaveAReasonAndUnevenOnesAreRefused() {
    assertThat(GeometricMean.ofRuns(rounds(1, 2, 3), rounds(1, 2, 3)).estimate())
        .isEqualTo(new Unavailable<>("3 complete rounds, an interval needs 6"));
    assertThat(GeometricMean.ofRuns(rounds(1, 2, 3, 4, 5, 6), rounds(1)).estimate())
        .isEqualTo(new Unavailable<>("1 complete round, an interval needs 6"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GeometricMean.ofRuns(new double[0][], rounds(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GeometricMean.ofRuns(new double[][] {{1, 2}, {1}}, rounds(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GeometricMean.ofRuns(rounds(1, 2), new double[][] {{1, 2}, {1, 2}}));
  }

  /**
   * Forty cells of a round share the machine's state. Drawn cell by cell, an interval would be
   * about six times too narrow; over rounds it contains the truth as often as it says.
   */
  @Tag("slow")
  @Test
  void roundsThatErrTogetherAreOneValueEach() {
    RandomGenerator random = new SplittableRandom(23);
    int hits = 0;
    for (int t = 0; t < 2_000; t++) {
      double[][][] runs = new double[2][10][40];
      for (double[][] run : runs) {
        for (double[] round : run) {
          double state = random.nextGaussian();
          for (int c = 0; c < round.length; c++) {
            round[c] = 0.01 * (state + random.nextGaussian());
          }
        }
      }
      hits +=
          GeometricMean.ofRuns(runs[0], runs[1]).estimate().toOptional().orElseThrow().contains(1)
              ? 1
              : 0;
    }
    assertThat(hits / 2_000.0).isBetween(0.935, 0.965);
  }
}
