package assay.core.telemetry;

import assay.core.availability.Availability;
import java.util.ArrayList;
import java.util.List;

/**
 * A counter's readings laid end to end without a break: wraps added, jumps and standstills ruled
 * out. Package-private half of {@link EnergyWindow}.
 *
 * @param seconds of each reading since the first, s
 * @param joules counted since the first reading, J
 */
record CounterPath(double[] seconds, double[] joules) {
  double duration() {
    return seconds[seconds.length - 1];
  }

  double total() {
    return joules[joules.length - 1];
  }

  /** How long the counter was seen to show the same value around a reading, s. */
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

  /** The path cut into stretches of at least that length, the whole path where it is shorter. */
  List<Stretch> stretches(double least) {
    List<Stretch> stretches = new ArrayList<>();
    int end = seconds.length - 1;
    int from = 0;
    for (int i = 1; i <= end; i++) {
      boolean roomForAnother = seconds[end] - seconds[i] >= least;
      if (i == end || (seconds[i] - seconds[from] >= least && roomForAnother)) {
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
   * Lays readings end to end.
   *
   * @return the path, or what was seen that gives no energy
   * @param readings at least two, all present, in the order of time
   */
  static Availability<CounterPath> of(Channel.EnergyCounter counter, List<Point> readings) {
    return new Unwrapping(counter, readings).path();
  }
}
