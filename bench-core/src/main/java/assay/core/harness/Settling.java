package assay.core.harness;

/**
 * Executes until times have settled, before JMH's own warm-up: until vector code is compiled a call
 * can take a thousand times as long, and how long that lasts differs from kernel to kernel.
 */
final class Settling {
  private static final long CHUNK_NANOS = 40_000_000L;
  private static final long LEAST_NANOS = 400_000_000L;
  private static final long MOST_NANOS = 3_000_000_000L;
  private static final double ALIKE = 1.1;

  private Settling() {}

  /**
   * Runs chunks of at least 40 ms: at least 0.4 s in all, then until the last three agree to 10 %,
   * and at most 3 s (and the call in progress then).
   */
  static void settle(Runnable call) {
    long begin = System.nanoTime();
    double[] lastThree = {0, Double.MAX_VALUE, Double.MAX_VALUE};
    for (int chunk = 0; ; chunk++) {
      lastThree[chunk % lastThree.length] = chunk(call);
      long spent = System.nanoTime() - begin;
      if (spent >= MOST_NANOS || (spent >= LEAST_NANOS && chunk >= 2 && alike(lastThree))) {
        return;
      }
    }
  }

  /** Mean time of a call in ns. */
  private static double chunk(Runnable call) {
    long begin = System.nanoTime();
    long calls = 0;
    long spent;
    do {
      call.run();
      calls++;
      spent = System.nanoTime() - begin;
    } while (spent < CHUNK_NANOS);
    return (double) spent / calls;
  }

  private static boolean alike(double[] times) {
    double least = Math.min(times[0], Math.min(times[1], times[2]));
    double most = Math.max(times[0], Math.max(times[1], times[2]));
    return most <= ALIKE * least;
  }
}
