package assay.report.run;

import assay.report.page.Page;
import assay.core.record.Cell;
import assay.core.record.CellOutcome;
import assay.core.record.Energy;
import assay.core.record.Figures;
import assay.core.record.Metric;
import assay.core.record.Observed;
import assay.core.record.RunRecord;
import assay.core.record.Throttle;
import assay.core.stats.SteadyState;
import assay.report.document.Block;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Column;
import assay.report.document.Table.Emphasis;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every cell of the run, by family of workloads: bars of what was measured, and one table. */
final class ResultsSection {
  private static final String TIME = "time";
  private static final String ENERGY = "energyPerExecution";
  private static final List<String> LATENCIES = List.of("p50", "p90", "p99", "p99.9");

  private final RunPage page;
  private final RunRecord run;

  ResultsSection(RunPage page, RunRecord run) {
    this.page = page;
    this.run = run;
  }

  Section build() {
    String title = page.text("results");
    if (run.cells().isEmpty()) {
      return page.empty("results", title, page.text("results.none"));
    }
    Map<String, List<Cell>> families = new LinkedHashMap<>();
    for (String workload : run.plan().workloads()) {
      run.cells().stream()
          .filter(c -> c.id().workload().equals(workload))
          .forEach(c -> add(families, c));
    }
    run.cells().stream()
        .filter(cell -> !run.plan().workloads().contains(cell.id().workload()))
        .forEach(cell -> add(families, cell));
    List<Section> parts = new ArrayList<>();
    families.forEach((family, cells) -> parts.add(family(family, cells)));
    return new Section(
        "results", title, List.of(new Block.Paragraph(page.text("results.intro"))), parts);
  }

  private static void add(Map<String, List<Cell>> families, Cell cell) {
    families.computeIfAbsent(RunPage.family(cell.id()), _ -> new ArrayList<>()).add(cell);
  }

  private Section family(String family, List<Cell> cells) {
    String anchor = "results-" + Page.anchor(family);
    List<Block> blocks = new ArrayList<>(new ResultBars(page).of(anchor, family, cells));
    blocks.add(table(anchor, family, cells));
    remarks(anchor, cells, blocks);
    List<Cell> latencies =
        cells.stream().filter(c -> LATENCIES.stream().anyMatch(p -> metric(c, p) != null)).toList();
    if (!latencies.isEmpty()) {
      blocks.add(latencies(anchor, latencies));
    }
    new DeviceTable(page).of(anchor, cells).ifPresent(blocks::add);
    return new Section(anchor, family, blocks);
  }

  static @Nullable Metric metric(Cell cell, String name) {
    Figures figures = cell.outcome().figures();
    return figures == null ? null : figures.metrics().get(name);
  }

  private Table table(String anchor, String family, List<Cell> cells) {
    List<Column> columns = new ArrayList<>(page.cellColumns());
    columns.add(page.column(Table.Type.STATUS, "status"));
    for (String key : List.of("time", "rate", "peak", "energy", "power", "forks")) {
      columns.add(page.column(Table.Type.NUMBER, key));
    }
    return new Table(
        anchor + "-table",
        page.text("results.table", family),
        columns,
        cells.stream().map(this::row).toList(),
        List.of(page.text("results.note")));
  }

  private Table.Row row(Cell cell) {
    List<Table.Cell> row = new ArrayList<>();
    row.add(page.status(cell.outcome()));
    if (!(cell.outcome() instanceof CellOutcome.Measured measured)) {
      row.add(page.missing(why(cell.outcome())));
      for (int i = 0; i < 5; i++) {
        row.add(page.words("–"));
      }
      return page.row(Emphasis.MUTED, cell.id(), row);
    }
    Figures figures = measured.figures();
    row.add(figure(figures, TIME));
    row.add(figure(figures, "throughput"));
    row.add(
        figures.metrics().containsKey("percentOfPeak")
                || figures.unavailable().containsKey("percentOfPeak")
            ? figure(figures, "percentOfPeak")
            : page.words("–"));
    row.add(energy(figures, ENERGY));
    row.add(energy(figures, "averagePower"));
    Metric time = figures.metrics().get(TIME);
    row.add(time == null ? page.words("–") : page.count(time.forks()));
    return page.row(Emphasis.NONE, cell.id(), row);
  }

  private String why(CellOutcome outcome) {
    return switch (outcome) {
      case CellOutcome.Emulated emulated -> page.text("emulated.why", emulated.device().name());
      case CellOutcome.Modelled modelled -> page.text("models.why", modelled.device().name());
      default -> RunPage.reason(outcome);
    };
  }

  private Table.Cell figure(Figures figures, String name) {
    return page.metric(figures.metrics().get(name), figures.unavailable().get(name));
  }

  /** An energy that another machine's files stood for says so in its very cell. */
  private Table.Cell energy(Figures figures, String name) {
    Table.Cell cell = page.metric(figures.metrics().get(name), figures.unavailable().get(ENERGY));
    String root = root(figures);
    return root != null && cell instanceof Table.Cell.Figure(String text, double key, _)
        ? new Table.Cell.Figure(text, key, page.text("energy.root", root))
        : cell;
  }

  private static @Nullable String root(Figures figures) {
    List<Energy> energies = Observed.value(figures.telemetry().energy());
    return energies == null
        ? null
        : energies.stream().map(Energy::root).filter(r -> r != null).findFirst().orElse(null);
  }

  /** Apart from the figures: most cells have none, and a column of them would squeeze the rest. */
  private void remarks(String anchor, List<Cell> cells, List<Block> blocks) {
    List<Table.Row> rows = new ArrayList<>();
    for (Cell cell : cells) {
      Figures figures = cell.outcome().figures();
      String remarks = figures == null ? "" : remarks(figures);
      if (!remarks.isEmpty()) {
        rows.add(page.row(Emphasis.NONE, cell.id(), List.of(page.words(remarks))));
      }
    }
    if (!rows.isEmpty()) {
      List<Column> columns = new ArrayList<>(page.cellColumns());
      columns.add(page.column(Table.Type.TEXT, "remarks"));
      blocks.add(new Table(anchor + "-remarks", page.text("results.remarks"), columns, rows));
    }
  }

  private String remarks(Figures figures) {
    List<String> remarks = new ArrayList<>();
    Metric time = figures.metrics().get(TIME);
    if (time != null && !time.precisionMet() && time.ciLow() != null) {
      remarks.add(page.text("remark.wide"));
    }
    if (time != null && time.note() != null) {
      remarks.add(time.note());
    }
    Integer unsteady = figures.steadyStates().get(SteadyState.NO_STEADY_STATE);
    if (unsteady != null && unsteady > 0) {
      remarks.add(page.plural("remark.unsteady", unsteady));
    }
    Throttle throttle = Observed.value(figures.telemetry().throttle());
    if (throttle != null && throttle.throttled()) {
      remarks.add(page.text("remark.throttled"));
    }
    figures.telemetry().disturbances().forEach(seen -> remarks.add(seen.text()));
    return String.join("; ", remarks);
  }

  private Table latencies(String anchor, List<Cell> cells) {
    List<Column> columns = new ArrayList<>(page.cellColumns());
    LATENCIES.forEach(name -> columns.add(new Column(Table.Type.NUMBER, name)));
    List<Table.Row> rows = new ArrayList<>();
    for (Cell cell : cells) {
      if (cell.outcome() instanceof CellOutcome.Measured measured) {
        Figures figures = measured.figures();
        rows.add(
            page.row(
                Emphasis.NONE,
                cell.id(),
                LATENCIES.stream().map(name -> figure(figures, name)).toList()));
      }
    }
    return new Table(anchor + "-latency", page.text("latency"), columns, rows);
  }
}
