package assay.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** A counter's path and the uncertainty of its ends, worked out by hand. */
class CounterPathTest {
  private static final double TAU = 0.1;
  private static final double COUNT = 0.5;
  private static final Channel.EnergyCounter COUNTER =
      new Channel.EnergyCounter(
          "c", Domain.host("package-0", Domain.Kind.PACKAGE), COUNT, 1e9, TAU, 1e4, null);

  private static CounterPath path(double... secondsAndJoules) {
    double[] seconds = new double[secondsAndJoules.length / 2];
    double[] joules = new double[seconds.length];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = secondsAndJoules[2 * i];
      joules[i] = secondsAndJoules[2 * i + 1];
    }
    return new CounterPath(seconds, joules);
  }

  @Test
  void howLongItStoodStill() {
    CounterPath path = path(0, 0, 1, 0, 3, 0, 4, 5, 5, 6, 6, 6, 7, 7);
    assertThat(path.duration()).isEqualTo(7);
    assertThat(path.total()).isEqualTo(7);
    assertThat(path.standingAt(0)).isEqualTo(3);
    assertThat(path.standingAt(1)).isEqualTo(3);
    assertThat(path.standingAt(2)).isEqualTo(3);
    assertThat(path.standingAt(3)).isZero();
    assertThat(path.standingAt(4)).isEqualTo(1);
    assertThat(path.standingAt(5)).isEqualTo(1);
    assertThat(path.standingAt(6)).isZero();
    assertThat(path.longestStanding()).isEqualTo(3);
    assertThat(path(0, 0, 1, 1, 5, 1).longestStanding()).isEqualTo(4);
    assertThat(path(0, 0, 1, 1, 5, 2).longestStanding()).isZero();
  }

  /** A rest that is too short for a stretch of its own belongs to the last one. */
  @Test
  void stretchesAreAtLeastSoLong() {
    CounterPath path = path(0, 0, 1, 10, 2, 30, 3, 60, 4, 100, 4.5, 105);
    assertThat(path.stretches(2))
        .containsExactly(new CounterPath.Stretch(2, 30), new CounterPath.Stretch(2.5, 75));
    assertThat(path.stretches(1))
        .containsExactly(
            new CounterPath.Stretch(1, 10),
            new CounterPath.Stretch(1, 20),
            new CounterPath.Stretch(1, 30),
            new CounterPath.Stretch(1.5, 45));
    assertThat(path.stretches(3)).containsExactly(new CounterPath.Stretch(4.5, 105));
    assertThat(path.stretches(9)).containsExactly(new CounterPath.Stretch(4.5, 105));
    assertThat(new CounterPath.Stretch(2, 30).watts()).isEqualTo(15);
    assertThat(path(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8).stretches(3))
        .containsExactly(new CounterPath.Stretch(3, 3), new CounterPath.Stretch(5, 5));
  }

  private static void expect(CounterPath path, double square) {
    assertThat(EdgeUncertainty.joules(COUNTER, path))
        .isEqualTo(Math.sqrt(square + COUNT * COUNT / 6), within(1e-9));
  }

  /** P²τ²/6 with the power of 100 W. */
  @Test
  void evenPowerErrsByTheLagsOfBothEnds() {
    expect(path(0, 0, 1, 100, 2, 200, 3, 300), 10 * 10 / 6.0);
  }

  /** The power near either edge counts if it is above the mean; D = 100²/(1/1 + 1/1). */
  @Test
  void thePowerNearTheEdgesCountsIfItIsHigher() {
    expect(path(0, 0, 1, 100, 2, 300), 20 * 20 / 6.0 + 5000 * TAU);
    expect(path(0, 0, 1, 200, 2, 300), 20 * 20 / 6.0 + 5000 * TAU);
    // The mean of 200 W is above the 100 W near the edges; D is the mean of 300²/2 twice.
    expect(path(0, 0, 1, 100, 2, 500, 3, 600), 20 * 20 / 6.0 + 45_000 * TAU);
  }

  /** D = 100²/(1/1 + 1/2): the longer a stretch, the surer its power. */
  @Test
  void burstsAreMeasuredBetweenNeighbours() {
    expect(path(0, 0, 1, 100, 3, 500), 20 * 20 / 6.0 + 1e4 / 1.5 * TAU);
    expect(path(0, 0, 2, 400, 3, 500), 20 * 20 / 6.0 + 1e4 / 1.5 * TAU);
  }

  /** Nothing is known of the inside: u = P·τ/2. */
  @Test
  void theEdgesAloneGiveTheLargestLag() {
    CounterPath edges = path(0, 0, 10, 1000);
    assertThat(EdgeUncertainty.seesInside(COUNTER, edges)).isFalse();
    expect(edges, 100 * 100 * TAU * TAU / 4);
    assertThat(EdgeUncertainty.seesInside(COUNTER, path(0, 0, 5, 500, 10, 1000))).isTrue();
    // Five updates make a stretch, so two readings within 0.9 s do not.
    assertThat(EdgeUncertainty.seesInside(COUNTER, path(0, 0, 0.5, 50, 0.9, 90))).isFalse();
    assertThat(EdgeUncertainty.seesInside(COUNTER, path(0, 0, 0.5, 50, 1, 100))).isTrue();
  }

  /** A second at 0 W beside two at 100 W: D = 100²/2 once of two times, and a lag of 1 s for τ. */
  @Test
  void aCounterThatStandsAtAnEdgeLagsBySoMuch() {
    expect(path(0, 0, 1, 100, 2, 200, 3, 200), 100 * 100 / 6.0 + 2500);
    expect(path(0, 0, 1, 0, 2, 100, 3, 200), 100 * 100 / 6.0 + 2500);
  }
}
