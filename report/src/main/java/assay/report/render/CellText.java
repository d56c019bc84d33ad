package assay.report.render;

import assay.report.document.Block;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.text.Format;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Table cells as one line each, for media without a second line: details are in parentheses, and
 * the reasons of missing values become numbered notes.
 */
public final class CellText {
  private final Table table;
  private final Map<String, Integer> reasons = new LinkedHashMap<>();

  /** Cells of a table; they must be requested in reading order. */
  public CellText(Table table) {
    this.table = table;
  }

  /** A heading with the unit of its column. */
  public static String heading(Column column) {
    return column.unit() == null ? column.title() : column.title() + " (" + column.unit() + ")";
  }

  /** The cell's words. */
  public String of(Cell cell) {
    return switch (cell) {
      case Cell.Figure figure -> with(figure.text(), figure.detail());
      case Cell.Chip chip -> with(chip.text(), chip.detail());
      case Cell.Missing missing -> missing.text() + "\u00a0" + mark(missing.reason());
      case Cell.Words _, Cell.Spanning _, Cell.Command _ -> cell.text();
    };
  }

  private String mark(String reason) {
    return Format.superscript(reasons.computeIfAbsent(reason, _ -> reasons.size() + 1));
  }

  /** A card of key figures in one line. */
  public static String of(Block.KeyFigures.Card card) {
    String unit = card.unit().isEmpty() ? "" : " " + card.unit();
    return with(card.label() + ": " + card.value() + unit, card.note());
  }

  private static String with(String text, @Nullable String detail) {
    return detail == null ? text : text + " (" + detail + ")";
  }

  /** Notes below the table, once all cells are written. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (Column column : table.columns()) {
      if (column.meaning() != null) {
        notes.add(column.title() + ": " + column.meaning());
      }
    }
    notes.addAll(table.notes());
    reasons.forEach((reason, number) -> notes.add(Format.superscript(number) + " " + reason));
    return notes;
  }
}
