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
  private WarmupResult warmUp(
      Availability<WarmupController.Clock> clock, long prepareNanos, LongUnaryOperator callNanos) {
    return new WarmupController(clock, () -> now)
        .warmUp(
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
    controller.warmUp(
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

  /** The first chunk has one call of 20 ms and twenty of 1 ms. */
  @Test
  void theMeanOfEachChunkIsKept() {
    WarmupController controller = new WarmupController(NO_CLOCK, () -> now);
    assertThat(controller.chunkSeconds()).isEmpty();
    controller.warmUp(() -> now += 7, () -> now += calls++ == 0 ? 20_000_000 : 1_000_000);
    assertThat(controller.chunkSeconds()).hasSize(10);
    assertThat(controller.chunkSeconds().getFirst()).isEqualTo(0.040 / 21, within(1e-12));
    assertThat(controller.chunkSeconds().subList(1, 10))
        .allSatisfy(s -> assertThat(s).isEqualTo(0.001, within(1e-12)));
  }

  /** A clock that takes 30 ns to be read must not make a call of 100 ns look longer. */
  @Test
  void shortCallsAreTimedTogether() {
    WarmupController controller = new WarmupController(NO_CLOCK, () -> now += 30);
    controller.warmUp(() -> now += 100);
    assertThat(controller.firstSeconds()).isEqualTo(130e-9, within(1e-12));
    assertThat(controller.chunkSeconds().getLast()).isEqualTo(100e-9, within(0.3e-9));
    WarmupController apart = new WarmupController(NO_CLOCK, () -> now += 30);
    apart.warmUp(() -> now += 10, () -> now += 100);
    assertThat(apart.chunkSeconds().getLast()).isEqualTo(130e-9, within(1e-12));
  }

  @Test
  void withoutAClockTimesAloneAreWaitedFor() {
    WarmupResult result = warmUp(NO_CLOCK, 0, steady(1_000_000));
    assertThat(result).isEqualTo(new WarmupResult(0.4, null, new Unavailable<>("no such channel")));
    assertThat(calls).isEqualTo(400);
    assertThat(prepared).isEqualTo(calls);
  }

  @Test
  void timesThatFallAreWaitedFor() {
    // Compiled after a second and a half.
    WarmupResult result =
        warmUp(
            NO_CLOCK,
            0,
            _ ->
                now < 1_500_000_000L
                    ? 1_000_000 + 30_000_000_000_000L / (now + 1_000_000)
                    : 10_000);
    assertThat(result.unsettled()).isNull();
    assertThat(result.seconds()).isBetween(0.4, 1.8);
  }

  @Test
  void timesThatNeverAgreeAreGivenUpAndSaid() {
    WarmupResult result = warmUp(NO_CLOCK, 0, call -> 20_000_000L * (1 + call / 2 % 3));
    assertThat(result.unsettled()).isEqualTo(WarmupResult.TIMES);
    assertThat(result.seconds()).isBetween(3.0, 3.2);
  }

  @Test
  void oneCallThatTakesLongerThanAllIsEnough() {
    WarmupResult result = warmUp(NO_CLOCK, 0, steady(60_000_000_000L));
    assertThat(calls).isEqualTo(1);
    assertThat(result.unsettled()).isEqualTo(WarmupResult.TIMES);
  }

  /** What empties the caches may vary as it likes: the execution is what has to settle. */
  @Test
  void whatComesBeforeACallIsNoPartOfItsTime() {
    WarmupResult result =
        new WarmupController(NO_CLOCK, () -> now)
            .warmUp(() -> now += 5_000_000L * (1 + prepared++ % 7 * 8), () -> now += 100_000);
    assertThat(result.unsettled()).isNull();
    assertThat(result.seconds()).isLessThan(1);
  }

  @Test
  void aSteadyClockTakesAsLongAsItTakesToSee() {
    WarmupResult result = warmUp(clock(_ -> SM), 0, steady(1_000_000));
    assertThat(result.unsettled()).isNull();
    assertThat(name(result)).isEqualTo("gpu-0.clock.sm");
    assertThat(hertz(result)).isEqualTo(SM);
    assertThat(result.seconds()).isEqualTo(0.96, within(0.05));
  }

  @Test
  void aClockThatClimbsIsWaitedForAndToldAsItEnded() {
    WarmupResult result =
        warmUp(clock(t -> Math.min(SM, 0.345e9 + 0.8e9 * t)), 0, steady(1_000_000));
    assertThat(result.unsettled()).isNull();
    assertThat(result.seconds()).isBetween(2.7, 3.3);
    assertThat(hertz(result)).isEqualTo(SM, within(0.01 * SM));
  }

  @Test
  void aClockThatSwingsIsGivenUpAfterFiveSeconds() {
    WarmupResult result = warmUp(clock(t -> 1.5e9 + 0.2e9 * Math.sin(3 * t)), 0, steady(1_000_000));
    assertThat(result.clockUnsettled()).isTrue();
    assertThat(result.seconds()).isBetween(5.0, 5.1);
    assertThat(hertz(result)).isBetween(1.3e9, 1.7e9);
  }

  @Test
  void aSteadyClockDoesNotExcuseTimesThatMove() {
    WarmupResult result = warmUp(clock(_ -> SM), 0, call -> 20_000_000L * (1 + call / 2 % 3));
    assertThat(result.unsettled()).isEqualTo(WarmupResult.TIMES);
  }

  @Test
  void aClockThatIsLostOnTheWayHasNotSettled() {
    Availability<WarmupController.Clock> lost =
        new Availability.Available<>(
            new WarmupController.Clock(
                "gpu-0.clock.sm",
                () -> now < 300_000_000L ? OptionalDouble.of(SM) : OptionalDouble.empty()));
    assertThat(warmUp(lost, 0, steady(1_000_000)).clockUnsettled()).isTrue();
    Availability<WarmupController.Clock> never =
        new Availability.Available<>(
            new WarmupController.Clock("gpu-0.clock.sm", OptionalDouble::empty));
    assertThat(hertz(warmUp(never, 0, steady(1_000_000)))).isNull();
  }

  @Test
  void executionsOfSecondsAreJudgedByTwoReadings() {
    WarmupResult result = warmUp(clock(_ -> SM), 0, steady(1_500_000_000L));
    assertThat(result.unsettled()).isNull();
    assertThat(calls).isEqualTo(3);
  }

  /** The first reading is from before it: one alone would tell nothing of a clock. */
  @Test
  void aSingleExecutionOfSecondsLeavesASteadyClockSettled() {
    WarmupResult result = warmUp(clock(_ -> SM), 0, steady(6_000_000_000L));
    assertThat(calls).isEqualTo(1);
    assertThat(result.clockUnsettled()).isFalse();
    assertThat(hertz(result)).isEqualTo(SM);
    // One time agrees with no other.
    assertThat(result.unsettled()).isEqualTo(WarmupResult.TIMES);
  }

  @Test
  void aClockThatRoseDuringTheOnlyExecutionHasNotSettled() {
    WarmupResult result = warmUp(clock(t -> t < 1 ? 0.345e9 : SM), 0, steady(6_000_000_000L));
    assertThat(result.clockUnsettled()).isTrue();
    assertThat(hertz(result)).isEqualTo(SM);
  }

  private static String name(WarmupResult result) {
    return result.clock().toOptional().orElseThrow().name();
  }

  private static @Nullable Double hertz(WarmupResult result) {
    return result.clock().toOptional().orElseThrow().hertz();
  }
}
