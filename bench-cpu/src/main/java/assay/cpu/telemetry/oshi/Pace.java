package assay.cpu.telemetry.oshi;

import java.util.Arrays;
import java.util.Locale;

/**
 * How often a reading is taken, from what it costs on this machine: what takes up to 1 ms is read
 * whenever asked, what takes longer so rarely that it keeps one processor busy for a thousandth of
 * the time at most.
 */
final class Pace {
  /** Cost up to which a reading is taken whenever asked, ns. */
  static final long CHEAP_NANOS = 1_000_000;

  private static final int REMEMBERED = 5;
  private static final long RARITY = 1000;

  private final long[] costs = new long[REMEMBERED];
  private int readings;
  private long lastStart;
  private long typicalCost;

  /**
   * Whether it is time for a reading.
   *
   * @param now by the clock of {@link #took}
   */
  boolean due(long now) {
    return readings == 0 || now - lastStart >= periodNanos();
  }

  /**
   * A reading was taken.
   *
   * @param start when
   * @param cost processor time that it took, ns
   */
  void took(long start, long cost) {
    lastStart = start;
    costs[readings++ % REMEMBERED] = cost;
    // The median: one odd reading says nothing.
    long[] sorted = Arrays.copyOf(costs, Math.min(readings, REMEMBERED));
    Arrays.sort(sorted);
    typicalCost = sorted[sorted.length / 2];
  }

  /** Why there is no value although nothing is wrong. */
  String reason() {
    return String.format(
        Locale.ROOT,
        "read every %.1f s only, for one reading takes %.1f ms of a processor",
        periodNanos() / 1e9,
        typicalCost / 1e6);
  }

  /** Time between two readings, ns; 0 where it may be read whenever asked. */
  long periodNanos() {
    return typicalCost <= CHEAP_NANOS ? 0 : typicalCost * RARITY;
  }
}
