package assay.cli;

import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A table of text; in a row with fewer cells than columns the last cell spans the rest. */
final class Listing {
  private final String caption;
  private final List<Column> columns;
  private final List<Table.Row> rows = new ArrayList<>();

  Listing(String caption, String... headings) {
    this.caption = caption;
    columns = Stream.of(headings).map(title -> new Column(Table.Type.TEXT, title)).toList();
  }

  /** Adds a row. */
  Listing row(String... texts) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      boolean last = i == texts.length - 1 && texts.length < columns.size();
      cells.add(last ? new Cell.Spanning(texts[i]) : new Cell.Words(texts[i]));
    }
    rows.add(new Table.Row(cells));
    return this;
  }

  /** The table as text. */
  @Override
  public String toString() {
    return Screen.text(new Table("listing", caption, columns, rows));
  }
}
