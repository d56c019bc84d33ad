package assay.report.render.html;

import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.document.Table.Row;
import java.util.Arrays;
import java.util.Locale;

/**
 * Column widths of a table on paper, where nothing scrolls: every column gets the width of its
 * longest unbreakable part, the rest goes to columns that need more, and if even that does not fit,
 * the font gets smaller. Measured in characters, which is accurate enough for shares.
 */
final class PaperColumns {
  /** Characters of the table's font per line of the page, without the columns' padding. */
  private static final double SIGNS = 124;

  private static final double PADDING = 2.6;
  private static final double POINTS = 7.75;
  private static final double MIN_POINTS = 5;
  private static final double DETAIL = 0.9;
  private static final double CHIP = 1.25;
  private static final double BOLD = 1.25;
  // Letters are wider than digits, and a word that is a little too long breaks within.
  private static final double LETTERS = 1.12;
  private static final int LONGEST_PART = 16;
  private static final int LONGEST_WISH = 44;

  private final double[] min;
  private final double[] wish;

  PaperColumns(Table table) {
    int columns = table.columns().size();
    min = new double[columns];
    wish = new double[columns];
    for (int c = 0; c < columns; c++) {
      Column column = table.columns().get(c);
      min[c] = BOLD * part(column.title());
      wish[c] = Math.max(min[c], Math.min(LONGEST_WISH, column.title().length() * 0.6));
      for (Row row : table.rows()) {
        if (c < row.cells().size() && !(row.cells().get(c) instanceof Cell.Spanning)) {
          measure(c, column, row.cells().get(c), row.emphasis() == Table.Emphasis.MUTED);
        }
      }
      min[c] += PADDING;
      wish[c] = Math.max(min[c], wish[c] + PADDING);
    }
  }

  private void measure(int c, Column column, Cell cell, boolean unbroken) {
    double whole = whole(cell);
    boolean breaks =
        switch (column.type()) {
          case NUMBER, INTERVAL, STATUS -> false;
          case TEXT, COMMAND -> !(cell instanceof Cell.Missing);
        };
    double need = breaks ? LETTERS * part(cell.text()) : whole;
    min[c] = Math.max(min[c], Math.min(unbroken && !breaks ? whole : need, 2 * LONGEST_PART));
    wish[c] = Math.max(wish[c], Math.min(LONGEST_WISH, whole));
  }

  private static double whole(Cell cell) {
    double text = cell.text().length();
    return switch (cell) {
      case Cell.Figure f when f.detail() != null -> Math.max(text, DETAIL * f.detail().length());
      case Cell.Chip _ -> CHIP * text + 2;
      case Cell.Missing _ -> text + 2;
      default -> text;
    };
  }

  /** Length of the longest unbreakable part. */
  private static double part(String text) {
    return Arrays.stream(text.split("[\\s,·]+"))
        .mapToInt(String::length)
        .map(length -> Math.min(length, LONGEST_PART))
        .max()
        .orElse(1);
  }

  /** Font size at which the unbreakable parts fit, pt. */
  private double points() {
    double sum = Arrays.stream(min).sum();
    return sum <= SIGNS ? POINTS : Math.max(MIN_POINTS, POINTS * SIGNS / sum);
  }

  /** The table's style. */
  String style() {
    return String.format(Locale.ROOT, "table-layout: fixed; font-size: %.2fpt", points());
  }

  /** The share of each column, %. */
  double[] percent() {
    double available = SIGNS * POINTS / points();
    double taken = Arrays.stream(min).sum();
    double wanted = Arrays.stream(wish).sum() - taken;
    double given = wanted <= 0 ? 0 : Math.max(0, Math.min(1, (available - taken) / wanted));
    double[] widths = new double[min.length];
    double sum = 0;
    for (int i = 0; i < widths.length; i++) {
      widths[i] = min[i] + given * (wish[i] - min[i]);
      sum += widths[i];
    }
    for (int i = 0; i < widths.length; i++) {
      widths[i] *= 100 / sum;
    }
    return widths;
  }
}
