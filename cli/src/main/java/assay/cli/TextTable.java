package assay.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Columns of text, padded to their widest cell; a row may end in one cell that runs over all
 * further columns.
 */
final class TextTable {
  private static final String GAP = "  ";

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... header) {
    this.header = List.of(header);
  }

  /** Adds a row; fewer cells than columns let the last one run on. */
  TextTable row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  @Override
  public String toString() {
    int[] widths = new int[header.size()];
    measure(widths, header);
    rows.forEach(row -> measure(widths, row));
    StringBuilder text = new StringBuilder();
    append(text, widths, header);
    rows.forEach(row -> append(text, widths, row));
    return text.toString();
  }

  private void measure(int[] widths, List<String> row) {
    int full = row.size() < header.size() ? row.size() - 1 : row.size();
    for (int i = 0; i < full; i++) {
      widths[i] = Math.max(widths[i], row.get(i).length());
    }
  }

  private static void append(StringBuilder text, int[] widths, List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      line.append(row.get(i));
      if (i < row.size() - 1) {
        line.repeat(' ', Math.max(0, widths[i] - row.get(i).length())).append(GAP);
      }
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
