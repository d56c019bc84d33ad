package assay.core.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Unwraps a counter's readings in one pass. A wrap is distinguished from a jump back by its energy:
 * with the range added, the step must be possible at the device's maximum power within the time
 * since the counter last moved plus two updates, since the earlier reading may be one update old
 * and the next update late. Not detectable: a reset so close to the end of the range that it looks
 * like a wrap of plausible energy.
 */
final class Unwrapping {
  /** Fewer missing counts than this may be due to uneven power. */
  private static final double STALL_COUNTS = 20;

  private static final double UPDATES_OF_A_STALL = 20;
  private static final double SECONDS_OF_A_STALL = 2;
  private static final double UPDATES_OF_A_STEP = 2;

  /** Shorter windows must detect shorter stalls: losing a fifth would invalidate them. */
  private static final double STALL_SHARE = 0.2;

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
        ? new Unavailable<>(stallReason(path.longestStanding()))
        : new Available<>(path);
  }

  private @Nullable String neverMoved() {
    double first = readings.getFirst().value();
    if (readings.stream().anyMatch(p -> p.value() != first)) {
      return null;
    }
    return "the counter never moved in "
        + Amounts.seconds(seconds[seconds.length - 1])
        + (": it read "
            + Amounts.count(first)
            + " every time; this domain is not"
            + " counted on this machine");
  }

  private @Nullable String outOfRange(double value) {
    if (value >= 0 && value < counter.wrapsAfter()) {
      return null;
    }
    return "the counter read " + Amounts.count(value) + ", outside its stated range";
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
      return stallReason(seconds[i - 1] - movedAt) + "; " + unseenWrap();
    }
    double moved = now >= before ? now - before : now - before + counter.wrapsAfter();
    if (Double.isInfinite(moved)) {
      return "the counter jumped back from "
          + Amounts.count(before)
          + (" to " + Amounts.count(now))
          + ", and it has no range after which it wraps: it was reset";
    }
    double joules = moved * counter.joulesPerCount();
    if (joules > maxJoules(elapsed)) {
      return jumped(before, now, apart);
    }
    counts[i] = counts[i - 1] + moved;
    if (moved > 0) {
      movedAt = seconds[i];
    }
    return null;
  }

  /** The largest possible difference between two readings that far apart, in J. */
  private double maxJoules(double elapsed) {
    return counter.maxWatts() * (elapsed + UPDATES_OF_A_STEP * counter.updateSeconds());
  }

  /** Whether the counter could pass through its whole range between two readings that far apart. */
  private boolean wrapsWithin(double elapsed) {
    return Double.isFinite(counter.wrapsAfter())
        && maxJoules(elapsed) >= counter.wrapsAfter() * counter.joulesPerCount();
  }

  private String unseenWrap() {
    double range = counter.wrapsAfter() * counter.joulesPerCount();
    return "at "
        + Amounts.watts(counter.maxWatts())
        + (" the counter wraps every " + Amounts.seconds(range / counter.maxWatts()))
        + ", so a wrap could have been missed";
  }

  private String jumped(double before, double now, double apart) {
    return "the counter jumped "
        + (now < before ? "back " : "")
        + ("from " + Amounts.count(before) + " to " + Amounts.count(now))
        + (" within " + Amounts.seconds(apart) + ", which is impossible at up to ")
        + Amounts.watts(counter.maxWatts());
  }

  private static String stallReason(double seconds) {
    return "the counter stalled for " + Amounts.seconds(seconds);
  }

  /**
   * A constant reading is a stall only if counts are missing: with little power and a coarse count
   * it does not change most of the time.
   */
  private boolean stalled(CounterPath path) {
    double standing = path.longestStanding();
    double floor = Math.min(SECONDS_OF_A_STALL, STALL_SHARE * path.duration());
    double missing = standing * path.total() / path.duration() / counter.joulesPerCount();
    return standing > Math.max(UPDATES_OF_A_STALL * counter.updateSeconds(), floor)
        && missing >= STALL_COUNTS;
  }
}
