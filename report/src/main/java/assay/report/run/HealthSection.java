package assay.report.run;

import assay.core.record.store.TelemetryLog.Session;
import assay.report.chart.ChartStyle;
import assay.report.chart.HealthChart;
import assay.report.chart.Quantity;
import assay.report.chart.SeriesStyles;
import assay.report.document.Block;
import assay.report.document.Figure;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Condition of the devices during the run. */
final class HealthSection {
  private static final String ANCHOR = "health";
  private static final int TRACES = 5;

  /** Units that are drawn, from top to bottom. */
  private enum Panel {
    UTILIZATION("%"),
    CLOCK("Hz"),
    POWER("W"),
    TEMPERATURE("°C");

    private final String unit;

    Panel(String unit) {
      this.unit = unit;
    }
  }

  private final RunPage page;
  private final RunReportInput input;

  HealthSection(RunPage page, RunReportInput input) {
    this.page = page;
    this.input = input;
  }

  Section build() {
    List<Block> blocks = new ArrayList<>();
    String none = input.noTelemetry();
    if (none != null) {
      blocks.add(new Block.Paragraph(page.text("health.none", none)));
    } else {
      List<HealthTraces.Trace> traces = HealthTraces.of(input.telemetry());
      chart(traces, blocks);
      blocks.add(table(traces));
    }
    blocks.addAll(new HealthTables(page, input.run()).build());
    return new Section(ANCHOR, page.text("health"), blocks);
  }

  private void chart(List<HealthTraces.Trace> traces, List<Block> blocks) {
    List<HealthTraces.Trace> drawn = new ArrayList<>();
    List<String> left = new ArrayList<>();
    for (Panel panel : Panel.values()) {
      List<HealthTraces.Trace> own =
          traces.stream()
              .filter(trace -> trace.unit().equals(panel.unit) && trace.known().length > 0)
              .sorted(
                  Comparator.comparing(HealthSection::ofPart)
                      .thenComparing(trace -> !trace.channel().matches(".*(busy|utilization)"))
                      .thenComparing(HealthTraces.Trace::channel))
              .toList();
      drawn.addAll(own.subList(0, Math.min(TRACES, own.size())));
      own.subList(Math.min(TRACES, own.size()), own.size()).forEach(t -> left.add(t.channel()));
    }
    if (drawn.isEmpty()) {
      blocks.add(new Block.Paragraph(page.text("health.nothing")));
      return;
    }
    ChartStyle style =
        new ChartStyle(
            page.format(),
            SeriesStyles.of(drawn.stream().map(HealthSection::name).distinct().toList()));
    Windows windows = Windows.of(input.telemetry(), input.forks());
    HealthChart chart =
        new HealthChart(
            page.text("axis.run-time"),
            plots(drawn),
            windows.forks(),
            windows.throttled(),
            new HealthChart.Words(page.text("health.fork"), page.text("health.throttled")),
            style);
    String caption =
        page.text("health.caption")
            + (left.isEmpty() ? "" : " " + page.plural("health.left", left.size()));
    blocks.add(
        new Figure(
            ANCHOR + "-chart",
            chart,
            windows.throttled().isEmpty()
                ? page.text("health.title", panels(drawn))
                : page.plural("health.title.throttled", windows.throttled().size()),
            page.text("health.alt"),
            caption,
            null));
  }

  private String panels(List<HealthTraces.Trace> drawn) {
    return Arrays.stream(Panel.values())
        .filter(panel -> drawn.stream().anyMatch(trace -> trace.unit().equals(panel.unit)))
        .map(panel -> page.text("panel." + panel))
        .collect(Collectors.joining(", "));
  }

  /** Totals come before parts: with 64 cores, the sum matters. */
  private static boolean ofPart(HealthTraces.Trace trace) {
    return trace.channel().matches(".*\\d.*");
  }

  private static String name(HealthTraces.Trace trace) {
    return trace.channel() + " (" + trace.source() + ")";
  }

  private List<HealthChart.Plot> plots(List<HealthTraces.Trace> drawn) {
    List<HealthChart.Plot> plots = new ArrayList<>();
    for (Panel panel : Panel.values()) {
      List<HealthChart.Trace> own =
          drawn.stream()
              .filter(trace -> trace.unit().equals(panel.unit))
              .map(trace ->
                  new HealthChart.Trace(
                      name(trace), name(trace), array(trace.seconds()), array(trace.values())))
              .toList();
      if (!own.isEmpty()) {
        plots.add(new HealthChart.Plot(new Quantity(page.text("panel." + panel), panel.unit), own));
      }
    }
    return plots;
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private Table table(List<HealthTraces.Trace> traces) {
    List<Table.Row> rows = new ArrayList<>();
    for (HealthTraces.Trace trace : traces) {
      List<Cell> row = new ArrayList<>();
      row.add(page.words(trace.channel()));
      row.add(page.words(trace.source()));
      double[] known = trace.known();
      String why = trace.why();
      if (known.length == 0) {
        Cell missing = page.missing(why == null ? page.text("health.unread") : why);
        row.addAll(List.of(missing, page.words("–"), page.words("–")));
      } else {
        row.add(page.value(Arrays.stream(known).average().orElseThrow(), trace.unit()));
        row.add(page.value(Arrays.stream(known).min().orElseThrow(), trace.unit()));
        row.add(page.value(Arrays.stream(known).max().orElseThrow(), trace.unit()));
      }
      row.add(page.count(known.length));
      rows.add(new Table.Row(row));
    }
    return new Table(
        ANCHOR + "-table",
        page.text("health.table"),
        List.of(
            page.column(Table.Type.TEXT, "channel"),
            page.column(Table.Type.TEXT, "source"),
            page.column(Table.Type.NUMBER, "mean"),
            page.column(Table.Type.NUMBER, "least"),
            page.column(Table.Type.NUMBER, "most"),
            page.column(Table.Type.NUMBER, "readings")),
        rows,
        List.of(page.text("health.note", roots())));
  }

  private String roots() {
    String text =
        input.telemetry().stream()
            .map(Session::header)
            .map(header -> header.root() == null ? page.text("own-sensors") : header.root())
            .distinct()
            .collect(Collectors.joining(", "));
    return text;
  }
}
