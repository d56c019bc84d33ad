package assay.report.nightly;

import assay.core.record.MetricKey;
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
    blocks.addAll(new FamilyTables(page).of(anchor, cells));
    return new Section(anchor, family, blocks);
  }

  static @Nullable Metric metric(Cell cell, MetricKey key) {
    CellResult figures = cell.outcome().result();
    return figures == null ? null : figures.metric(key);
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
    MetricKey.of(MetricKey.Family.EXECUTION).forEach(key -> row.add(page.metric(figures, key)));
    row.add(energy(figures, MetricKey.ENERGY_PER_EXECUTION));
    row.add(energy(figures, MetricKey.AVERAGE_POWER));
    Metric time = figures.metric(MetricKey.TIME);
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

  /** An energy that another machine's files stood for says so in its very cell. */
  private Table.Cell energy(CellResult figures, MetricKey key) {
    Table.Cell cell = page.metric(figures.metric(key), figures.whyNot(MetricKey.ENERGY_PER_EXECUTION));
    String root = root(figures);
    return root != null && cell instanceof Table.Cell.Figure(String text, double sorting, _)
        ? new Table.Cell.Figure(text, sorting, page.say("energy.root", root))
        : cell;
  }

  private static @Nullable String root(CellResult figures) {
    return figures.telemetry().energies().stream()
        .map(Energy::root)
        .filter(r -> r != null)
        .findFirst()
        .orElse(null);
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
    Metric time = figures.metric(MetricKey.TIME);
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
}
