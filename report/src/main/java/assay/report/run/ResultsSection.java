package assay.report.run;

import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.RunRecord;
import assay.core.record.Throttle;
import assay.core.stats.SteadyState;
import assay.report.document.Block;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Column;
import assay.report.document.Table.Emphasis;
import assay.report.page.Page;
import assay.report.run.ResultTable.Show;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every cell of the run, by workload family: bars of the measured ones, and one table. */
final class ResultsSection {
  private static final MetricKey TIME = MetricKey.TIME;
  private static final List<Show> COLUMNS =
      List.of(
          Show.STATUS,
          Show.TIME,
          Show.RATE,
          Show.PEAK,
          Show.DEVICE_PEAK,
          Show.ENERGY,
          Show.POWER,
          Show.FORKS);

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
    for (Cell cell : ResultTable.ordered(run)) {
      families.computeIfAbsent(RunPage.family(cell.id()), _ -> new ArrayList<>()).add(cell);
    }
    List<Section> parts = new ArrayList<>();
    families.forEach((family, cells) -> parts.add(family(family, cells)));
    return new Section(
        "results", title, List.of(new Block.Paragraph(page.text("results.intro"))), parts);
  }

  private Section family(String family, List<Cell> cells) {
    String anchor = "results-" + Page.anchor(family);
    List<Block> blocks = new ArrayList<>(new ResultBars(page).of(anchor, family, cells));
    blocks.add(new ResultTable(page, run, COLUMNS).build(anchor + "-table", family, cells));
    new MemoryTable(page, run).of(cells).ifPresent(blocks::add);
    remarks(anchor, cells, blocks);
    blocks.addAll(new FamilyTables(page).of(anchor, cells));
    return new Section(anchor, family, blocks);
  }

  static @Nullable Metric metric(Cell cell, MetricKey key) {
    CellResult result = cell.outcome().result();
    return result == null ? null : result.metric(key);
  }

  /**
   * Remarks in a separate table: most cells have none, and a column would take room from the rest.
   */
  private void remarks(String anchor, List<Cell> cells, List<Block> blocks) {
    List<Table.Row> rows = new ArrayList<>();
    for (Cell cell : cells) {
      CellResult result = cell.outcome().result();
      String remarks = result == null ? "" : remarks(result);
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

  private String remarks(CellResult result) {
    List<String> remarks = new ArrayList<>();
    Metric time = result.metric(TIME);
    if (time != null && !time.precisionMet() && time.ciLow() != null) {
      remarks.add(page.text("remark.wide"));
    }
    if (time != null && time.note() != null) {
      remarks.add(time.note());
    }
    Integer unsteady = result.steadyStates().get(SteadyState.NO_STEADY_STATE);
    if (unsteady != null && unsteady > 0) {
      remarks.add(page.plural("remark.unsteady", unsteady));
    }
    Throttle throttle = result.telemetry().throttle().orNull();
    if (throttle != null && throttle.throttled()) {
      remarks.add(page.text("remark.throttled"));
    }
    result.telemetry().interference().forEach(seen -> remarks.add(seen.text()));
    return String.join("; ", remarks);
  }
}
