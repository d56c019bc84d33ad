package assay.report.chart;

import assay.report.document.Theme.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * What colours, shapes and lines mean, in lines above a plot; empty where one series needs no key.
 *
 * @param placed entries with their places
 * @param height pixels it takes, 0 if empty
 */
record Key(List<Placed> placed, int height) {
  private static final int SYMBOL = 34;
  private static final int GAP = 18;
  private static final double LINE = 20;

  /**
   * An entry.
   *
   * @param points whether it has points
   */
  record Entry(SeriesStyle style, String label, Stroke line, boolean points) {}

  /** How the lines of a series are drawn, if at all. */
  enum Stroke {
    NONE,
    SOLID,
    STYLED
  }

  /** An entry whose symbol begins at a place. */
  record Placed(Entry entry, String label, double x, double y) {}

  static Key of(List<Entry> entries, Labels labels) {
    List<Placed> placed = new ArrayList<>();
    double x = 0;
    double y = 0;
    for (Entry entry : entries) {
      int symbol = symbol(entry);
      String label = labels.fit(entry.label(), Labels.plain(), VectorChart.WIDTH - symbol - 4.0);
      double width = symbol + Labels.width(label, Labels.plain());
      if (x > 0 && x + width > VectorChart.WIDTH) {
        x = 0;
        y += LINE;
      }
      placed.add(new Placed(entry, label, x, y));
      x += width + GAP;
    }
    return new Key(List.copyOf(placed), entries.isEmpty() ? 0 : (int) (y + LINE + 4));
  }

  private static int symbol(Entry entry) {
    return entry.line() == Stroke.NONE ? SYMBOL / 2 : SYMBOL;
  }

  void paint(Canvas canvas, double top) {
    for (Placed each : placed) {
      Entry entry = each.entry();
      double middle = top + each.y() + LINE / 2;
      int symbol = symbol(entry);
      if (entry.line() != Stroke.NONE) {
        canvas.line(
            each.x(),
            middle,
            each.x() + symbol - 6,
            middle,
            entry.line() == Stroke.SOLID ? Canvas.solid(2) : entry.style().dash().stroke(2),
            entry.style().in(canvas.theme()));
      }
      if (entry.points()) {
        Marks.point(canvas, each.x() + (symbol - 6) / 2.0, middle, entry.style(), true);
      }
      canvas.text(each.label(), each.x() + symbol, middle + 5, Role.TEXT);
    }
  }
}
