package assay.core.telemetry;

import assay.core.availability.Availability;
import java.util.ArrayList;
import java.util.List;

/**
 * A counter's readings as a continuous path: wraps added, jumps and stalls excluded.
 *
 * @param seconds time of each reading since the first, in s
 * @param joules energy since the first reading, in J
 */
record CounterPath(double[] seconds, double[] joules) {
  double duration() {
    return seconds[seconds.length - 1];
  }

  double total() {
    return joules[joules.length - 1];
  }

  /** How long the counter showed the same value around a reading, in s. */
  double standingAt(int index) {
    int first = index;
    int last = index;
    while (first > 0 && joules[first - 1] == joules[index]) {
      first--;
    }
    while (last < joules.length - 1 && joules[last + 1] == joules[index]) {
      last++;
    }
    return seconds[last] - seconds[first];
  }

  double longestStanding() {
    double longest = 0;
    int since = 0;
    for (int i = 1; i < joules.length; i++) {
      if (joules[i] != joules[since]) {
        since = i;
      }
      longest = Math.max(longest, seconds[i] - seconds[since]);
    }
    return longest;
  }

  /** The path split into stretches of at least that length; the whole path if it is shorter. */
  List<Stretch> stretches(double minSeconds) {
    List<Stretch> stretches = new ArrayList<>();
    int end = seconds.length - 1;
    int from = 0;
    for (int i = 1; i <= end; i++) {
      boolean roomForAnother = seconds[end] - seconds[i] >= minSeconds;
      if (i == end || (seconds[i] - seconds[from] >= minSeconds && roomForAnother)) {
        stretches.add(new Stretch(seconds[i] - seconds[from], joules[i] - joules[from]));
        from = i;
      }
    }
    return stretches;
  }

  /** A part of a path. */
  record Stretch(double seconds, double joules) {
    double watts() {
      return joules / seconds;
    }
  }

  /**
   * Builds the path.
   *
   * @return the path, or why the readings give no energy
   * @param readings at least two, all present, in time order
   */
  static Availability<CounterPath> of(Channel.EnergyCounter counter, List<Point> readings) {
    return new Unwrapping(counter, readings).path();
  }
}
