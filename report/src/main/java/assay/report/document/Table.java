package assay.report.document;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A table that can be sorted and filtered where a screen allows it.
 *
 * @param anchor its name for links, unique in the document; also the file name of its CSV
 * @param caption what it lists
 * @param columns at least one; the first names the row
 * @param rows in reading order; may be empty, which renderers then state
 * @param notes remarks below it; the reasons of {@link Cell.Missing} are added by renderers
 */
public record Table(
    String anchor, String caption, List<Column> columns, List<Row> rows, List<String> notes)
    implements Block {

  /** What a column holds: its alignment and its order when sorted. */
  public enum Type {
    /** Words; left. */
    TEXT,
    /** A number, perhaps with its interval below it; right. */
    NUMBER,
    /** Two ends of an interval; right. */
    INTERVAL,
    /** A chip. */
    STATUS,
    /** A command to copy. */
    COMMAND
  }

  /**
   * A column.
   *
   * @param type what it holds
   * @param title its heading
   * @param unit the unit of all its numbers, null where cells carry their own or have none
   * @param meaning an explanation of the heading, null where it needs none
   */
  public record Column(Type type, String title, @Nullable String unit, @Nullable String meaning) {
    public Column {
      Checks.text("title", title);
      Checks.textOrNull("unit", unit);
      Checks.textOrNull("meaning", meaning);
    }

    public Column(Type type, String title) {
      this(type, title, null, null);
    }

    public Column(Type type, String title, String unit) {
      this(type, title, unit, null);
    }
  }

  /** Emphasis of a row. */
  public enum Emphasis {
    NONE,
    /** A total or a summary. */
    STRONG,
    /** Less prominent, such as a cell that was not measured. */
    MUTED
  }

  /**
   * A row: as many cells as there are columns, or fewer where the last is {@link Cell.Spanning}.
   */
  public record Row(List<Cell> cells, Emphasis emphasis) {
    public Row {
      cells = List.copyOf(cells);
    }

    public Row(List<Cell> cells) {
      this(cells, Emphasis.NONE);
    }

    public static Row of(Cell... cells) {
      return new Row(List.of(cells), Emphasis.NONE);
    }
  }

  /** One cell. */
  public sealed interface Cell {
    /** The main text of the cell. */
    String text();

    /** Words, sorted as such. */
    record Words(List<Inline> runs) implements Cell {
      public Words {
        runs = List.copyOf(runs);
      }

      public Words(String text) {
        this(Inline.of(text));
      }

      @Override
      public String text() {
        return Inline.plain(runs);
      }
    }

    /**
     * A number.
     *
     * @param text formatted, with its unit unless the column has one
     * @param key what it is sorted by, in a unit common to the column; finite
     * @param detail a second, smaller line such as the interval, null where there is none
     */
    record Figure(String text, double key, @Nullable String detail) implements Cell {
      public Figure {
        Checks.text("text", text);
        Checks.finite("key", key);
        Checks.textOrNull("detail", detail);
      }

      public Figure(String text, double key) {
        this(text, key, null);
      }
    }

    /**
     * A verdict or status.
     *
     * @param level how to take it; sorted from BAD to GOOD
     * @param text the word
     * @param detail a remark, null where there is none
     */
    record Chip(Level level, String text, @Nullable String detail) implements Cell {
      public Chip {
        Checks.text("text", text);
        Checks.textOrNull("detail", detail);
      }

      public Chip(Level level, String text) {
        this(level, text, null);
      }
    }

    /** Text that spans its column and all after it; the last cell of a row. */
    record Spanning(List<Inline> runs) implements Cell {
      public Spanning {
        runs = List.copyOf(runs);
      }

      public Spanning(String text) {
        this(Inline.of(text));
      }

      @Override
      public String text() {
        return Inline.plain(runs);
      }
    }

    /** A command to copy. */
    record Command(String text) implements Cell {
      public Command {
        Checks.text("text", text);
      }
    }

    /**
     * A missing value and the reason; always sorted last.
     *
     * @param text a short word such as "unavailable"
     * @param reason why, with the remedy; set below the table, once for all cells that share it
     */
    record Missing(String text, String reason) implements Cell {
      public Missing {
        Checks.text("text", text);
        Checks.text("reason", reason);
      }
    }
  }

  public Table {
    Checks.anchor(anchor);
    Checks.text("caption", caption);
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    notes = List.copyOf(notes);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("table " + anchor + " has no columns");
    }
    for (Row row : rows) {
      checkLength(anchor, row.cells(), columns.size());
    }
  }

  private static void checkLength(String anchor, List<Cell> cells, int columns) {
    int span = cells.size();
    for (int i = 0; i < cells.size(); i++) {
      if (cells.get(i) instanceof Cell.Spanning) {
        span = i;
      }
    }
    boolean spans = span == cells.size() - 1 && span < columns;
    if (!spans && (span < cells.size() || cells.size() != columns)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "table %s: a row of %d cells under %d columns",
              anchor,
              cells.size(),
              columns));
    }
  }

  public Table(String anchor, String caption, List<Column> columns, List<Row> rows) {
    this(anchor, caption, columns, rows, List.of());
  }
}
