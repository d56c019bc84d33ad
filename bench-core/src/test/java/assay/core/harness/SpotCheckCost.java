package assay.core.harness;

import assay.core.harness.Session.Iteration;
import assay.core.program.Precision;
import assay.core.spi.Target;
import assay.core.spi.Targets;
import assay.core.stats.Interval;
import assay.core.stats.MedianInterval;
import assay.core.stats.Quantiles;
import assay.core.workload.Workload;
import assay.core.workload.Workloads;
import java.util.Locale;
import java.util.Random;

/**
 * What spot checks cost the timed executions: pairs of iterations in one process, one as a fork has
 * them, after one that was interrupted by spot checks, and one of the executable alone, after one
 * that was not, in an order drawn for each pair. Prints the median of the pairs' ratios with its
 * interval. A measurement, not a test: run it by hand, on a machine that does nothing else.
 *
 * <pre>java … assay.core.harness.SpotCheckCost TARGET WORKLOAD [pairs, default 100]
 *     [milliseconds an iteration, default 200]</pre>
 */
final class SpotCheckCost {
  private SpotCheckCost() {}

  public static void main(String[] args) {
    Target target = Targets.byId(args[0]).orElseThrow();
    Workload.Kernel workload = (Workload.Kernel) Workloads.parse(args[1]);
    int pairs = args.length > 2 ? Integer.parseInt(args[2]) : 100;
    long nanos = 1_000_000L * (args.length > 3 ? Integer.parseInt(args[3]) : 200);
    ForkSettings settings = ForkSettings.ofSystemProperties();
    Random random = new Random(42);
    double[] ratios = new double[pairs];
    try (KernelSession session =
        new KernelSession(workload, Precision.F32, target, settings, true)) {
      for (int warmup = 0; warmup < 5; warmup++) {
        with(session, nanos);
        without(session, nanos);
      }
      for (int i = 0; i < pairs; i++) {
        boolean first = random.nextBoolean();
        double one = first ? with(session, nanos) : without(session, nanos);
        double other = first ? without(session, nanos) : with(session, nanos);
        ratios[i] = first ? one / other : other / one;
      }
      if (!session.verify().passed()) {
        throw new IllegalStateException("wrong output: no figure");
      }
    }
    Interval interval = MedianInterval.of(ratios).toOptional().orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "%s on %s: with checks / without %.5f [%.5f, %.5f], half-width %.3f %%, %d pairs%n",
        workload.id(),
        target.id(),
        Quantiles.median(ratios),
        interval.low(),
        interval.high(),
        50 * (interval.high() - interval.low()),
        pairs);
  }

  /** An interrupted iteration, and the time of an execution in the one that follows, ns. */
  private static double with(KernelSession session, long nanos) {
    session.beforeIteration(Iteration.SPOT_CHECKED);
    time(session::execute, nanos / 4);
    session.afterIteration(Iteration.SPOT_CHECKED);
    session.beforeIteration(Iteration.COUNTED);
    double time = time(session::execute, nanos);
    session.afterIteration(Iteration.COUNTED);
    return time;
  }

  private static double without(KernelSession session, long nanos) {
    session.beforeIteration(Iteration.COUNTED);
    time(session.executable()::execute, nanos / 4);
    session.beforeIteration(Iteration.COUNTED);
    return time(session.executable()::execute, nanos);
  }

  private static double time(Runnable execution, long nanos) {
    long begin = System.nanoTime();
    long executions = 0;
    long now;
    do {
      execution.run();
      executions++;
      now = System.nanoTime();
    } while (now - begin < nanos);
    return (double) (now - begin) / executions;
  }
}
