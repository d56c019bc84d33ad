package assay.core.record;

import assay.core.checks.Checks;
import org.jspecify.annotations.Nullable;

/**
 * The result of warming a fork up until it was stable, before the fixed warm-up iterations.
 *
 * @param seconds duration in s, above 0
 * @param unsettled what was not stable when the time limit was reached: {@code clock} or {@code
 *     times}; null if everything was stable
 * @param clock the clock that was observed, by its telemetry name; null if only times were
 * @param clockReason why no clock was observed; null if one was
 * @param clockHertz the clock at the end in Hz, mean over about the last half second; null if no
 *     clock was observed or its readings failed
 */
public record WarmupResult(
    double seconds,
    @Nullable String unsettled,
    @Nullable String clock,
    @Nullable String clockReason,
    @Nullable Double clockHertz) {
  /** Value of {@link #unsettled} if the clock was not stable. */
  public static final String CLOCK = "clock";

  /** Value of {@link #unsettled} if execution times were not stable. */
  public static final String TIMES = "times";

  public WarmupResult {
    if (!(Checks.finite("warmup.seconds", seconds) > 0)) {
      throw new IllegalArgumentException("the warm-up took " + seconds + " s: it must be above 0");
    }
    if (unsettled != null && !unsettled.equals(CLOCK) && !unsettled.equals(TIMES)) {
      throw new IllegalArgumentException("unknown value of warmup.unsettled: " + unsettled);
    }
    Checks.eitherOr("warmup.clock", clock, clockReason);
    Checks.notNegative("warmup.clockHertz", clockHertz);
    if (clock == null && (clockHertz != null || CLOCK.equals(unsettled))) {
      throw new IllegalArgumentException("a frequency of a clock that was not observed");
    }
  }

  /** Whether the clock was still changing when the time limit was reached. */
  public boolean clockUnsettled() {
    return CLOCK.equals(unsettled);
  }
}
