package assay.report.render.html;

import assay.report.document.Level;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.document.Table.Emphasis;
import assay.report.document.Table.Row;
import assay.report.text.Format;
import assay.report.text.Messages;
import assay.report.text.SafeText;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes tables: numbers carry their sort keys, and reasons of missing values are below the table.
 */
final class TableWriter {
  private final Markup out;
  private final Edition edition;
  private final Messages messages;
  private final LongTexts longTexts;
  private final InlineWriter inline;

  TableWriter(
      Markup out, Edition edition, Messages messages, LongTexts longTexts, InlineWriter inline) {
    this.out = out;
    this.edition = edition;
    this.messages = messages;
    this.longTexts = longTexts;
    this.inline = inline;
  }

  void write(Table table) {
    Map<String, Integer> reasons = new LinkedHashMap<>();
    String caption = table.anchor() + "_c";
    out.open("div", "class", "table", "id", table.anchor());
    if (edition == Edition.SCREEN) {
      // The keyboard must reach a region that scrolls, which then needs a name.
      out.open(
          "div", "class", "scroll", "role", "region", "tabindex", "0", "aria-labelledby", caption);
    } else {
      out.open("div", "style", "-fs-page-break-min-height:" + firstRow(table) + "mm");
    }
    PaperColumns paper = new PaperColumns(table);
    out.open("table", edition == Edition.SCREEN ? "" : "style", paper.style());
    out.open("caption", "id", caption);
    longTexts.write(out, table.caption(), LongTexts.LABEL);
    out.close("caption").line();
    if (edition != Edition.SCREEN) {
      columns(paper);
    }
    head(table);
    out.open("tbody").line();
    table.rows().forEach(row -> row(table, row, reasons));
    if (table.rows().isEmpty()) {
      String all = Integer.toString(table.columns().size());
      out.open("tr").element("td", messages.text("table.empty"), "class", "empty", "colspan", all);
      out.close("tr");
    }
    out.close("tbody").close("table").close("div").line();
    notes(table, reasons);
    out.close("div").line();
  }

  private void columns(PaperColumns paper) {
    out.open("colgroup");
    for (double percent : paper.percent()) {
      out.empty("col", "style", String.format(Locale.ROOT, "width: %.2f%%", percent));
    }
    out.close("colgroup").line();
  }

  /** Approximate height of caption, heading and first row on paper, mm: they stay together. */
  private static int firstRow(Table table) {
    int signsOfLine = Math.max(4, 110 / table.columns().size());
    int lines = 2;
    for (Column column : table.columns()) {
      lines = Math.max(lines, column.title().length() / signsOfLine + 1);
    }
    int row = 2;
    if (!table.rows().isEmpty()) {
      for (Cell cell : table.rows().getFirst().cells()) {
        row = Math.max(row, cell.text().length() / signsOfLine + 2);
      }
    }
    return Math.min(220, 10 + 4 * (lines + row));
  }

  private void head(Table table) {
    out.open("thead").open("tr");
    for (Column column : table.columns()) {
      out.open("th", "scope", "col", "class", type(column));
      longTexts.write(out, column.title(), LongTexts.LABEL);
      if (column.unit() != null) {
        out.raw(" ");
        longTexts.write(out, column.unit(), LongTexts.LABEL, "span", "class", "unit");
      }
      out.close("th");
    }
    out.close("tr").close("thead").line();
  }

  private void row(Table table, Row row, Map<String, Integer> reasons) {
    boolean plain = row.emphasis() == Emphasis.NONE;
    out.open("tr", plain ? "" : "class", row.emphasis().name().toLowerCase(Locale.ROOT));
    for (int i = 0; i < row.cells().size(); i++) {
      cell(table, i, row.cells().get(i), reasons);
    }
    out.close("tr").line();
  }

  private void cell(Table table, int index, Cell cell, Map<String, Integer> reasons) {
    boolean names = index == 0;
    String element = names ? "th" : "td";
    String key = sortKey(cell);
    out.open(
        element,
        names ? "scope" : "",
        "row",
        cell instanceof Cell.Spanning ? "colspan" : "",
        Integer.toString(table.columns().size() - index),
        "class",
        cell instanceof Cell.Spanning ? "text" : type(table.columns().get(index)),
        key.isEmpty() ? "" : "data-k",
        key);
    content(table, cell, reasons);
    out.close(element);
  }

  private void content(Table table, Cell cell, Map<String, Integer> reasons) {
    switch (cell) {
      case Cell.Words words -> inline.write(words.runs(), LongTexts.LABEL);
      case Cell.Spanning spanning -> inline.write(spanning.runs(), LongTexts.PROSE);
      case Cell.Figure figure -> {
        longTexts.write(out, figure.text(), LongTexts.LABEL);
        detail(figure.detail());
      }
      case Cell.Chip chip -> {
        String level = chip.level().name().toLowerCase(Locale.ROOT);
        longTexts.write(out, chip.text(), LongTexts.LABEL, "span", "class", "chip " + level);
        detail(chip.detail());
      }
      case Cell.Command command -> longTexts.command(out, command.text());
      case Cell.Missing missing -> {
        int number = reasons.computeIfAbsent(missing.reason(), _ -> reasons.size() + 1);
        String text = SafeText.shortened(missing.text(), LongTexts.LABEL);
        String target = "#" + table.anchor() + "_" + number;
        String mark = "\u00a0" + Format.superscript(number);
        out.element("a", text + mark, "class", "missing", "href", target);
      }
    }
  }

  private void detail(@Nullable String detail) {
    if (detail != null) {
      out.open("small");
      longTexts.write(out, detail, LongTexts.LABEL);
      out.close("small");
    }
  }

  private static String sortKey(Cell cell) {
    return switch (cell) {
      case Cell.Figure figure -> Double.toString(figure.key());
      case Cell.Chip chip -> rank(chip.level());
      case Cell.Missing _ -> "none";
      case Cell.Words _, Cell.Command _, Cell.Spanning _ -> "";
    };
  }

  private static String rank(Level level) {
    return switch (level) {
      case BAD -> "0";
      case WARN -> "1";
      case NEUTRAL -> "2";
      case INFO -> "3";
      case GOOD -> "4";
    };
  }

  private void notes(Table table, Map<String, Integer> reasons) {
    boolean meanings = table.columns().stream().anyMatch(column -> column.meaning() != null);
    if (reasons.isEmpty() && !meanings && table.notes().isEmpty()) {
      return;
    }
    out.open("div", "class", "notes");
    for (Column column : table.columns()) {
      if (column.meaning() != null) {
        out.open("p").element("strong", SafeText.shortened(column.title(), LongTexts.LABEL));
        longTexts.write(out, ": " + column.meaning(), LongTexts.PROSE);
        out.close("p");
      }
    }
    for (String note : table.notes()) {
      out.open("p");
      longTexts.write(out, note, LongTexts.PROSE);
      out.close("p");
    }
    reasons(table, reasons);
    out.close("div").line();
  }

  private void reasons(Table table, Map<String, Integer> reasons) {
    if (reasons.isEmpty()) {
      return;
    }
    out.open("ol");
    reasons.forEach((reason, number) -> {
      out.open("li", "id", table.anchor() + "_" + number);
      longTexts.write(out, reason, LongTexts.PROSE);
      out.close("li");
    });
    out.close("ol");
  }

  private static String type(Column column) {
    return switch (column.type()) {
      case NUMBER, INTERVAL -> "num";
      case TEXT -> "text";
      case STATUS -> "status";
      case COMMAND -> "command";
    };
  }
}
