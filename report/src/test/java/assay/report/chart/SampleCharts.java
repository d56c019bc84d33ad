package assay.report.chart;

import assay.report.document.Chart;
import assay.report.text.Format;
import assay.report.text.Language;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One chart of each kind, with plausible data of a seed. */
final class SampleCharts {
  static final List<String> TARGETS =
      List.of("cpu-openblas", "cpu-onednn", "cpu-scalar", "cpu-simd", "cuda", "opencl-fpga");
  private static final Quantity THROUGHPUT = new Quantity("Throughput", "FLOP/s");

  private final SplittableRandom random;
  final ChartStyle style;

  SampleCharts(long seed, Language language) {
    random = new SplittableRandom(seed);
    style = new ChartStyle(Format.of(language), SeriesStyles.of(TARGETS));
  }

  /** File name to chart. */
  Map<String, Chart> all() {
    Map<String, Chart> charts = new LinkedHashMap<>();
    charts.put("bars", bars(3));
    charts.put("forest", forest());
    charts.put("trend", trend());
    charts.put("forks", forks());
    charts.put("loss", loss());
    charts.put("accuracy", accuracy());
    charts.put("health", health());
    charts.put("roofline", roofline(5));
    charts.put("roofline-many", roofline(14));
    charts.put("latency", latency());
    charts.put("heatmap", heatmap());
    charts.put("power", power());
    charts.put("tornado", tornado());
    charts.put("cost", cost());
    charts.put("roofline-sized", sized());
    return charts;
  }

  private double noise(double sigma) {
    return Math.exp(sigma * random.nextGaussian());
  }

  Estimate estimate(double value, double relative) {
    return Estimate.of(
        value, value * (1 - relative * noise(0.3)), value * (1 + relative * noise(0.3)));
  }

  IntervalBars bars(int groups) {
    String[] workloads = {
      "gemm/m=1024,n=1024,k=1024",
      "conv/n=64,c=64,h=56,w=56,k=128,r=3,s=3,stride=2,pad=1,direction=backward-filter",
      "train/cnn-fashion"
    };
    List<BarGroup> list = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      list.add(
          new BarGroup(
              workloads[i % 3],
              List.of(
                  new BarRow("cpu-openblas", "cpu-openblas · f32", estimate(98e9, 0.03)),
                  new BarRow("cpu-onednn", "cpu-onednn · bf16", estimate(170e9 * noise(0.2), 0.05)),
                  new BarRow("cpu-scalar", "cpu-scalar · f32", estimate(2.4e9, 0.01)),
                  new BarRow(
                      "cpu-simd", "cpu-simd · f32", Estimate.withoutInterval(61e9 * noise(0.2))))));
    }
    return new IntervalBars(THROUGHPUT, list, style);
  }

  RatioForest forest() {
    return new RatioForest(
        "Speed of the new run to that of the old",
        new RatioForest.Sides("slower", "faster"),
        List.of(
            new BarGroup(
                "gemm/m=1024,n=1024,k=1024",
                List.of(
                    new BarRow(
                        "cpu-openblas", "cpu-openblas · f32", Estimate.of(1.004, 0.99, 1.02)),
                    new BarRow("cpu-onednn", "cpu-onednn · f32", Estimate.of(1.31, 1.27, 1.36)),
                    new BarRow("cpu-simd", "cpu-simd · f32", Estimate.of(0.93, 0.9, 0.95)))),
            new BarGroup(
                "infer/cnn-fashion,batch=64",
                List.of(
                    new BarRow("cpu-simd", "cpu-simd · f32", Estimate.of(1.12, 0.97, 1.22)),
                    new BarRow("cpu-scalar", "cpu-scalar · f32", Estimate.withoutInterval(0.84))))),
        style);
  }

  TrendChart trend() {
    return new TrendChart(
        THROUGHPUT,
        List.of(
            new TrendChart.Trend("cpu-openblas", "cpu-openblas · f32", nights(98e9, 25)),
            new TrendChart.Trend("cpu-onednn", "cpu-onednn · f32", nights(95e9, 40))),
        List.of(
            new TrendChart.Change(Instant.parse("2026-09-13T01:00:00Z"), "kernel 6.8.0-51"),
            new TrendChart.Change(Instant.parse("2026-09-17T01:00:00Z"), "microcode 0x2b000603"),
            new TrendChart.Change(Instant.parse("2026-10-07T01:00:00Z"), "JDK 25.0.3 to 25.0.4"),
            new TrendChart.Change(Instant.parse("2026-10-08T01:00:00Z"), "governor performance")),
        style);
  }

  private List<Night> nights(double level, int missing) {
    Instant first = Instant.parse("2026-09-01T02:00:00Z");
    List<Night> nights = new ArrayList<>();
    for (int i = 0; i < 42; i++) {
      Instant at = first.plusSeconds(86_400L * i);
      double value = level * noise(0.004) * (i > 36 ? 0.97 : 1);
      boolean none = i == missing || i == missing + 1;
      nights.add(new Night(at, none ? null : estimate(value, 0.004)));
    }
    return nights;
  }

  SpreadStrips forks() {
    List<SpreadStrips.Strip> forks = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      double level = 31.2e-3 * noise(0.006) * (i == 6 ? 1.06 : 1);
      forks.add(
          new SpreadStrips.Strip(
              "cpu-simd",
              Integer.toString(i + 1),
              IntStream.range(0, 10).mapToObj(k -> level * noise(0.005)).toList(),
              i != 6));
    }
    return new SpreadStrips(
        new Quantity("Time per call", "s"),
        "Fork",
        forks,
        Estimate.of(31.2e-3, 31.05e-3, 31.4e-3),
        style);
  }

  private Curve curve(String series, int steps, double scale, double end, double rate, double y0) {
    double[] x = new double[steps];
    double[] y = new double[steps];
    for (int i = 0; i < steps; i++) {
      x[i] = scale * (i + 1) / steps;
      y[i] = (end + (y0 - end) * Math.exp(-rate * (i + 1) / steps)) * noise(0.01);
    }
    return new Curve(series, series + " · f32", x, y, null);
  }

  TrainingCurves loss() {
    return TrainingCurves.loss(
        new Quantity("Step", "1"),
        new Quantity("Training loss", "1"),
        List.of(
            curve("cpu-onednn", 9_000, 18_750, 0.21, 7, 2.3),
            curve("cpu-simd", 9_000, 18_750, 0.22, 6.5, 2.3)),
        style);
  }

  TrainingCurves accuracy() {
    List<Curve> curves = new ArrayList<>();
    int i = 0;
    for (String target : List.of("cpu-onednn", "cpu-simd", "cuda")) {
      Curve c = curve(target, 12, 60 * (3 - i), 91.4, 6, 70);
      Estimate reached = Estimate.of(30 * (3 - i), 28 * (3 - i), 33 * (3 - i));
      curves.add(new Curve(target, c.label(), c.x(), c.y(), i == 1 ? null : reached));
      i++;
    }
    return TrainingCurves.accuracy(
        new Quantity("Time", "s"),
        new Quantity("Test accuracy", "%"),
        curves,
        new TrainingCurves.Goal(90, "target 90 %"),
        style);
  }

  HealthChart health() {
    int n = 600;
    double[] t = IntStream.range(0, n).mapToDouble(i -> i).toArray();
    return new HealthChart(
        "Time since the run began",
        List.of(
            plot("Utilization", "%", t, 97, 3, true),
            plot("Core clock", "Hz", t, 2.9e9, 0.8e9, true),
            plot("Package power", "W", t, 165, 60, true),
            plot("Package temperature", "°C", t, 81, 55, false)),
        List.of(
            new HealthChart.Span(60, 150),
            new HealthChart.Span(200, 290),
            new HealthChart.Span(340, 430),
            new HealthChart.Span(480, 570)),
        List.of(new HealthChart.Span(380, 412), new HealthChart.Span(520, 520.2)),
        new HealthChart.Words("fork", "throttled"),
        style);
  }

  private HealthChart.Plot plot(
      String name, String unit, double[] t, double busy, double idle, boolean gap) {
    double[] values = new double[t.length];
    for (int i = 0; i < t.length; i++) {
      boolean fork = i % 140 >= 60 && i % 140 < 150 - 10;
      values[i] = (fork ? busy : idle) * noise(0.015);
      if (gap && i > 300 && i < 330) {
        values[i] = Double.NaN;
      }
    }
    return new HealthChart.Plot(
        new Quantity(name, unit),
        List.of(new HealthChart.Trace("cpu-simd", "package 0", t, values)));
  }

  Roofline roofline(int count) {
    List<Roofline.Point> points = new ArrayList<>();
    String[] names = {"gemm/m=1024", "conv/3x3", "infer,batch=1", "memory/triad", "train/cnn"};
    for (int i = 0; i < count; i++) {
      double intensity = 0.4 * Math.pow(350, (double) i / (count - 1));
      double roof = Math.min(intensity * 38e9, 210e9);
      String target = i % 3 == 0 ? "cpu-simd" : i % 3 == 1 ? "cpu-onednn" : "cpu-openblas";
      String name = names[i % 5] + (i < 5 ? "" : ",variant=" + i + ",direction=backward-filter");
      points.add(
          new Roofline.Point(
              target,
              name,
              Estimate.withoutInterval(intensity),
              estimate(roof * 0.7 * noise(0.2), 0.04)));
    }
    return new Roofline(
        new Quantity("Operational intensity", "FLOP/B"),
        THROUGHPUT,
        List.of(
            new Ceiling("L1 triad 410 GB/s", 410e9),
            new Ceiling("L2 triad 190 GB/s", 190e9),
            new Ceiling("L3 triad 82 GB/s", 82e9),
            new Ceiling("memory triad 38 GB/s", 38e9)),
        List.of(
            new Ceiling("FMA peak f32 214 GFLOP/s", 214e9), new Ceiling("scalar 13 GFLOP/s", 13e9)),
        points,
        List.of(
            new SeriesLabel("cpu-onednn", "cpu-onednn"),
            new SeriesLabel("cpu-openblas", "cpu-openblas"),
            new SeriesLabel("cpu-simd", "cpu-simd")),
        style);
  }

  /** Points of very different sizes. */
  Roofline sized() {
    List<Roofline.Point> points = new ArrayList<>();
    double[] diameters = {28, 17, 9, 6};
    for (int i = 0; i < diameters.length; i++) {
      points.add(
          new Roofline.Point(
              "cpu-simd",
              "relu_" + i,
              Estimate.withoutInterval(Math.pow(6, i)),
              estimate(20e9 * (1 + i), 0.04),
              diameters[i]));
    }
    return new Roofline(
        new Quantity("Operational intensity", "FLOP/B"),
        THROUGHPUT,
        List.of(new Ceiling("memory 38 GB/s", 38e9)),
        List.of(new Ceiling("peak 214 GFLOP/s", 214e9)),
        points,
        List.of(),
        style);
  }

  TradeOffChart latency() {
    List<TradeOff> sweeps = new ArrayList<>();
    double speed = 9_000;
    for (String target : List.of("cpu-onednn", "cpu-simd", "cuda")) {
      List<TradeOff.Point> points = new ArrayList<>();
      for (int batch : new int[] {1, 4, 16, 64, 256}) {
        double throughput = speed * batch / (batch + 12);
        points.add(
            new TradeOff.Point(
                Integer.toString(batch),
                estimate(throughput, 0.03),
                estimate(batch / throughput, 0.04)));
      }
      sweeps.add(new TradeOff(target, target + " · f32", points));
      speed *= 2.8;
    }
    return TradeOffChart.latency(
        new Quantity("Throughput", "samples/s"),
        new Quantity("Median latency", "s"),
        sweeps,
        style);
  }

  Heatmap heatmap() {
    List<Heatmap.Row> rows = new ArrayList<>();
    double base = 12e9;
    for (String target : List.of("cpu-onednn", "cpu-openblas", "cpu-simd")) {
      List<@Nullable Double> values = new ArrayList<>();
      for (int threads = 1; threads <= 32; threads *= 2) {
        values.add(
            threads == 32 && target.equals("cpu-simd") ? null : base * Math.pow(threads, 0.85));
      }
      rows.add(new Heatmap.Row(target + " · f32", values));
      base *= 1.3;
    }
    return new Heatmap(THROUGHPUT, "Threads", List.of("1", "2", "4", "8", "16", "32"), rows, style);
  }

  TradeOffChart power() {
    List<TradeOff> systems = new ArrayList<>();
    double watts = 35;
    double rate = 60e9;
    for (String target : List.of("cpu-onednn", "cpu-simd", "cuda")) {
      List<TradeOff.Point> points = new ArrayList<>();
      for (String workload : List.of("gemm", "conv", "train")) {
        points.add(
            new TradeOff.Point(
                workload, estimate(watts * noise(0.2), 0.05), estimate(rate * noise(0.5), 0.04)));
      }
      systems.add(new TradeOff(target, target, points));
      watts *= 2.6;
      rate *= 7;
    }
    return TradeOffChart.power(
        new Quantity("Power while busy", "W"),
        THROUGHPUT,
        new Quantity("Efficiency", "FLOP/s/W"),
        systems,
        style);
  }

  Tornado tornado() {
    return new Tornado(
        new Quantity("Cost of ownership over 4 years", "EUR"),
        48_200,
        List.of(
            new Sensitivity("Electricity price", "0.18", "0.42 EUR/kWh", 43_900, 55_100),
            new Sensitivity("Utilization", "30", "90 %", 52_700, 45_800),
            new Sensitivity("Discount rate", "2", "8 %", 48_900, 47_300),
            new Sensitivity("Residual value", "5", "25 %", 49_800, 45_300),
            new Sensitivity("Power usage effectiveness", "1.1", "1.7", 46_900, 50_600)),
        new Tornado.Words("at the low value", "at the high value", "base case"),
        style);
  }

  CostCurve cost() {
    List<Curve> curves = new ArrayList<>();
    double[] fixed = {0.9, 2.4};
    double[] running = {0.055, 0.018};
    String[] ids = {"cpu-simd", "cuda"};
    for (int k = 0; k < 2; k++) {
      double[] x = new double[95];
      double[] y = new double[95];
      for (int i = 0; i < 95; i++) {
        x[i] = 5 + i;
        y[i] = fixed[k] / x[i] + running[k];
      }
      curves.add(new Curve(ids[k], k == 0 ? "System A" : "System B", x, y, null));
    }
    return new CostCurve(
        new Quantity("Utilization", "%"),
        new Quantity("Cost per million samples", "EUR"),
        curves,
        List.of(new CostCurve.BreakEven(40.5, "B is cheaper from 40.5 % on")),
        style);
  }
}
