package assay.core.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Unavailable;
import assay.core.record.WarmupResult;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How long a fork executes before it is measured, in a time of its own. */
class WarmupControllerTest {
  private static final Availability<WarmupController.Clock> NO_CLOCK =
      new Availability.Unavailable<>("no such channel");
  private static final double SM = 1.98e9;

  private long now;
  private long calls;
  private long prepared;

  /**
   * @param callNanos what a call takes, by its number
   */
  private WarmupResult settle(
      Availability<WarmupController.Clock> clock, long prepareNanos, LongUnaryOperator callNanos) {
    return new WarmupController(clock, () -> now)
        .settle(
            () -> {
              now += prepareNanos;
              prepared++;
            },
            () -> now += callNanos.applyAsLong(++calls));
  }

  private Availability<WarmupController.Clock> clock(DoubleUnaryOperator hertz) {
    return new Availability.Available<>(
        new WarmupController.Clock(
            "gpu-0.clock.sm", () -> OptionalDouble.of(hertz.applyAsDouble(now * 1e-9))));
  }

  private static LongUnaryOperator steady(long nanos) {
    return _ -> nanos;
  }

  /** 20 ms for the first call, and 1 ms for each after it. */
  @Test
  void theFirstCallIsTimedByItself() {
    WarmupController controller = new WarmupController(NO_CLOCK, () -> now);
    assertThat(controller.firstSeconds()).isZero();
    controller.settle(
        () -> now += 5_000_000,
        new Runnable() {
          private long length = 20_000_000;

          @Override
          public void run() {
            now += length;
            length = 1_000_000;
          }
        });
    assertThat(controller.firstSeconds()).isEqualTo(0.02);
  }

  @Test
  void withoutAClockTimesAloneAreWaitedFor() {
    WarmupResult settling = settle(NO_CLOCK, 0, steady(1_000_000));
    assertThat(settling)
        .isEqualTo(new WarmupResult(0.4, null, new Unavailable<>("no such channel")));
    assertThat(calls).isEqualTo(400);
    assertThat(prepared).isEqualTo(calls);
  }

  @Test
  void timesThatFallAreWaitedFor() {
    // Compiled after a second and a half.
    WarmupResult settling =
        settle(
            NO_CLOCK,
            0,
            _ ->
                now < 1_500_000_000L
                    ? 1_000_000 + 30_000_000_000_000L / (now + 1_000_000)
                    : 10_000);
    assertThat(settling.unsettled()).isNull();
    assertThat(settling.seconds()).isBetween(0.4, 1.8);
  }

  @Test
  void timesThatNeverAgreeAreGivenUpAndSaid() {
    WarmupResult settling = settle(NO_CLOCK, 0, call -> 20_000_000L * (1 + call / 2 % 3));
    assertThat(settling.unsettled()).isEqualTo(WarmupResult.TIMES);
    assertThat(settling.seconds()).isBetween(3.0, 3.2);
  }

  @Test
  void oneCallThatTakesLongerThanAllIsEnough() {
    WarmupResult settling = settle(NO_CLOCK, 0, steady(60_000_000_000L));
    assertThat(calls).isEqualTo(1);
    assertThat(settling.unsettled()).isEqualTo(WarmupResult.TIMES);
  }

  /** What empties the caches may vary as it likes: the execution is what has to settle. */
  @Test
  void whatComesBeforeACallIsNoPartOfItsTime() {
    WarmupResult settling =
        new WarmupController(NO_CLOCK, () -> now)
            .settle(() -> now += 5_000_000L * (1 + prepared++ % 7 * 8), () -> now += 100_000);
    assertThat(settling.unsettled()).isNull();
    assertThat(settling.seconds()).isLessThan(1);
  }

  @Test
  void aSteadyClockTakesAsLongAsItTakesToSee() {
    WarmupResult settling = settle(clock(_ -> SM), 0, steady(1_000_000));
    assertThat(settling.unsettled()).isNull();
    assertThat(name(settling)).isEqualTo("gpu-0.clock.sm");
    assertThat(hertz(settling)).isEqualTo(SM);
    assertThat(settling.seconds()).isEqualTo(0.96, within(0.05));
  }

  @Test
  void aClockThatClimbsIsWaitedForAndToldAsItEnded() {
    WarmupResult settling =
        settle(clock(t -> Math.min(SM, 0.345e9 + 0.8e9 * t)), 0, steady(1_000_000));
    assertThat(settling.unsettled()).isNull();
    assertThat(settling.seconds()).isBetween(2.7, 3.3);
    assertThat(hertz(settling)).isEqualTo(SM, within(0.01 * SM));
  }

  @Test
  void aClockThatSwingsIsGivenUpAfterFiveSeconds() {
    WarmupResult settling =
        settle(clock(t -> 1.5e9 + 0.2e9 * Math.sin(3 * t)), 0, steady(1_000_000));
    assertThat(settling.clockUnsettled()).isTrue();
    assertThat(settling.seconds()).isBetween(5.0, 5.1);
    assertThat(hertz(settling)).isBetween(1.3e9, 1.7e9);
  }

  @Test
  void aSteadyClockDoesNotExcuseTimesThatMove() {
    WarmupResult settling = settle(clock(_ -> SM), 0, call -> 20_000_000L * (1 + call / 2 % 3));
    assertThat(settling.unsettled()).isEqualTo(WarmupResult.TIMES);
  }

  @Test
  void aClockThatIsLostOnTheWayHasNotSettled() {
    Availability<WarmupController.Clock> lost =
        new Availability.Available<>(
            new WarmupController.Clock(
                "gpu-0.clock.sm",
                () -> now < 300_000_000L ? OptionalDouble.of(SM) : OptionalDouble.empty()));
    assertThat(settle(lost, 0, steady(1_000_000)).clockUnsettled()).isTrue();
    Availability<WarmupController.Clock> never =
        new Availability.Available<>(
            new WarmupController.Clock("gpu-0.clock.sm", OptionalDouble::empty));
    assertThat(hertz(settle(never, 0, steady(1_000_000)))).isNull();
  }

  @Test
  void executionsOfSecondsAreJudgedByTwoReadings() {
    WarmupResult settling = settle(clock(_ -> SM), 0, steady(1_500_000_000L));
    assertThat(settling.unsettled()).isNull();
    assertThat(calls).isEqualTo(3);
  }

  /** The first reading is from before it: one alone would tell nothing of a clock. */
  @Test
  void aSingleExecutionOfSecondsLeavesASteadyClockSettled() {
    WarmupResult settling = settle(clock(_ -> SM), 0, steady(6_000_000_000L));
    assertThat(calls).isEqualTo(1);
    assertThat(settling.clockUnsettled()).isFalse();
    assertThat(hertz(settling)).isEqualTo(SM);
    // One time agrees with no other.
    assertThat(settling.unsettled()).isEqualTo(WarmupResult.TIMES);
  }

  @Test
  void aClockThatRoseDuringTheOnlyExecutionHasNotSettled() {
    WarmupResult settling = settle(clock(t -> t < 1 ? 0.345e9 : SM), 0, steady(6_000_000_000L));
    assertThat(settling.clockUnsettled()).isTrue();
    assertThat(hertz(settling)).isEqualTo(SM);
  }

  private static String name(WarmupResult settling) {
    return settling.clock().toOptional().orElseThrow().name();
  }

  private static @Nullable Double hertz(WarmupResult settling) {
    return settling.clock().toOptional().orElseThrow().hertz();
  }
}
