package assay.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Integrals of readings of known power over 10 s, worked out by hand. */
class PowerIntegralTest {
  private static final Domain PACKAGE = Domain.host("package-0", Domain.Kind.PACKAGE);

  private static Channel.Power sensor(double averaged) {
    return new Channel.Power("p", PACKAGE, 0.1, averaged, null);
  }

  private static List<Point> readings(double apart, IntToDoubleFunction watts) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i <= Math.round(10 / apart); i++) {
      points.add(Point.of(Math.round(i * apart * 1e9), watts.applyAsDouble(i)));
    }
    return points;
  }

  private static void expect(PowerIntegral integral, double joules, double variance) {
    assertThat(integral.joules()).isEqualTo(joules, within(1e-6));
    assertThat(integral.standardJoules()).isEqualTo(Math.sqrt(variance), within(1e-6));
  }

  /** P·τ/√6 at the edges, nothing else. */
  @Test
  void evenPowerErrsAtTheEdges() {
    expect(PowerIntegral.of(sensor(0), readings(0.1, i -> 100)), 1000, 10 * 10 / 6.0);
    expect(PowerIntegral.of(sensor(1), readings(0.1, i -> 100)), 1000, 10 * 10 / 6.0);
  }

  /** 100 steps of 100 W in 0.1 s: ½·100·10² beside the edges' 15²/6. */
  @Test
  void readingsThatScatterErrBySteps() {
    expect(
        PowerIntegral.of(sensor(0), readings(0.1, i -> i % 2 == 0 ? 100 : 200)),
        1500,
        0.5 * 100 * 100 + 15 * 15 / 6.0);
  }

  /** A mean over 1 s hides half a second of up to 100 W at either edge: 50²/15. */
  @Test
  void anAverageHidesWhatIsInIt() {
    expect(
        PowerIntegral.of(sensor(1), readings(0.1, i -> i % 2 == 0 ? 100 : 200)),
        1500,
        0.5 * 100 * 100 + 50 * 50 / 15.0 + 15 * 15 / 6.0);
  }

  /** Twice within an update is the same reading: only every other step is between updates. */
  @Test
  void aReadingTakenTwiceHasNoScatter() {
    expect(
        PowerIntegral.of(sensor(0), readings(0.05, i -> i / 2 % 2 == 0 ? 100 : 200)),
        1500,
        0.5 * 100 * 100 + 15 * 15 / 6.0);
  }

  /** Readings lag by (0.1 + 1)/2 s: the energy of a rise of 100 W is 55 J more. */
  @Test
  void readingsLagBehind() {
    PowerIntegral rising = PowerIntegral.of(sensor(1), readings(0.1, i -> 100 + i));
    assertThat(rising.joules()).isEqualTo(1500 + 55, within(1e-6));
    PowerIntegral falling = PowerIntegral.of(sensor(0), readings(0.1, i -> 200 - i));
    assertThat(falling.joules()).isEqualTo(1500 - 5, within(1e-6));
  }
}
