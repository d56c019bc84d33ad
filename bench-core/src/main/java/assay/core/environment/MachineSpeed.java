package assay.core.environment;

import assay.core.record.MeasuredSpeed;
import assay.core.telemetry.Facts;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How fast this machine is, by three measurements of a fraction of a second in one thread. A
 * virtual machine may hide which processor it is on, or be moved to another host: then these
 * figures change where no name does. They are state and no result, since other guests slow them
 * down; {@link MeasuredSpeed} says when two of them differ.
 */
final class MachineSpeed {
  private static final long NANOS = 120_000_000L;
  private static final int CHAINS = 8;
  private static final int STEPS = 20_000;

  /** Beyond most second-level caches; large last-level caches may hold it. */
  private static final int BYTES = 1 << 25;

  private static final int LINE = 64;

  private MachineSpeed() {}

  static Facts measure() {
    Map<String, String> state = new LinkedHashMap<>();
    state.put(
        MeasuredSpeed.PREFIX + "fma",
        text(2.0 * CHAINS * STEPS / best(MachineSpeed::fma), "GFLOP/s"));
    long[] data = new long[BYTES / Long.BYTES];
    Arrays.fill(data, 1);
    state.put(MeasuredSpeed.PREFIX + "memoryRead", text(BYTES / best(() -> sum(data)), "GB/s"));
    int[] next = cycle(BYTES / LINE);
    state.put(
        MeasuredSpeed.PREFIX + "memoryLatency", text(best(() -> chase(next)) * LINE / BYTES, "ns"));
    return new Facts(Map.of(), Map.of(), state, Map.of());
  }

  private static String text(double value, String unit) {
    return String.format(Locale.ROOT, "%.3g %s", value, unit);
  }

  /** What gives the result of a piece of work, so that it is done. */
  private interface Work {
    double run();
  }

  /** The shortest time in ns of as many repetitions as fit in, the first ones being interpreted. */
  private static double best(Work work) {
    long begin = System.nanoTime();
    long best = Long.MAX_VALUE;
    double sink = 0;
    do {
      long start = System.nanoTime();
      sink += work.run();
      best = Math.min(best, System.nanoTime() - start);
    } while (System.nanoTime() - begin < NANOS);
    if (Double.isNaN(sink)) {
      throw new AssertionError("the work has no result");
    }
    return Math.max(best, 1);
  }

  /** Independent chains, more than the latency of an FMA times its throughput. */
  private static double fma() {
    double a = 0.999;
    double b = 1e-3;
    double x0 = 0;
    double x1 = 1;
    double x2 = 2;
    double x3 = 3;
    double x4 = 4;
    double x5 = 5;
    double x6 = 6;
    double x7 = 7;
    for (int i = 0; i < STEPS; i++) {
      x0 = Math.fma(x0, a, b);
      x1 = Math.fma(x1, a, b);
      x2 = Math.fma(x2, a, b);
      x3 = Math.fma(x3, a, b);
      x4 = Math.fma(x4, a, b);
      x5 = Math.fma(x5, a, b);
      x6 = Math.fma(x6, a, b);
      x7 = Math.fma(x7, a, b);
    }
    return x0 + x1 + x2 + x3 + x4 + x5 + x6 + x7;
  }

  private static double sum(long[] data) {
    long sum = 0;
    for (long value : data) {
      sum += value;
    }
    return sum;
  }

  /** A random cycle through one number of each cache line (S. Sattolo, 1986). */
  private static int[] cycle(int lines) {
    SplittableRandom random = new SplittableRandom(1);
    int[] order = new int[lines];
    Arrays.setAll(order, i -> i);
    for (int i = lines - 1; i > 0; i--) {
      int j = random.nextInt(i);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    int stride = LINE / Integer.BYTES;
    int[] next = new int[lines * stride];
    for (int i = 0; i < lines; i++) {
      next[i * stride] = order[i] * stride;
    }
    return next;
  }

  /** Each address is known only when the one before has been read. */
  private static double chase(int[] next) {
    int at = 0;
    for (int i = 0; i < BYTES / LINE; i++) {
      at = next[at];
    }
    return at;
  }
}
