package assay.core.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Clocks as functions of time, read every 40 ms or so. */
class ClockStabilityTest {
  private static final double SM = 1.98e9;
  private static final double STEP = 15e6;
  private static final long SEED = 20261126;
  private static final double NEVER = Double.POSITIVE_INFINITY;

  private final SplittableRandom random = new SplittableRandom(SEED);

  /** When it was first found settled, s; infinite if not within 20 s. */
  private double settledAt(DoubleUnaryOperator hertz) {
    ClockStability stability = new ClockStability();
    double at = 0;
    while (at < 20) {
      at += random.nextDouble(0.04, 0.05);
      stability.add(Math.round(at * 1e9), hertz.applyAsDouble(at));
      if (stability.stable()) {
        return at;
      }
    }
    return NEVER;
  }

  private double jittered(double hertz, double steps) {
    return hertz + Math.rint(random.nextDouble(-steps, steps)) * STEP;
  }

  @Test
  void aSteadyClockHasSettledAfterTheTimeThatItTakesToSee() {
    assertThat(settledAt(_ -> SM)).isBetween(0.9, 1.1);
  }

  @Test
  void aClimbFromIdleIsWaitedFor() {
    assertThat(settledAt(t -> Math.min(SM, 0.345e9 + 0.8e9 * t))).isBetween(2.8, 3.2);
  }

  /** A boost that the power limit takes back half a second later. */
  @Test
  void aBoostIsNotTakenForTheClockUnderLoad() {
    assertThat(settledAt(t -> t < 0.5 ? SM : 1.4e9)).isGreaterThan(1.3);
    assertThat(settledAt(t -> 1.4e9 + 0.58e9 * Math.exp(-t / 0.7))).isGreaterThan(1.9);
  }

  /** The steps of 15 MHz between which a clock moves at its power limit. */
  @Test
  void aClockThatJittersAtItsLimitHasSettled() {
    assertThat(settledAt(_ -> jittered(1.4e9, 1.5))).isLessThan(3);
  }

  @Test
  void aClockThatSwingsHasNot() {
    assertThat(settledAt(t -> 1.5e9 + 0.2e9 * Math.sin(3 * t))).as("turns").isEqualTo(NEVER);
    assertThat(settledAt(t -> t % 1 < 0.5 ? SM : 1.2e9)).as("leaps").isEqualTo(NEVER);
    assertThat(settledAt(t -> SM * (1 - 0.03 * t))).as("sinks by 3 % a second").isEqualTo(NEVER);
  }

  @Test
  void fewReadingsAreEnoughIfTheySpanTheTime() {
    ClockStability stability = new ClockStability();
    stability.add(0, SM);
    assertThat(stability.stable()).isFalse();
    assertThat(stability.hertz()).hasValue(SM);
    stability.add(500_000_000L, SM);
    assertThat(stability.stable()).isFalse();
    stability.add(2_500_000_000L, SM);
    assertThat(stability.stable()).isTrue();
  }

  @Test
  void theClockAtTheEndIsThatOfTheNewerHalf() {
    ClockStability stability = new ClockStability();
    assertThat(stability.hertz()).isEmpty();
    for (int i = 0; i <= 100; i++) {
      stability.add(i * 40_000_000L, i < 80 ? 1e9 : 2e9);
    }
    assertThat(stability.hertz().orElseThrow()).isEqualTo(2e9, within(1.0));
  }
}
