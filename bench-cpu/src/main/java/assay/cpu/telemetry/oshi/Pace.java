package assay.cpu.telemetry.oshi;

import java.util.Arrays;
import java.util.Locale;

/**
 * How often a reading is taken, depending on its cost on this machine: one that takes up to 1 ms is
 * taken on every request, a longer one so rarely that it keeps one processor busy for at most a
 * thousandth of the time.
 */
final class Pace {
  /** Cost up to which a reading is taken on every request, ns. */
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
   * Notes that a reading was taken.
   *
   * @param start when
   * @param cost processor time that it took, ns
   */
  void took(long start, long cost) {
    lastStart = start;
    costs[readings++ % REMEMBERED] = cost;
    // The median: a single outlier does not matter.
    long[] sorted = Arrays.copyOf(costs, Math.min(readings, REMEMBERED));
    Arrays.sort(sorted);
    typicalCost = sorted[sorted.length / 2];
  }

  /** Why there is no value although nothing failed. */
  String reason() {
    return String.format(
        Locale.ROOT,
        "read only every %.1f s, because one reading takes %.1f ms of CPU time",
        periodNanos() / 1e9,
        typicalCost / 1e6);
  }

  /** Time between two readings, ns; 0 if it may be read on every request. */
  long periodNanos() {
    return typicalCost <= CHEAP_NANOS ? 0 : typicalCost * RARITY;
  }
}
