package assay.report.chart;

import java.awt.Font;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds room for labels beside points: where no other label, point or line is. */
final class LabelPlacer {
  private static final double HEIGHT = 15;
  private static final double[] DISTANCES = {9, 13, 20, 28, 38};
  // From here on a line leads from the point to its label.
  private static final double LEADER = 20;

  /**
   * A label's place.
   *
   * @param x left end of its baseline
   * @param leader from the point to the label, null where it is near enough
   */
  record Place(String text, double x, double baseline, @Nullable Line2D leader) {}

  private final Rectangle2D area;
  private final List<Rectangle2D> taken = new ArrayList<>();
  private final List<Line2D> lines = new ArrayList<>();

  /** A placer within an area, pixels. */
  LabelPlacer(Rectangle2D area) {
    this.area = area;
  }

  /** Keeps labels off a rectangle. */
  void avoid(Rectangle2D rectangle) {
    taken.add(rectangle);
  }

  /** Keeps labels off a point. */
  void avoid(double x, double y) {
    avoid(Marks.box(x, y));
  }

  /** Keeps labels off a line. */
  void avoid(Line2D line) {
    lines.add(line);
  }

  /** A place near a point; empty if there is none. */
  Optional<Place> beside(String text, Font font, double x, double y) {
    double width = Labels.width(text, font);
    for (double d : DISTANCES) {
      double[][] corners = {
        {x + d, y - HEIGHT / 2},
        {x - d - width, y - HEIGHT / 2},
        {x - width / 2, y - d - HEIGHT},
        {x - width / 2, y + d},
        {x + d * 0.7, y - d * 0.7 - HEIGHT},
        {x - d * 0.7 - width, y - d * 0.7 - HEIGHT},
        {x + d * 0.7, y + d * 0.7},
        {x - d * 0.7 - width, y + d * 0.7}
      };
      for (double[] corner : corners) {
        Rectangle2D box = new Rectangle2D.Double(corner[0], corner[1], width, HEIGHT);
        if (take(box)) {
          return Optional.of(new Place(text, corner[0], corner[1] + 12, leader(x, y, d, box)));
        }
      }
    }
    return Optional.empty();
  }

  private static @Nullable Line2D leader(double x, double y, double d, Rectangle2D box) {
    if (d < LEADER) {
      return null;
    }
    double toX = Math.clamp(x, box.getMinX(), box.getMaxX());
    double toY = Math.clamp(y, box.getMinY(), box.getMaxY());
    return new Line2D.Double(x, y, toX, toY);
  }

  /** Takes a box if it is inside the area and off everything placed so far. */
  boolean take(Rectangle2D box) {
    boolean free =
        area.contains(box)
            && taken.stream().noneMatch(box::intersects)
            && lines.stream().noneMatch(line -> line.intersects(box));
    if (free) {
      // A little room to either side: two numbers must not read as one.
      taken.add(
          new Rectangle2D.Double(box.getX() - 5, box.getY(), box.getWidth() + 10, box.getHeight()));
    }
    return free;
  }
}
