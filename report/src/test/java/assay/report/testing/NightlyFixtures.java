package assay.report.testing;

import assay.core.record.MetricKey;
import assay.core.record.MetricKey.Better;
import assay.core.record.RunId;
import assay.core.stats.Interval;
import assay.report.gate.Evidence;
import assay.report.gate.GateVerdict;
import assay.report.gate.Threshold;
import assay.report.history.SeriesKey;
import assay.report.nightly.HostReport;
import assay.report.nightly.Mark;
import assay.report.nightly.NightRef;
import assay.report.nightly.NightlyVerdict;
import assay.report.nightly.OpenChange;
import assay.report.nightly.SeriesReport;
import assay.report.nightly.SeriesReport.NightValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Verdicts on a night, with a series of every kind. */
public final class NightlyFixtures {
  /** Where a driver changed three nights ago. */
  public static final String BUSY = "lab-3";

  /** Where the whole host is throttled. */
  public static final String THROTTLED = "lab-4";

  /** When tonight's runs began. */
  public static final Instant TONIGHT = Instant.parse("2026-11-23T02:00:00Z");

  /** A workload with a long name. */
  public static final String LONG =
      "conv/backward-filter,n=16,c=128,h=28,w=28,k=256,r=3,s=3,pad=1,stride=2,dilation=1";

  private static final String GEMM = "gemm/m=1024,n=1024,k=1024";
  private static final String TIME = MetricKey.TIME.id();
  private static final int NIGHTS = 70;
  private static final Threshold THRESHOLD =
      new Threshold.Simulated(4.71, "AR(1) 0.5, t4, 1 % outliers", 1260);

  private final String host;
  private final RunId run;
  private final Instant started;

  private NightlyFixtures(String host, RunId run, Instant started) {
    this.host = host;
    this.run = run;
    this.started = started;
  }

  private static NightlyFixtures on(String host) {
    return new NightlyFixtures(host, id(host, TONIGHT), TONIGHT);
  }

  private static RunId id(String host, Instant at) {
    return RunId.create(at, new SplittableRandom(host.hashCode() ^ at.getEpochSecond()));
  }

  /** The verdict on {@link #BUSY}. */
  public static NightlyVerdict busy() {
    return on(BUSY).everyKind();
  }

  /** The same verdict as if on another run. */
  public static NightlyVerdict everyKind(String host, RunId run, Instant started) {
    return new NightlyFixtures(host, run, started).everyKind();
  }

  /** The verdict on {@link #THROTTLED}. */
  public static NightlyVerdict throttled() {
    return on(THROTTLED).slowHost();
  }

  /** The same verdict as if on another run. */
  public static NightlyVerdict slowHost(String host, RunId run, Instant started) {
    return new NightlyFixtures(host, run, started).slowHost();
  }

  /** One verdict on both hosts. */
  public static NightlyVerdict both() {
    NightlyVerdict busy = busy();
    NightlyVerdict throttled = throttled();
    return new NightlyVerdict(
        joined(busy.tonight(), throttled.tonight()),
        joined(busy.series(), throttled.series()),
        joined(throttled.hosts(), busy.hosts()),
        THRESHOLD,
        busy.remarks());
  }

  /** A night on which nothing became worse. */
  public static NightlyVerdict quiet() {
    return of(busy().series().stream().filter(r -> r.verdict() == GateVerdict.UNCHANGED).toList());
  }

  /** A verdict with these series alone. */
  public static NightlyVerdict of(List<SeriesReport> series) {
    return new NightlyVerdict(busy().tonight(), series, List.of(), THRESHOLD, List.of());
  }

  /** So many series that became worse on one host for one reason. */
  public static NightlyVerdict manyAlarms(int count) {
    NightlyFixtures fixtures = on(BUSY);
    List<SeriesReport> series = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      series.add(fixtures.slower("gemm/m=" + (i + 1) + ",n=64,k=64", "cpu-simd"));
    }
    return of(series);
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private NightRef night(int ago) {
    Instant at = started.minus(Duration.ofDays(ago));
    return new NightRef(NIGHTS - ago, at, ago == 0 ? run : id(host, at));
  }

  private NightlyVerdict everyKind() {
    List<SeriesReport> series = new ArrayList<>();
    series.add(slower(GEMM, "cuda"));
    series.add(slower(LONG, "cuda"));
    series.add(
        report(key(GEMM, "cpu-onednn", "bf16", "efficiency"), GateVerdict.REGRESSED)
            .reason("a limit is broken: at least 40 GFLOP/s/W")
            .limit("at least 40 GFLOP/s/W")
            .done());
    series.add(
        report(key(GEMM, "cpu-openblas", "f32", TIME), GateVerdict.INVALID)
            .reason("INVALID: wrong output: C[3, 7]")
            .missing()
            .done());
    series.add(
        report(key("gemm/m=4096,n=4096,k=4096", "cuda:1", "f16", TIME), GateVerdict.MISSING)
            .reason("UNAVAILABLE: no device GPU-a07e; measured last in the night of 2026-11-21")
            .missing()
            .done());
    series.add(
        report(key("memory/triad", "cpu-simd", "f64", TIME), GateVerdict.REGRESSED)
            .effect(0.028)
            .step(40, 1.0)
            .change(
                new OpenChange(
                    night(40), night(46), night(33), night(5), true, false, List.of(), command()))
            .reason("a slow drift against the first 20 nights")
            .done());
    series.add(
        report(key(GEMM, "cpu-scalar", "f64", TIME), GateVerdict.REGRESSED)
            .effect(0.012)
            .step(9, 1.012)
            .change(change(9, 9, 9, 7, List.of("jdk: 25.0.1 → 25.0.2")))
            .acknowledged("the price of the new JDK (ana)")
            .reason("open since 2026-11-16")
            .done());
    series.add(
        report(key("train/cnn-fashion", "cpu-simd", "f32", TIME), GateVerdict.IMPROVED)
            .effect(-0.042)
            .step(2, 0.958)
            .change(change(2, 2, 2, 0, List.of("harness: 1f2e → 9c0d")))
            .onset()
            .reason("4.2 % less than before")
            .done());
    series.add(
        report(key(GEMM, "opencl-fpga", "f32", TIME), GateVerdict.NOT_COMPARABLE)
            .reason("it ran on an emulation (pocl-cpu), which has no times")
            .missing()
            .done());
    series.add(
        report(key("peak/matrix", "cuda", "f16", TIME), GateVerdict.NEW)
            .reason("this is its first night")
            .first()
            .done());
    series.add(
        report(
                key(GEMM, "cpu-simd", "f32", MetricKey.ENERGY_PER_EXECUTION.id()),
                GateVerdict.INCONCLUSIVE)
            .effect(0.009)
            .reason("neither a change nor its absence is shown")
            .done());
    series.add(
        report(key(GEMM, "cpu-simd", "f32", TIME), GateVerdict.UNCHANGED)
            .effect(0.001)
            .reason("within 1 % of its baseline")
            .done());
    HostReport fine =
        new HostReport(
            host,
            "speed",
            6,
            0.002,
            0.1,
            GateVerdict.UNCHANGED,
            "its canaries are as usual",
            null,
            false,
            null);
    return new NightlyVerdict(
        List.of(night(0)),
        series,
        List.of(fine),
        THRESHOLD,
        List.of("energy was not corrected on " + host + ": 2 canaries, at least 5 are needed"));
  }

  private NightlyVerdict slowHost() {
    HostReport slow =
        new HostReport(
            host,
            "speed",
            6,
            0.118,
            0.92,
            GateVerdict.REGRESSED,
            "11.8 % worse than usual, and 92 % of its other series moved alike",
            change(0, 0, 0, 0, List.of("governor: performance → powersave")),
            true,
            null);
    HostReport unknown =
        new HostReport(
            host, "energy", 2, 0, 0, null, "2 canaries, at least 5 are needed", null, false, null);
    List<SeriesReport> series =
        List.of(
            report(key(GEMM, "cpu-simd", "f32", TIME), GateVerdict.UNCHANGED)
                .effect(-0.002)
                .reason("within 1 % of its baseline, less what moved the host")
                .done(),
            report(key(GEMM, "cpu-openblas", "f32", TIME), GateVerdict.INCONCLUSIVE)
                .effect(0.006)
                .reason("neither a change nor its absence is shown")
                .done());
    return new NightlyVerdict(
        List.of(night(0)), series, List.of(slow, unknown), THRESHOLD, List.of());
  }

  private SeriesReport slower(String workload, String target) {
    return report(key(workload, target, "f16", TIME), GateVerdict.REGRESSED)
        .effect(0.031)
        .step(3, 1.031)
        .change(change(3, 4, 2, 0, List.of("driver: 580.12 → 580.65", "driver 580.65 (declared)")))
        .onset()
        .reason("3.1 % worse than before, confirmed by 3 reruns")
        .done();
  }

  private OpenChange change(int first, int earliest, int latest, int alarmed, List<String> why) {
    return new OpenChange(
        night(first), night(earliest), night(latest), night(alarmed), false, false, why, command());
  }

  private static String command() {
    return "./assay run --suite nightly -w 'gemm/m=1024,n=1024,k=1024' -t cuda -p f16";
  }

  private SeriesKey key(String workload, String target, String precision, String metric) {
    return new SeriesKey(
        host, "3f9a1c", 16, "GPU-4f3c", workload, target, "cublaslt", precision, metric);
  }

  private Builder report(SeriesKey key, GateVerdict verdict) {
    return new Builder(key, verdict);
  }

  private final class Builder {
    private final SeriesKey key;
    private final GateVerdict verdict;
    private String reason = "";
    private @Nullable String limit;
    private @Nullable Evidence evidence;
    private @Nullable OpenChange change;
    private boolean onset;
    private @Nullable String acknowledged;
    private int from = 1;
    private int to = NIGHTS;
    private int steppedAgo = -1;
    private double factor = 1;

    Builder(SeriesKey key, GateVerdict verdict) {
      this.key = key;
      this.verdict = verdict;
    }

    Builder reason(String text) {
      reason = text;
      return this;
    }

    Builder limit(String text) {
      limit = text;
      return effect(0.004);
    }

    Builder effect(double share) {
      Interval around = new Interval(share - 0.008, share + 0.008, 0.95);
      evidence = new Evidence(share, around, 0.021, 0.014, THRESHOLD, 60);
      return this;
    }

    Builder step(int ago, double by) {
      steppedAgo = ago;
      factor = by;
      return this;
    }

    Builder change(OpenChange open) {
      change = open;
      return this;
    }

    Builder onset() {
      onset = true;
      return this;
    }

    Builder acknowledged(String text) {
      acknowledged = text;
      return this;
    }

    /** No value of tonight and of the night before. */
    Builder missing() {
      to = NIGHTS - 2;
      return this;
    }

    Builder first() {
      from = NIGHTS;
      return this;
    }

    SeriesReport done() {
      SplittableRandom random = new SplittableRandom(key.hashCode());
      List<NightValue> values = new ArrayList<>();
      for (int number = from; number <= to; number++) {
        int ago = NIGHTS - number;
        double level = ago <= steppedAgo ? factor : 1;
        values.add(
            new NightValue(night(ago), 0.0123 * level * (1 + 0.004 * random.nextGaussian())));
      }
      boolean there = to == NIGHTS;
      return new SeriesReport(
          key,
          "s",
          Better.LOWER,
          false,
          verdict,
          reason,
          limit,
          there ? values.getLast().value() : null,
          onset ? Collections.nCopies(3, values.getLast().value()) : List.of(),
          evidence,
          change,
          onset,
          acknowledged,
          values,
          marks());
    }

    private List<Mark> marks() {
      List<Mark> marks = new ArrayList<>();
      marks.add(new Mark(night(30).started(), Mark.Kind.BASELINE, "new cooler"));
      marks.add(new Mark(night(9).started(), Mark.Kind.SETTING, "jdk: 25.0.1 → 25.0.2 and 1 more"));
      if (acknowledged != null) {
        marks.add(new Mark(night(6).started(), Mark.Kind.ACKNOWLEDGED, acknowledged));
      }
      if (change != null) {
        marks.add(
            new Mark(
                change.firstBad().started(),
                Mark.Kind.ONSET,
                verdict == GateVerdict.IMPROVED ? "better" : "worse"));
      }
      marks.add(new Mark(night(3).started(), Mark.Kind.NOTE, "driver 580.65"));
      return marks;
    }
  }
}
