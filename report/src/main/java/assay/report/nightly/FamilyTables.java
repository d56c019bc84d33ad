package assay.report.nightly;

import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.MetricKey;
import assay.report.document.Table;
import assay.report.document.Table.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A table for each family of metrics that has one of its own, with a column for each metric. */
final class FamilyTables {
  private final Page page;

  FamilyTables(Page page) {
    this.page = page;
  }

  /** The tables of the families of which some cell has a metric. */
  List<Table> of(String anchor, List<Cell> cells) {
    return Arrays.stream(MetricKey.Family.values())
        .filter(MetricKey.Family::table)
        .map(family -> table(anchor, family, cells))
        .filter(table -> !table.rows().isEmpty())
        .toList();
  }

  private Table table(String anchor, MetricKey.Family family, List<Cell> cells) {
    List<MetricKey> keys = MetricKey.of(family);
    List<Column> columns = new ArrayList<>(page.cellColumns());
    keys.forEach(key -> columns.add(page.column(Table.Type.NUMBER, key.name())));
    List<Table.Row> rows = new ArrayList<>();
    for (Cell cell : cells) {
      CellResult result = cell.outcome().result();
      if (result != null && keys.stream().anyMatch(key -> result.metric(key) != null)) {
        List<Table.Cell> row = keys.stream().map(key -> page.metric(result, key)).toList();
        rows.add(Page.row(Table.Emphasis.NONE, cell.id(), row));
      }
    }
    String note = "note." + family;
    return new Table(
        anchor + "-" + family.name().toLowerCase(Locale.ROOT),
        page.say("family." + family),
        columns,
        rows,
        page.words().has(note) ? List.of(page.say(note)) : List.of());
  }
}
