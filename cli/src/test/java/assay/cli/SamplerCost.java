package assay.cli;

import assay.core.availability.Availability;
import assay.core.host.HostRoot;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.spi.Targets;
import assay.core.stats.Interval;
import assay.core.stats.MedianInterval;
import assay.core.stats.Quantiles;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Instrument;
import assay.core.telemetry.OpenSources;
import assay.core.telemetry.Readings;
import assay.core.telemetry.Sampler;
import assay.core.telemetry.TelemetrySource;
import assay.core.telemetry.TelemetrySource.Opened;
import assay.core.telemetry.TelemetrySources;
import assay.core.workload.Workload;
import assay.core.workload.Workloads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * What sampling costs a matrix product on all processors: pairs of blocks, one with the sampler and
 * one without, in an order drawn for each pair; the figure is the median of the pairs' ratios with
 * its interval. A measurement, not a test: run it by hand, on a machine that does nothing else.
 *
 * <p>The sampler works once a period and sleeps between, so that its cost grows with its rate. A
 * block is therefore sampled at a multiple of the default rate, and the difference and its interval
 * are divided by that multiple: the same number of pairs says so much more. A multiple of 1
 * measures the default rate itself.
 *
 * <pre>java … assay.cli.SamplerCost [pairs, default 300] [seconds a block, default 1]
 *     [multiple of the default rate, default 10]</pre>
 */
final class SamplerCost {
  private static final double NANOS = 1e-9;
  private static final Duration DEFAULT_PERIOD = Duration.ofSeconds(1);

  private SamplerCost() {}

  public static void main(String[] args) {
    int pairs = args.length > 0 ? Integer.parseInt(args[0]) : 300;
    double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 1;
    int multiple = args.length > 2 ? Integer.parseInt(args[2]) : 10;
    Duration period = DEFAULT_PERIOD.dividedBy(multiple);
    TelemetrySource.Context context =
        new TelemetrySource.Context(HostRoot.machine(), Optional.empty());
    List<TelemetrySource> kept =
        TelemetrySources.all().stream().map(s -> (TelemetrySource) new Kept(s, context)).toList();
    Workload.Kernel workload = (Workload.Kernel) Workloads.parse("gemm/m=1152,n=1152,k=1152");
    Precision precision = Precision.byId("f32").orElseThrow();
    Program program = workload.program(precision);
    Target target = Targets.byId("cpu-simd").orElseThrow();
    int threads = Runtime.getRuntime().availableProcessors();
    Random random = new Random(42);
    double[] ratios = new double[pairs];
    double sampler = 0;
    try (Executable gemm = target.compile(program, precision, new Target.Options(threads))) {
      workload.inputs(program, 42).values().forEach(gemm::write);
      block(gemm, 10);
      for (int i = 0; i < pairs; i++) {
        boolean first = random.nextBoolean();
        double a = block(gemm, seconds, first, kept, context, period);
        double b = block(gemm, seconds, !first, kept, context, period);
        ratios[i] = first ? a / b : b / a;
      }
      try (Sampler alone = sampler(kept, context, DEFAULT_PERIOD)) {
        block(gemm, 30);
        sampler = alone.percentOfCore();
      }
    }
    for (int i = 0; i < pairs; i++) {
      ratios[i] = 100 * (ratios[i] - 1) / multiple;
    }
    Availability<Interval> interval = MedianInterval.of(ratios);
    System.out.printf(
        Locale.ROOT,
        "with sampling a product takes %+.3f %% longer, 95 %% interval %s,"
            + " %d pairs of %.1f s at %d times the default rate%n",
        Quantiles.median(ratios),
        interval,
        pairs,
        seconds,
        multiple);
    System.out.printf(Locale.ROOT, "the sampler takes %.3f %% of one core%n", sampler);
  }

  private static Sampler sampler(
      List<TelemetrySource> kept, TelemetrySource.Context context, Duration period) {
    List<Object> log = new ArrayList<>();
    return new Sampler(OpenSources.open(kept, context), period, log::add);
  }

  private static double block(
      Executable gemm,
      double seconds,
      boolean sampled,
      List<TelemetrySource> kept,
      TelemetrySource.Context context,
      Duration period) {
    if (!sampled) {
      return block(gemm, seconds);
    }
    try (Sampler running = sampler(kept, context, period)) {
      running.follow(ProcessHandle.current().pid());
      return block(gemm, seconds);
    }
  }

  /** Mean time of a product, s. */
  private static double block(Executable gemm, double seconds) {
    long begin = System.nanoTime();
    long executions = 0;
    double spent;
    do {
      gemm.execute();
      executions++;
      spent = NANOS * (System.nanoTime() - begin);
    } while (spent < seconds);
    return spent / executions;
  }

  /** A source that is opened once, however often a sampler is made and closed. */
  private static final class Kept implements TelemetrySource {
    private final TelemetrySource source;
    private final Availability<Opened> opening;

    Kept(TelemetrySource source, Context context) {
      this.source = source;
      this.opening =
          switch (source.open(context)) {
            case Availability.Available<Opened>(
                    Opened(Instrument i, String gives, List<Gap> gaps)) ->
                new Availability.Available<>(new Opened(new Open(i), gives, gaps));
            case Availability.Unavailable<Opened> none -> none;
          };
    }

    @Override
    public String id() {
      return source.id();
    }

    @Override
    public String description() {
      return source.description();
    }

    @Override
    public Availability<Opened> open(Context context) {
      return opening;
    }
  }

  private record Open(Instrument instrument) implements Instrument {
    @Override
    public List<Channel> channels() {
      return instrument.channels();
    }

    @Override
    public void read(Readings into) {
      instrument.read(into);
    }

    @Override
    public void follow(long pid) {
      instrument.follow(pid);
    }

    @Override
    public void close() {}
  }
}
