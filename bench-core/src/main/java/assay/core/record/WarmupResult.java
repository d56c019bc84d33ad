package assay.core.record;

import assay.core.checks.Checks;
import org.jspecify.annotations.Nullable;

/**
 * How a fork was warmed up until it had settled, before the warm-up iterations of a length set in
 * advance.
 *
 * @param seconds how long, s; above 0
 * @param unsettled what had not settled when the time allowed was over: {@code clock} or {@code
 *     times}; null where all had
 * @param clock the clock that was watched, as telemetry names it; null where times alone were
 * @param clockReason why no clock was watched; null where one was
 * @param clockHertz the clock at the end, mean over the last half second or so, Hz; null where no
 *     clock was watched or its readings ended
 */
public record WarmupResult(
    double seconds,
    @Nullable String unsettled,
    @Nullable String clock,
    @Nullable String clockReason,
    @Nullable Double clockHertz) {
  /** {@link #unsettled} where the clock had not. */
  public static final String CLOCK = "clock";

  /** {@link #unsettled} where the times of executions had not. */
  public static final String TIMES = "times";

  public WarmupResult {
    if (!(Checks.finite("warmup.seconds", seconds) > 0)) {
      throw new IllegalArgumentException("the warm-up took " + seconds + " s: it takes some");
    }
    if (unsettled != null && !unsettled.equals(CLOCK) && !unsettled.equals(TIMES)) {
      throw new IllegalArgumentException("warmup.unsettled is " + unsettled);
    }
    Checks.eitherOr("warmup.clock", clock, clockReason);
    Checks.notNegative("warmup.clockHertz", clockHertz);
    if (clock == null && (clockHertz != null || CLOCK.equals(unsettled))) {
      throw new IllegalArgumentException("a value of a clock that was not watched");
    }
  }

  /** Whether the clock was still moving when the time allowed was over. */
  public boolean clockUnsettled() {
    return CLOCK.equals(unsettled);
  }
}
