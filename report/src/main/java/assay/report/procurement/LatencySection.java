package assay.report.procurement;

import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.report.chart.Quantity;
import assay.report.chart.TradeOff;
import assay.report.chart.TradeOffChart;
import assay.report.document.Block;
import assay.report.document.Block.Paragraph;
import assay.report.document.Figure;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Row;
import assay.report.page.Page;
import assay.report.procurement.Result.Measured;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Throughput against latency over the batch sizes of inference. */
final class LatencySection {
  private final DossierPage at;
  private final Map<String, Map<SystemUnderTest, List<Point>>> sweeps = new LinkedHashMap<>();

  private record Point(Batch batch, Measured measured) {}

  private LatencySection(DossierPage at) {
    this.at = at;
    at.comparison()
        .tasks()
        .forEach((task, results) -> {
          Batch batch = Batch.of(task.workload());
          if (batch != null) {
            String name = batch.sweep() + " · " + task.precision();
            SystemComparison.measured(results).forEach(m -> add(name, new Point(batch, m)));
          }
        });
  }

  private void add(String sweep, Point point) {
    sweeps
        .computeIfAbsent(sweep, name -> new LinkedHashMap<>())
        .computeIfAbsent(point.measured().system(), system -> new ArrayList<>())
        .add(point);
  }

  static Section of(DossierPage at) {
    LatencySection section = new LatencySection(at);
    List<Block> blocks = new ArrayList<>();
    if (section.sweeps.isEmpty()) {
      blocks.add(new Paragraph(at.text("latency.none")));
    } else {
      blocks.add(new Paragraph(at.text("latency.intro")));
      section.sweeps.forEach((name, systems) -> section.figure(name, systems, blocks));
      blocks.add(section.table());
    }
    return new Section("latency", at.text("latency"), blocks);
  }

  private void figure(String name, Map<SystemUnderTest, List<Point>> systems, List<Block> blocks) {
    List<TradeOff> curves = new ArrayList<>();
    for (SystemUnderTest system : at.systems()) {
      List<TradeOff.Point> points = new ArrayList<>();
      systems.getOrDefault(system, List.of()).stream()
          .sorted(Comparator.comparingInt(point -> point.batch().size()))
          .forEach(point -> points.add(tradeOff(point)));
      if (!points.isEmpty()) {
        curves.add(new TradeOff(system.label(), system.label(), points));
      }
    }
    blocks.add(
        new Figure(
            "sweep-" + (1 + List.copyOf(sweeps.keySet()).indexOf(name)),
            TradeOffChart.latency(
                new Quantity(at.text("column.rate"), "samples/s"),
                new Quantity(at.text("latency.per-batch"), "s"),
                curves,
                at.style()),
            title(name, systems),
            at.text("latency.alternative"),
            at.text("latency.caption"),
            null));
  }

  private String title(String name, Map<SystemUnderTest, List<Point>> systems) {
    double max = 0;
    String best = "";
    for (Map.Entry<SystemUnderTest, List<Point>> entry : systems.entrySet()) {
      for (Point point : entry.getValue()) {
        double rate = point.batch().size() / point.measured().seconds();
        if (rate > max) {
          max = rate;
          best = entry.getKey().label();
        }
      }
    }
    return at.text("latency.title", name, best, at.format().value(max, "samples/s"));
  }

  private TradeOff.Point tradeOff(Point point) {
    Metric time = point.measured().time();
    return new TradeOff.Point(
        at.format().count(point.batch().size()),
        Page.rate(time, point.batch().size()),
        Page.estimate(time));
  }

  private Table table() {
    List<Row> rows = new ArrayList<>();
    sweeps.forEach((name, systems) ->
        systems.forEach((system, points) -> points.forEach(point -> rows.add(row(name, point)))));
    return new Table(
        "batches",
        at.text("latency.table"),
        List.of(
            at.column(Table.Type.TEXT, "workload"),
            at.heading(Table.Type.TEXT, "system"),
            at.heading(Table.Type.NUMBER, "latency.batch"),
            at.column(Table.Type.NUMBER, "rate"),
            at.heading(Table.Type.NUMBER, "latency.per-batch"),
            at.explained(Table.Type.NUMBER, "latency.p50"),
            at.explained(Table.Type.NUMBER, "latency.p99")),
        rows);
  }

  private Row row(String name, Point point) {
    Measured measured = point.measured();
    int size = point.batch().size();
    return Row.of(
        at.words(name),
        at.words(measured.system().letter() + " · " + measured.target()),
        new Cell.Figure(at.format().count(size), size),
        at.metric(measured, MetricKey.THROUGHPUT),
        at.metric(measured.time(), null),
        percentile(measured, MetricKey.P50),
        percentile(measured, MetricKey.P99));
  }

  private Cell percentile(Measured measured, MetricKey key) {
    String reason = measured.result().whyNot(key);
    return at.metric(
        measured.metric(key), reason == null ? at.text("latency.not-sampled") : reason);
  }
}
