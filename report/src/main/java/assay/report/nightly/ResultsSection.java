package assay.report.nightly;

import assay.core.record.Cell;
import assay.core.record.Outcome;
import assay.core.record.Energy;
import assay.core.record.CellResult;
import assay.core.record.Metric;
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

  private final Page page;
  private final RunRecord run;

  ResultsSection(Page page, RunRecord run) {
    this.page = page;
    this.run = run;
  }

  Section build() {
    String title = page.say("results");
    if (run.cells().isEmpty()) {
      return page.empty("results", title, page.say("results.none"));
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
        "results", title, List.of(new Block.Paragraph(page.say("results.intro"))), parts);
  }

  private static void add(Map<String, List<Cell>> families, Cell cell) {
    families.computeIfAbsent(Page.family(cell.id()), _ -> new ArrayList<>()).add(cell);
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
    CellResult figures = cell.outcome().result();
    return figures == null ? null : figures.metric(name);
  }

  private Table table(String anchor, String family, List<Cell> cells) {
    List<Column> columns = new ArrayList<>(page.cellColumns());
    columns.add(page.column(Table.Type.STATUS, "status"));
    for (String key : List.of("time", "rate", "peak", "energy", "power", "forks")) {
      columns.add(page.column(Table.Type.NUMBER, key));
    }
    return new Table(
        anchor + "-table",
        page.say("results.table", family),
        columns,
        cells.stream().map(this::row).toList(),
        List.of(page.say("results.note")));
  }

  private Table.Row row(Cell cell) {
    List<Table.Cell> row = new ArrayList<>();
    row.add(page.status(cell.outcome()));
    if (!(cell.outcome() instanceof Outcome.Measured<CellResult> measured)) {
      row.add(page.missing(why(cell.outcome())));
      for (int i = 0; i < 5; i++) {
        row.add(Page.words("–"));
      }
      return Page.row(Emphasis.MUTED, cell.id(), row);
    }
    CellResult figures = measured.result();
    row.add(figure(figures, TIME));
    row.add(figure(figures, "throughput"));
    row.add(
        figures.metrics().containsKey("percentOfPeak")
                || figures.unavailable().containsKey("percentOfPeak")
            ? figure(figures, "percentOfPeak")
            : Page.words("–"));
    row.add(energy(figures, ENERGY));
    row.add(energy(figures, "averagePower"));
    Metric time = figures.metric(TIME);
    row.add(time == null ? Page.words("–") : page.count(time.forks()));
    return Page.row(Emphasis.NONE, cell.id(), row);
  }

  private String why(Outcome<CellResult> outcome) {
    return switch (outcome) {
      case Outcome.Verified<CellResult> emulated -> page.say("emulated.why", emulated.device().name());
      case Outcome.Modelled<CellResult> modelled -> page.say("models.why", modelled.device().name());
      default -> Page.reason(outcome);
    };
  }

  private Table.Cell figure(CellResult figures, String name) {
    return page.metric(figures.metric(name), figures.whyNot(name));
  }

  /** An energy that another machine's files stood for says so in its very cell. */
  private Table.Cell energy(CellResult figures, String name) {
    Table.Cell cell = page.metric(figures.metric(name), figures.whyNot(ENERGY));
    String root = root(figures);
    return root != null && cell instanceof Table.Cell.Figure(String text, double key, _)
        ? new Table.Cell.Figure(text, key, page.say("energy.root", root))
        : cell;
  }

  private static @Nullable String root(CellResult figures) {
    List<Energy> energies = figures.telemetry().energy().orNull();
    return energies == null
        ? null
        : energies.stream().map(Energy::root).filter(r -> r != null).findFirst().orElse(null);
  }

  /** Apart from the figures: most cells have none, and a column of them would squeeze the rest. */
  private void remarks(String anchor, List<Cell> cells, List<Block> blocks) {
    List<Table.Row> rows = new ArrayList<>();
    for (Cell cell : cells) {
      CellResult figures = cell.outcome().result();
      String remarks = figures == null ? "" : remarks(figures);
      if (!remarks.isEmpty()) {
        rows.add(Page.row(Emphasis.NONE, cell.id(), List.of(Page.words(remarks))));
      }
    }
    if (!rows.isEmpty()) {
      List<Column> columns = new ArrayList<>(page.cellColumns());
      columns.add(page.column(Table.Type.TEXT, "remarks"));
      blocks.add(new Table(anchor + "-remarks", page.say("results.remarks"), columns, rows));
    }
  }

  private String remarks(CellResult figures) {
    List<String> remarks = new ArrayList<>();
    Metric time = figures.metric(TIME);
    if (time != null && !time.precisionMet() && time.ciLow() != null) {
      remarks.add(page.say("remark.wide"));
    }
    if (time != null && time.note() != null) {
      remarks.add(time.note());
    }
    Integer unsteady = figures.steadyStates().get(SteadyState.NO_STEADY_STATE);
    if (unsteady != null && unsteady > 0) {
      remarks.add(page.words().count("remark.unsteady", unsteady));
    }
    Throttle throttle = figures.telemetry().throttle().orNull();
    if (throttle != null && throttle.throttled()) {
      remarks.add(page.say("remark.throttled"));
    }
    figures.telemetry().interference().forEach(seen -> remarks.add(seen.text()));
    return String.join("; ", remarks);
  }

  private Table latencies(String anchor, List<Cell> cells) {
    List<Column> columns = new ArrayList<>(page.cellColumns());
    LATENCIES.forEach(name -> columns.add(new Column(Table.Type.NUMBER, name)));
    List<Table.Row> rows = new ArrayList<>();
    for (Cell cell : cells) {
      if (cell.outcome() instanceof Outcome.Measured<CellResult> measured) {
        CellResult figures = measured.result();
        rows.add(
            Page.row(
                Emphasis.NONE,
                cell.id(),
                LATENCIES.stream().map(name -> figure(figures, name)).toList()));
      }
    }
    return new Table(anchor + "-latency", page.say("latency"), columns, rows);
  }
}
