package assay.core.harness;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The times of day in a run's record: the machine's clock is read once, and time is counted from
 * there by the monotonic clock. So a clock that is set during the run neither makes it end before
 * it began nor changes a duration.
 */
public final class RunClock implements InstantSource {
  /** A clock that is only slewed by NTP stays within this share of the elapsed time. */
  private static final double SLEW = 1e-3;

  private static final Duration TOLERANCE = Duration.ofSeconds(1);

  private final InstantSource machine;
  private final LongSupplier nanos;
  private final Instant begin;
  private final long beginNanos;
  private Duration ahead = Duration.ZERO;

  /** Starts with the machine's time of day. */
  public RunClock() {
    this(InstantSource.system(), System::nanoTime);
  }

  /**
   * Starts with a clock's time of day.
   *
   * @param machine the time of day
   * @param nanos a monotonic clock in ns
   */
  public RunClock(InstantSource machine, LongSupplier nanos) {
    this.machine = machine;
    this.nanos = nanos;
    this.begin = machine.instant();
    this.beginNanos = nanos.getAsLong();
  }

  /** The time of day; never earlier than what it said before. */
  @Override
  public Instant instant() {
    return begin.plus(ahead).plus(elapsed());
  }

  private Duration elapsed() {
    return Duration.ofNanos(nanos.getAsLong() - beginNanos);
  }

  /** From now on no time is earlier than {@code last}, the last one in a resumed run's record. */
  void notBefore(Instant last) {
    Duration missing = Duration.between(instant(), last);
    if (missing.isPositive()) {
      ahead = ahead.plus(missing);
    }
  }

  /** How the machine's clock differs from the times given here; empty if it does not. */
  Optional<String> deviation() {
    Duration late = Duration.between(machine.instant(), instant());
    Duration tolerated = TOLERANCE.plusNanos(Math.round(SLEW * elapsed().toNanos()));
    if (late.abs().compareTo(tolerated) <= 0) {
      return Optional.empty();
    }
    String seconds = Math.round(late.abs().toMillis() * 1e-3) + " s";
    return Optional.of(
        late.isPositive()
            ? "the machine's clock was set back by "
                + seconds
                + "; the times in the record are counted from its start"
            : "the machine's clock was set ahead by "
                + seconds
                + ", or the machine was suspended; the times in the record are counted from its start");
  }
}
