package assay.core.record;

import assay.core.availability.Availability;
import assay.core.checks.Checks;
import org.jspecify.annotations.Nullable;

/**
 * The result of warming a fork up until it was stable, before the fixed warm-up iterations.
 *
 * @param seconds duration in s, above 0
 * @param unsettled what was not stable when the time limit was reached: {@code clock} or {@code
 *     times}; null if everything was stable
 * @param clock the clock that was observed, or why only times were
 */
public record WarmupResult(double seconds, @Nullable String unsettled, Availability<Clock> clock) {
  /** Value of {@link #unsettled} if the clock was not stable. */
  public static final String CLOCK = "clock";

  /** Value of {@link #unsettled} if execution times were not stable. */
  public static final String TIMES = "times";

  /**
   * A clock that was observed.
   *
   * @param name its telemetry name
   * @param hertz the clock at the end in Hz, mean over about the last half second; null if its
   *     readings failed
   */
  public record Clock(String name, @Nullable Double hertz) {
    public Clock {
      Checks.text("warmup.clock.name", name);
      Checks.notNegative("warmup.clock.hertz", hertz);
    }
  }

  public WarmupResult {
    if (!(Checks.finite("warmup.seconds", seconds) > 0)) {
      throw new IllegalArgumentException("the warm-up took " + seconds + " s: it must be above 0");
    }
    if (unsettled != null && !unsettled.equals(CLOCK) && !unsettled.equals(TIMES)) {
      throw new IllegalArgumentException("unknown value of warmup.unsettled: " + unsettled);
    }
    if (CLOCK.equals(unsettled) && clock instanceof Availability.Unavailable) {
      throw new IllegalArgumentException("a clock that was not observed cannot be unstable");
    }
  }

  /** Whether the clock was still changing when the time limit was reached. */
  public boolean clockUnsettled() {
    return CLOCK.equals(unsettled);
  }
}
