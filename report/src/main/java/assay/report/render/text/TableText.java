package assay.report.render.text;

import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.render.CellText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table as lines of text. If it is wider than the terminal, words are wrapped within their
 * columns; if that is not enough, each row becomes a paragraph of headings and values. A name is
 * not repeated if the row above has the same one.
 */
final class TableText {
  private static final String GAP = "  ";

  /**
   * Maximum column width in text without a line limit: a longer cell shifts the rest of its row.
   */
  private static final int LONGEST_PAD = 100;

  /** Minimum width left to a long word when a table is narrowed. */
  private static final int LONGEST_PART = 24;

  private final Table table;
  private final int limit;
  private final int columns;
  private final List<String> header = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();
  private final List<String> notes;
  private final List<String> lines = new ArrayList<>();

  TableText(Table table, int limit) {
    this.table = table;
    this.limit = limit;
    this.columns = table.columns().size();
    CellText text = new CellText(table);
    table.columns().forEach(column -> header.add(TextRenderer.line(CellText.heading(column))));
    for (Table.Row row : table.rows()) {
      rows.add(row.cells().stream().map(cell -> TextRenderer.line(text.of(cell))).toList());
    }
    this.notes = text.notes();
  }

  /** Remarks and reasons below the table. */
  List<String> notes() {
    return notes;
  }

  List<String> lines() {
    int[] widths = widths();
    if (Arrays.stream(widths).sum() + GAP.length() * (columns - 1) > limit) {
      flow();
    } else {
      grid(widths);
    }
    return lines;
  }

  private int[] widths() {
    int[] min = new int[columns];
    int[] wish = new int[columns];
    for (int c = 0; c < columns; c++) {
      boolean breaks = breaks(c);
      wish[c] = Columns.of(header.get(c));
      min[c] = longest(header.get(c));
      for (int r = 0; r < rows.size(); r++) {
        if (c < rows.get(r).size() && !spans(r, c)) {
          String text = rows.get(r).get(c);
          int whole = Columns.of(text);
          wish[c] = Math.max(wish[c], whole);
          min[c] = Math.max(min[c], breaks ? longest(text) : whole);
        }
      }
    }
    double wanted = Arrays.stream(wish).sum() - Arrays.stream(min).sum();
    double room = limit - GAP.length() * (columns - 1) - Arrays.stream(min).sum();
    double given = wanted == 0 ? 1 : Math.clamp(room / wanted, 0, 1);
    int[] widths = new int[columns];
    Arrays.setAll(
        widths,
        c ->
            limit == TextRenderer.UNLIMITED && breaks(c)
                ? Math.min(wish[c], LONGEST_PAD)
                : min[c] + (int) (given * (wish[c] - min[c])));
    return widths;
  }

  private boolean breaks(int column) {
    Table.Type type = table.columns().get(column).type();
    return type == Table.Type.TEXT || type == Table.Type.COMMAND;
  }

  private boolean spans(int row, int column) {
    return table.rows().get(row).cells().get(column) instanceof Cell.Spanning;
  }

  private static int longest(String text) {
    return Wrap.parts(text).stream()
        .mapToInt(part -> Math.min(LONGEST_PART, Columns.of(part.stripTrailing())))
        .max()
        .orElse(1);
  }

  private void grid(int[] widths) {
    List<List<String>> heading = new ArrayList<>();
    for (int c = 0; c < columns; c++) {
      heading.add(Wrap.lines(header.get(c), width(widths[c])));
    }
    write(heading, widths);
    for (int r = 0; r < rows.size(); r++) {
      List<List<String>> row = new ArrayList<>();
      int left = 0;
      boolean repeats = true;
      for (int c = 0; c < rows.get(r).size(); c++) {
        repeats &= repeats(r, c);
        int width = spans(r, c) ? Math.max(LONGEST_PART, limit - left) : width(widths[c]);
        row.add(repeats ? List.of("") : Wrap.lines(rows.get(r).get(c), width));
        left += widths[c] + GAP.length();
      }
      write(row, widths);
    }
  }

  private int width(int columns) {
    return limit == TextRenderer.UNLIMITED ? limit : Math.max(2, columns);
  }

  /** Whether a name of the row, and all names before it, are the same in the row above. */
  private boolean repeats(int row, int column) {
    return row > 0
        && column < columns - 1
        && table.columns().get(column).type() == Table.Type.TEXT
        && table.rows().get(row).cells().get(column) instanceof Cell.Words
        && column < rows.get(row - 1).size()
        && rows.get(row).get(column).equals(rows.get(row - 1).get(column));
  }

  private void write(List<List<String>> cells, int[] widths) {
    int height = cells.stream().mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < height; i++) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < cells.size(); c++) {
        String text = i < cells.get(c).size() ? cells.get(c).get(i) : "";
        int pad = Math.max(0, widths[c] - Columns.of(text));
        boolean right = right(c);
        line.append(c == 0 ? "" : GAP).repeat(' ', right ? pad : 0).append(text);
        line.repeat(' ', right ? 0 : pad);
      }
      lines.add(line.toString().stripTrailing());
    }
  }

  private boolean right(int column) {
    Table.Type type = table.columns().get(column).type();
    return type == Table.Type.NUMBER || type == Table.Type.INTERVAL;
  }

  /** Headings before their values, one paragraph per row, for terminals too narrow for columns. */
  private void flow() {
    for (int r = 0; r < rows.size(); r++) {
      StringBuilder text = new StringBuilder();
      for (int c = 1; c < rows.get(r).size(); c++) {
        String value = rows.get(r).get(c);
        if (!value.isEmpty()) {
          text.append(text.isEmpty() ? "" : GAP);
          text.append(spans(r, c) ? "" : header.get(c) + ": ").append(value);
        }
      }
      if (!repeats(r, 0)) {
        lines.addAll(Wrap.lines(rows.get(r).getFirst(), Math.max(2, limit)));
      }
      Wrap.lines(text.toString(), Math.max(2, limit - GAP.length()))
          .forEach(line -> lines.add(GAP + line));
    }
  }
}
