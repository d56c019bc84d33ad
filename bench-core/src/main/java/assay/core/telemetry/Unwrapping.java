package assay.core.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks over a counter's readings once. A wrap is told from a jump back by its energy: with the
 * range added, the step must be possible at the most power the device draws, counted from when the
 * counter was last seen to move and with two updates more, since the earlier reading may be one
 * update old and the next update late. What no reading can tell: a reset so close to the range's
 * end that it looks like a wrap of a possible energy.
 */
final class Unwrapping {
  /** Fewer counts than that may be missing by the unevenness of the power. */
  private static final double COUNTS_OF_A_STALL = 20;

  private static final double UPDATES_OF_A_STALL = 20;
  private static final double SECONDS_OF_A_STALL = 2;
  private static final double UPDATES_OF_A_STEP = 2;

  /** Shorter windows must notice shorter standstills: a lost fifth would spoil them. */
  private static final double SHARE_OF_A_STALL = 0.2;

  private final Channel.EnergyCounter counter;
  private final List<Point> readings;
  private final double[] seconds;
  private final double[] counts;
  private double movedAt;

  Unwrapping(Channel.EnergyCounter counter, List<Point> readings) {
    this.counter = counter;
    this.readings = readings;
    this.seconds = new double[readings.size()];
    this.counts = new double[readings.size()];
  }

  Availability<CounterPath> path() {
    long start = readings.getFirst().nanos();
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = (readings.get(i).nanos() - start) / 1e9;
    }
    String broken = neverMoved();
    for (int i = 0; i < seconds.length && broken == null; i++) {
      broken = outOfRange(readings.get(i).value());
    }
    for (int i = 1; i < seconds.length && broken == null; i++) {
      broken = step(i);
    }
    if (broken != null) {
      return new Unavailable<>(broken);
    }
    double[] joules = new double[counts.length];
    for (int i = 0; i < joules.length; i++) {
      joules[i] = counts[i] * counter.joulesPerCount();
    }
    CounterPath path = new CounterPath(seconds, joules);
    return stalled(path)
        ? new Unavailable<>(stoodStill(path.longestStanding()))
        : new Available<>(path);
  }

  private @Nullable String neverMoved() {
    double first = readings.getFirst().value();
    if (readings.stream().anyMatch(p -> p.value() != first)) {
      return null;
    }
    return "the counter never moved in "
        + Amounts.seconds(seconds[seconds.length - 1])
        + (": it read " + Amounts.count(first) + " every time; this domain is not counted here");
  }

  private @Nullable String outOfRange(double value) {
    if (value >= 0 && value < counter.wrapsAfter()) {
      return null;
    }
    return "the counter read " + Amounts.count(value) + ", outside the range it is said to have";
  }

  private @Nullable String step(int i) {
    double before = readings.get(i - 1).value();
    double now = readings.get(i).value();
    double apart = seconds[i] - seconds[i - 1];
    if (wrapsWithin(apart)) {
      return "two readings were " + Amounts.seconds(apart) + " apart; " + unseenWrap();
    }
    double elapsed = seconds[i] - movedAt;
    if (wrapsWithin(elapsed)) {
      return stoodStill(seconds[i - 1] - movedAt) + "; " + unseenWrap();
    }
    double moved = now >= before ? now - before : now - before + counter.wrapsAfter();
    double joules = moved * counter.joulesPerCount();
    if (joules > mostJoules(elapsed)) {
      return jumped(before, now, apart);
    }
    counts[i] = counts[i - 1] + moved;
    if (moved > 0) {
      movedAt = seconds[i];
    }
    return null;
  }

  /** The most that two readings that far apart can differ by. */
  private double mostJoules(double elapsed) {
    return counter.mostWatts() * (elapsed + UPDATES_OF_A_STEP * counter.updateSeconds());
  }

  /** Whether the device could go through the whole range between two readings that far apart. */
  private boolean wrapsWithin(double elapsed) {
    return mostJoules(elapsed) >= counter.wrapsAfter() * counter.joulesPerCount();
  }

  private String unseenWrap() {
    double range = counter.wrapsAfter() * counter.joulesPerCount();
    return "at "
        + Amounts.watts(counter.mostWatts())
        + (" the counter wraps every " + Amounts.seconds(range / counter.mostWatts()))
        + ", so a wrap could have been missed";
  }

  private String jumped(double before, double now, double apart) {
    return "the counter jumped "
        + (now < before ? "back " : "")
        + ("from " + Amounts.count(before) + " to " + Amounts.count(now))
        + (" within " + Amounts.seconds(apart) + ", which no energy up to ")
        + (Amounts.watts(counter.mostWatts()) + " explains");
  }

  private static String stoodStill(double seconds) {
    return "the counter stood still for " + Amounts.seconds(seconds);
  }

  /**
   * A standstill is one only where counts are missing: a domain of little power and large counts
   * stands still most of the time.
   */
  private boolean stalled(CounterPath path) {
    double standing = path.longestStanding();
    double floor = Math.min(SECONDS_OF_A_STALL, SHARE_OF_A_STALL * path.duration());
    double missing = standing * path.total() / path.duration() / counter.joulesPerCount();
    return standing > Math.max(UPDATES_OF_A_STALL * counter.updateSeconds(), floor)
        && missing >= COUNTS_OF_A_STALL;
  }
}
