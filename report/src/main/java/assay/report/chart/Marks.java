package assay.report.chart;

import assay.report.document.Theme.Role;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Rectangle2D;
import org.jspecify.annotations.Nullable;

/** Points and whiskers. */
final class Marks {
  /** Width across of a point, pixels. */
  static final double SIZE = 10;

  private static final double CAP = 4;

  private Marks() {}

  /** A point; hollow where nothing is known of its uncertainty or it shows no difference. */
  static void point(Canvas canvas, double x, double y, SeriesStyle style, boolean filled) {
    point(canvas, x, y, style, filled, SIZE);
  }

  static void point(
      Canvas canvas, double x, double y, SeriesStyle style, boolean filled, double size) {
    Shape shape = style.marker().at(x, y, size);
    Color color = style.in(canvas.theme());
    Color page = canvas.color(Role.BACKGROUND);
    canvas.fill(shape, filled ? color : page);
    canvas.stroke(shape, Canvas.solid(filled ? 1 : 2), filled ? page : color);
  }

  /** The room a point takes. */
  static Rectangle2D box(double x, double y) {
    return new Rectangle2D.Double(x - 6, y - 6, 12, 12);
  }

  /** An interval along the horizontal axis, edged by the page's colour so that it shows on bars. */
  static void across(
      Canvas canvas, Mapping at, @Nullable Interval interval, double y, Color color) {
    if (interval == null) {
      return;
    }
    double low = at.x(interval.low());
    double high = at.x(interval.high());
    Color page = canvas.color(Role.BACKGROUND);
    canvas.line(low - 1, y, high + 1, y, Canvas.solid(3.6), page);
    canvas.line(low, y - CAP - 1, low, y + CAP + 1, Canvas.solid(3.6), page);
    canvas.line(high, y - CAP - 1, high, y + CAP + 1, Canvas.solid(3.6), page);
    canvas.line(low, y, high, y, Canvas.solid(1.6), color);
    canvas.line(low, y - CAP, low, y + CAP, Canvas.solid(1.6), color);
    canvas.line(high, y - CAP, high, y + CAP, Canvas.solid(1.6), color);
  }

  /** The same behind a point, unless the point hides it: it is narrower than the point. */
  static void across(Canvas canvas, Mapping at, Estimate estimate, double y, Color color) {
    double point = at.x(estimate.value());
    if (shows(point - at.x(estimate.least()), at.x(estimate.most()) - point)) {
      across(canvas, at, estimate.interval(), y, color);
    }
  }

  /** An interval along the vertical axis behind a point, unless the point hides it. */
  static void up(Canvas canvas, Mapping at, Estimate estimate, double x, Color color) {
    double low = at.y(estimate.least());
    double high = at.y(estimate.most());
    double point = at.y(estimate.value());
    if (shows(low - point, point - high)) {
      canvas.line(x, low, x, high, Canvas.solid(1.6), color);
      canvas.line(x - CAP, low, x + CAP, low, Canvas.solid(1.6), color);
      canvas.line(x - CAP, high, x + CAP, high, Canvas.solid(1.6), color);
    }
  }

  private static boolean shows(double one, double other) {
    return Math.max(one, other) > SIZE / 2 + 1;
  }
}
