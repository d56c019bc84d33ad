package assay.core.harness;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.record.WarmupResult;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Executes until times and clock have settled, before JMH's own warm-up: until vector code is
 * compiled a call can take a thousand times as long, and how long that lasts differs from kernel to
 * kernel; and a device that was idle needs a while to reach the clock that it holds under load.
 */
final class WarmupController {
  private static final double NANOS = 1e-9;
  private static final long CHUNK_NANOS = 40_000_000L;
  private static final long MIN_NANOS = 400_000_000L;
  private static final long MAX_NANOS = 3_000_000_000L;

  /** Clocks follow power within a second or two; heat takes minutes and is not waited for. */
  private static final long MAX_CLOCK_NANOS = 5_000_000_000L;

  private static final double ALIKE = 1.1;

  private final Availability<Clock> clock;
  private final LongSupplier time;
  private long firstNanos;

  /**
   * @param clock of what computes, or why it cannot be watched
   * @param time as {@link System#nanoTime()}
   */
  WarmupController(Availability<Clock> clock, LongSupplier time) {
    this.clock = clock;
    this.time = time;
  }

  /**
   * The clock of what computes.
   *
   * @param name as telemetry names it
   * @param hertz reads it now, Hz; empty where that fails
   */
  record Clock(String name, Supplier<OptionalDouble> hertz) {}

  /** Whether there is a clock to watch. */
  boolean clocked() {
    return clock instanceof Available<Clock>;
  }

  /**
   * Runs chunks of at least 40 ms: at least 0.4 s in all, then until the last three agree to 10 %,
   * and at most 3 s (and the call in progress then). Where there is a clock it has to settle too,
   * as {@link ClockStability} has it, within 5 s.
   *
   * @param prepare before each call, not part of its time
   */
  WarmupResult settle(Runnable prepare, Runnable call) {
    long begin = time.getAsLong();
    ClockStability band = new ClockStability();
    // So that a single call longer than a band has a reading on either side of it.
    read(band);
    double[] lastThree = {0, Double.MAX_VALUE, Double.MAX_VALUE};
    for (int chunk = 0; ; chunk++) {
      lastThree[chunk % lastThree.length] = chunk(prepare, call);
      read(band);
      long spent = time.getAsLong() - begin;
      boolean times = spent >= MIN_NANOS && chunk >= 2 && alike(lastThree);
      boolean held = !clocked() || band.settled();
      if ((times && held) || spent >= (clocked() ? MAX_CLOCK_NANOS : MAX_NANOS)) {
        return settling(spent, times, held, band);
      }
    }
  }

  /** Time of the first call, s; 0 where none was made. */
  double firstSeconds() {
    return firstNanos * NANOS;
  }

  private void read(ClockStability band) {
    if (clock instanceof Available<Clock>(Clock read)) {
      read.hertz().get().ifPresent(hertz -> band.add(time.getAsLong(), hertz));
    }
  }

  private WarmupResult settling(long spent, boolean times, boolean held, ClockStability band) {
    String unsettled = held ? times ? null : WarmupResult.TIMES : WarmupResult.CLOCK;
    OptionalDouble hertz = band.hertz();
    Double last = hertz.isPresent() ? Double.valueOf(hertz.getAsDouble()) : null;
    return new WarmupResult(
        spent * NANOS, unsettled, clock.map(read -> new WarmupResult.Clock(read.name(), last)));
  }

  /** Mean time of a call in ns. */
  private double chunk(Runnable prepare, Runnable call) {
    long begin = time.getAsLong();
    long calls = 0;
    long inCalls = 0;
    long now;
    do {
      prepare.run();
      long before = time.getAsLong();
      call.run();
      now = time.getAsLong();
      firstNanos = firstNanos == 0 ? now - before : firstNanos;
      inCalls += now - before;
      calls++;
    } while (now - begin < CHUNK_NANOS);
    return (double) inCalls / calls;
  }

  private static boolean alike(double[] times) {
    double least = Math.min(times[0], Math.min(times[1], times[2]));
    double most = Math.max(times[0], Math.max(times[1], times[2]));
    return most <= ALIKE * least;
  }
}
