package assay.cpu.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The latest reading of a meter, and an estimate of its period. Any thread may add lines. */
final class MeterLog {
  /**
   * A reading from the future is none: its time belongs to another part of the run. Clocks that are
   * kept by a time server differ by less than this, ns.
   */
  private static final long AHEAD_NANOS = 100_000_000L;

  private static final int STAMPS = 20;
  private static final int MIN_STAMPS = 3;
  private static final int SHOWN = 60;

  /**
   * A reading with its time on this machine's clock.
   *
   * @param taken when the meter took it, by {@link System#nanoTime()}
   * @param arrived when the line arrived here
   * @param ahead how long after its arrival the meter took it by its own clock, ns; 0 or less for a
   *     clock that may be right
   */
  record Timed(long taken, long arrived, long ahead, double watts) {}

  private final MeterClock clock;
  private final List<Instant> stamps = new ArrayList<>();
  private @Nullable Timed latest;
  private @Nullable String unreadable;
  private int unreadableInARow;

  MeterLog(MeterClock clock) {
    this.clock = clock;
  }

  /** Adds a line that has just arrived. */
  void line(String text) {
    line(text, true);
  }

  /** Adds a line that was already there, for an unknown time. */
  void oldLine(String text) {
    line(text, false);
  }

  private synchronized void line(String text, boolean justCome) {
    if (text.isBlank()) {
      return;
    }
    switch (MeterLine.parse(text)) {
      case Available<MeterLine>(MeterLine r) -> reading(r, justCome);
      case Unavailable<MeterLine> u -> {
        String shown = text.strip();
        unreadable =
            (shown.length() > SHOWN ? shown.substring(0, SHOWN) + "…" : shown)
                + " ("
                + u.reason()
                + ")";
        unreadableInARow++;
      }
    }
  }

  /**
   * The time is converted to this machine's clock once, when the line arrives, so that a reading
   * keeps its time however often it is read and however the time of day is changed later.
   */
  private void reading(MeterLine r, boolean justCome) {
    long now = clock.now();
    long taken = now - nanosBetween(r.stamp(), clock.wall().instant());
    latest = new Timed(taken, justCome ? now : taken, taken - now, r.watts());
    unreadable = null;
    unreadableInARow = 0;
    stamps.addLast(r.stamp());
    if (stamps.size() > STAMPS) {
      stamps.removeFirst();
    }
  }

  private static long nanosBetween(Instant from, Instant to) {
    return Duration.between(from, to).toNanos();
  }

  /** Number of lines in a row that were not readings. */
  synchronized int unreadableInARow() {
    return unreadableInARow;
  }

  /**
   * The time between two readings, s: the median of the last 20, so that gaps do not matter. Equal
   * stamps are ignored. Empty before three readings.
   */
  synchronized OptionalDouble periodSeconds() {
    if (stamps.size() < MIN_STAMPS) {
      return OptionalDouble.empty();
    }
    List<Double> steps = new ArrayList<>();
    for (int i = 1; i < stamps.size(); i++) {
      double step = nanosBetween(stamps.get(i - 1), stamps.get(i)) / 1e9;
      if (step > 0) {
        steps.add(step);
      }
    }
    steps.sort(Double::compare);
    return steps.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(steps.get(steps.size() / 2));
  }

  /**
   * The latest reading, or why there is no current one.
   *
   * @param limitNanos age from which a reading is stale
   */
  synchronized Availability<Timed> newest(long limitNanos) {
    if (latest == null) {
      return new Unavailable<>("the meter has not sent a reading" + lastLine());
    }
    long now = clock.now();
    long age = now - latest.taken;
    if (latest.ahead > AHEAD_NANOS) {
      return new Unavailable<>(
          String.format(
              Locale.ROOT,
              "the meter's clock is at least %.2f s ahead of this machine's: adjust one of them",
              latest.ahead / 1e9));
    }
    if (age <= limitNanos) {
      return new Available<>(latest);
    }
    if (now - latest.arrived <= limitNanos) {
      return new Unavailable<>(
          "the meter's latest line arrived "
              + seconds(now - latest.arrived)
              + " ago but is stamped "
              + seconds(age)
              + " ago: set the meter's clock");
    }
    return new Unavailable<>("the meter has been silent for " + seconds(age) + lastLine());
  }

  private String lastLine() {
    return unreadable == null ? "" : "; its last line is not a reading: " + unreadable;
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
  }
}
