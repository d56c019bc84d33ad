package assay.report.run;

import assay.core.record.Cell;
import assay.core.record.Figures;
import assay.report.document.Table;
import assay.report.document.Table.Column;
import assay.report.document.Table.Emphasis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Percentiles of the latency of single executions. */
final class LatencyTable {
  private static final List<String> PERCENTILES = List.of("p50", "p90", "p99", "p99.9");

  private final RunPage page;

  LatencyTable(RunPage page) {
    this.page = page;
  }

  /** The table; empty if no cell has latencies. */
  Optional<Table> of(String anchor, List<Cell> cells) {
    List<Table.Row> rows = new ArrayList<>();
    for (Cell cell : cells) {
      Figures figures = cell.outcome().figures();
      if (figures != null && PERCENTILES.stream().anyMatch(figures.metrics()::containsKey)) {
        rows.add(
            page.row(
                Emphasis.NONE,
                cell.id(),
                PERCENTILES.stream().map(name -> page.metric(figures, name)).toList()));
      }
    }
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    List<Column> columns = new ArrayList<>(page.cellColumns());
    PERCENTILES.forEach(name -> columns.add(new Column(Table.Type.NUMBER, name)));
    return Optional.of(new Table(anchor + "-latency", page.text("latency"), columns, rows));
  }
}
