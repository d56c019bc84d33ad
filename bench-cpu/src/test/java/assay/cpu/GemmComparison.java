package assay.cpu;

import assay.core.availability.Availability.Available;
import assay.cpu.openblas.OpenBlas;
import assay.cpu.simd.APanel;
import assay.cpu.simd.BPanel;
import assay.cpu.simd.SimdGemm;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures {@link SimdGemm} against OpenBLAS, turn about in one process, and refuses a number for a
 * wrong result.
 *
 * <p>Arguments: {@code [threads=1,2] [seconds=0.5] shape…}; a shape is {@code m,n,k} followed by
 * {@code nn}, {@code tn}, {@code nt} or {@code tt} (none is {@code nn}), row-major.
 */
public final class GemmComparison {
  private static final int WARM_UP_PAIRS = 3;
  private static final int MIN_PAIRS = 7;
  private static final long SETTLE_NANOS = 60_000_000;
  private static final long SEED = 20261122;

  private GemmComparison() {}

  /** A product to measure; the data are as stored. */
  private record Shape(int m, int n, int k, boolean transposeA, boolean transposeB) {
    static Shape parse(String text) {
      String[] parts = text.split(",", -1);
      String t = parts.length > 3 ? parts[3] : "nn";
      return new Shape(
          Integer.parseInt(parts[0]),
          Integer.parseInt(parts[1]),
          Integer.parseInt(parts[2]),
          t.charAt(0) == 't',
          t.charAt(1) == 't');
    }

    int lda() {
      return transposeA ? m : k;
    }

    int ldb() {
      return transposeB ? k : n;
    }

    double flops() {
      return 2.0 * m * n * k;
    }

    String label() {
      return m + "x" + n + "x" + k + " " + (transposeA ? "t" : "n") + (transposeB ? "t" : "n");
    }
  }

  /** Prints the table. */
  public static void main(String[] arguments) {
    int[] threads = {1, 2};
    double seconds = 0.5;
    PrintStream out = System.out;
    if (!(OpenBlas.load() instanceof Available<OpenBlas>(OpenBlas blas))) {
      out.println(OpenBlas.load());
      return;
    }
    out.println("OpenBLAS: " + blas.config() + ", kernels for " + blas.coreName());
    out.printf("%-22s %7s %12s %12s %8s%n", "shape", "threads", "SIMD GF/s", "OpenBLAS", "ratio");
    for (String argument : arguments) {
      if (argument.startsWith("threads=")) {
        threads =
            Arrays.stream(argument.substring(8).split(",")).mapToInt(Integer::parseInt).toArray();
      } else if (argument.startsWith("seconds=")) {
        seconds = Double.parseDouble(argument.substring(8));
      } else {
        Shape shape = Shape.parse(argument);
        for (int t : threads) {
          compare(out, blas, shape, t, seconds);
        }
      }
    }
  }

  private static void compare(
      PrintStream out, OpenBlas blas, Shape s, int threads, double seconds) {
    Random random = new Random(SEED);
    float[] a = normal(random, s.m * s.k);
    float[] b = normal(random, s.k * s.n);
    float[] c = new float[s.m * s.n];
    try (Workers workers = new Workers(threads);
        Arena arena = Arena.ofConfined()) {
      MemorySegment na = copy(arena, a);
      MemorySegment nb = copy(arena, b);
      MemorySegment nc = arena.allocate(4L * c.length, OpenBlas.ALIGNMENT);
      blas.setThreads(threads);
      SimdGemm gemm = new SimdGemm(workers);
      APanel aPanel = APanel.dense(a, 0, s.lda(), s.transposeA);
      BPanel bPanel = BPanel.dense(b, 0, s.ldb(), s.transposeB);
      Runnable simd = () -> gemm.multiply(s.m, s.n, s.k, 1, aPanel, bPanel, 0, c, 0, s.n);
      Runnable open =
          () ->
              blas.sgemm(
                  s.transposeA,
                  s.transposeB,
                  s.m,
                  s.n,
                  s.k,
                  1,
                  na,
                  s.lda(),
                  nb,
                  s.ldb(),
                  0,
                  nc,
                  s.n);
      simd.run();
      open.run();
      check(s, c, nc);
      // Small products are repeated inside one reading so that the clock's grain does not show.
      int inner = (int) Math.max(1, Math.min(10_000, 2e-4 * 5e10 / s.flops()));
      for (int i = 0; i < WARM_UP_PAIRS; i++) {
        time(simd, inner);
        time(open, inner);
      }
      long warmUntil = System.nanoTime() + (long) (seconds * 1e9);
      while (System.nanoTime() < warmUntil) {
        time(simd, inner);
      }
      long until = System.nanoTime() + (long) (2 * seconds * 1e9);
      double[] simdTimes = new double[100_000];
      double[] openTimes = new double[100_000];
      int pairs = 0;
      while (pairs < simdTimes.length && (pairs < MIN_PAIRS || System.nanoTime() < until)) {
        settle(threads);
        time(simd, 1);
        simdTimes[pairs] = time(simd, inner);
        time(open, 1);
        openTimes[pairs] = time(open, inner);
        pairs++;
      }
      check(s, c, nc);
      double simdMedian = median(simdTimes, pairs);
      double openMedian = median(openTimes, pairs);
      out.printf(
          Locale.ROOT,
          "%-22s %7d %12.1f %12.1f %8.2f%n",
          s.label(),
          threads,
          s.flops() / simdMedian,
          s.flops() / openMedian,
          openMedian / simdMedian);
    }
  }

  /**
   * Lets OpenBLAS's helper threads fall asleep: they poll for tens of milliseconds after a call and
   * would take a core from the next reading.
   */
  private static void settle(int threads) {
    if (threads > 1) {
      LockSupport.parkNanos(SETTLE_NANOS);
    }
  }

  /** Nanoseconds of one call. */
  private static double time(Runnable call, int inner) {
    long start = System.nanoTime();
    for (int i = 0; i < inner; i++) {
      call.run();
    }
    return (double) (System.nanoTime() - start) / inner;
  }

  /**
   * Both results may be off by a few γ_k · (|A|·|B|); for independent N(0, 1) data (|A|·|B|) is
   * about 2k/π and rounding errors add like a random walk, hence 4 · √k · u · √k.
   */
  private static void check(Shape s, float[] c, MemorySegment expected) {
    double bound = 4 * Math.ulp(0.5f) * s.k + 1e-6;
    for (int i = 0; i < c.length; i++) {
      float want = expected.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      if (!(Math.abs(c[i] - want) <= bound)) {
        throw new IllegalStateException(
            "%s: C[%d,%d] is %s, OpenBLAS has %s, bound %s"
                .formatted(s.label(), i / s.n, i % s.n, c[i], want, bound));
      }
    }
  }

  private static double median(double[] values, int count) {
    double[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    return count % 2 == 1 ? sorted[count / 2] : 0.5 * (sorted[count / 2 - 1] + sorted[count / 2]);
  }

  private static float[] normal(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static MemorySegment copy(Arena arena, float[] values) {
    MemorySegment segment = arena.allocate(4L * values.length, OpenBlas.ALIGNMENT);
    MemorySegment.copy(values, 0, segment, ValueLayout.JAVA_FLOAT, 0, values.length);
    return segment;
  }
}
