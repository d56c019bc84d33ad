package assay.core.record;

import assay.core.availability.Availability;
import assay.core.checks.Checks;
import org.jspecify.annotations.Nullable;

/**
 * How a fork was warmed up until it had settled, before the warm-up iterations of a length set in
 * advance.
 *
 * @param seconds how long, s; above 0
 * @param unsettled what had not settled when the time allowed was over: {@code clock} or {@code
 *     times}; null where all had
 * @param clock the clock that was watched, or why times alone were
 */
public record WarmupResult(double seconds, @Nullable String unsettled, Availability<Clock> clock) {
  /** {@link #unsettled} where the clock had not. */
  public static final String CLOCK = "clock";

  /** {@link #unsettled} where the times of executions had not. */
  public static final String TIMES = "times";

  /**
   * A clock that was watched.
   *
   * @param name as telemetry names it
   * @param hertz the clock at the end, mean over the last half second or so, Hz; null where its
   *     readings ended
   */
  public record Clock(String name, @Nullable Double hertz) {
    public Clock {
      Checks.text("warmup.clock.name", name);
      Checks.notNegative("warmup.clock.hertz", hertz);
    }
  }

  public WarmupResult {
    if (!(Checks.finite("warmup.seconds", seconds) > 0)) {
      throw new IllegalArgumentException("the warm-up took " + seconds + " s: it takes some");
    }
    if (unsettled != null && !unsettled.equals(CLOCK) && !unsettled.equals(TIMES)) {
      throw new IllegalArgumentException("warmup.unsettled is " + unsettled);
    }
    if (CLOCK.equals(unsettled) && clock instanceof Availability.Unavailable) {
      throw new IllegalArgumentException("a clock that was not watched cannot be unsettled");
    }
  }

  /** Whether the clock was still moving when the time allowed was over. */
  public boolean clockUnsettled() {
    return CLOCK.equals(unsettled);
  }
}
