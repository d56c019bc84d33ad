package assay.core.harness;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.record.WarmupResult;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Executes until times and clock are stable, before JMH's own warm-up: until vector code is
 * JIT-compiled a call can take a thousand times as long, for a time that differs from kernel to
 * kernel, and an idle device needs a while to reach the clock that it sustains under load.
 */
final class WarmupController {
  private static final double NANOS = 1e-9;
  private static final long CHUNK_NANOS = 40_000_000L;
  private static final long MIN_NANOS = 400_000_000L;
  private static final long MAX_NANOS = 3_000_000_000L;

  /**
   * Clocks follow power within a second or two. Thermal equilibrium takes minutes and is not
   * awaited.
   */
  private static final long MAX_CLOCK_NANOS = 5_000_000_000L;

  private static final double ALIKE = 1.1;

  /**
   * Calls that follow each other without preparation are timed together until they last this long:
   * reading the clock takes some tens of nanoseconds, which JMH's own times do not contain.
   */
  private static final long READING_NANOS = 20_000L;

  private final Availability<Clock> clock;
  private final LongSupplier time;
  private final List<Double> chunkSeconds = new ArrayList<>();
  private boolean together;
  private long callsPerReading = 1;
  private long firstNanos;

  /**
   * @param clock the clock of the computing device, or why it cannot be read
   * @param time as {@link System#nanoTime()}
   */
  WarmupController(Availability<Clock> clock, LongSupplier time) {
    this.clock = clock;
    this.time = time;
  }

  /**
   * The clock of the computing device.
   *
   * @param name its name in telemetry
   * @param hertz reads the current frequency in Hz; empty if that fails
   */
  record Clock(String name, Supplier<OptionalDouble> hertz) {}

  /** Whether there is a clock to read. */
  boolean clocked() {
    return clock instanceof Available<Clock>;
  }

  /** {@link #warmUp(Runnable, Runnable)} of calls that need no preparation. */
  WarmupResult warmUp(Runnable call) {
    together = true;
    return warmUp(() -> {}, call);
  }

  /**
   * Runs chunks of at least 40 ms for at least 0.4 s, then until the last three agree to 10 %, but
   * at most 3 s (plus the call in progress). If there is a clock, it must also be stable as defined
   * by {@link ClockStability}, within 5 s.
   *
   * @param prepare runs before each call, untimed
   */
  WarmupResult warmUp(Runnable prepare, Runnable call) {
    long begin = time.getAsLong();
    ClockStability stability = new ClockStability();
    // So that even a single call longer than the window has a reading before and after it.
    read(stability);
    double[] lastThree = {0, Double.MAX_VALUE, Double.MAX_VALUE};
    for (int chunk = 0; ; chunk++) {
      lastThree[chunk % lastThree.length] = chunk(prepare, call);
      read(stability);
      long spent = time.getAsLong() - begin;
      boolean timesStable = spent >= MIN_NANOS && chunk >= 2 && alike(lastThree);
      boolean clockStable = !clocked() || stability.stable();
      if ((timesStable && clockStable) || spent >= (clocked() ? MAX_CLOCK_NANOS : MAX_NANOS)) {
        return result(spent, timesStable, clockStable, stability);
      }
    }
  }

  /** Time of the first call in s; 0 if there was none. */
  double firstSeconds() {
    return firstNanos * NANOS;
  }

  /** Mean time of a call in each chunk, s, in order. */
  List<Double> chunkSeconds() {
    return List.copyOf(chunkSeconds);
  }

  private void read(ClockStability stability) {
    if (clock instanceof Available<Clock>(Clock read)) {
      read.hertz().get().ifPresent(hertz -> stability.add(time.getAsLong(), hertz));
    }
  }

  private WarmupResult result(
      long spent, boolean timesStable, boolean clockStable, ClockStability stability) {
    String unsettled = clockStable ? timesStable ? null : WarmupResult.TIMES : WarmupResult.CLOCK;
    OptionalDouble hertz = stability.hertz();
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
      for (long i = 0; i < callsPerReading; i++) {
        call.run();
      }
      now = time.getAsLong();
      firstNanos = firstNanos == 0 ? now - before : firstNanos;
      inCalls += now - before;
      calls += callsPerReading;
      if (together && now - before < READING_NANOS) {
        callsPerReading *= 2;
      }
    } while (now - begin < CHUNK_NANOS);
    double mean = (double) inCalls / calls;
    chunkSeconds.add(mean * NANOS);
    return mean;
  }

  private static boolean alike(double[] times) {
    double min = Math.min(times[0], Math.min(times[1], times[2]));
    double max = Math.max(times[0], Math.max(times[1], times[2]));
    return max <= ALIKE * min;
  }
}
