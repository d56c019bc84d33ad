package assay.report.chart;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.List;
import org.jfree.chart.util.ShapeUtils;

/** Point shapes of about equal area that distinguish series without colour. */
public enum Marker {
  CIRCLE,
  SQUARE,
  TRIANGLE,
  DIAMOND,
  TRIANGLE_DOWN,
  CROSS,
  PENTAGON,
  STAR;

  private static final List<Marker> ALL = List.of(values());

  /** The shapes in turn, cyclically. */
  static Marker number(int index) {
    return ALL.get(index % ALL.size());
  }

  /** The outline about the origin, {@code size} pixels across. */
  Shape shape(double size) {
    double r = size / 2;
    return switch (this) {
      case CIRCLE -> new Ellipse2D.Double(-r, -r, size, size);
      case SQUARE -> polygon(4, Math.PI / 4, 1.25 * r);
      case TRIANGLE -> polygon(3, -Math.PI / 2, 1.35 * r);
      case DIAMOND -> polygon(4, 0, 1.25 * r);
      case TRIANGLE_DOWN -> polygon(3, Math.PI / 2, 1.35 * r);
      case CROSS -> ShapeUtils.createRegularCross((float) (1.15 * r), (float) (0.42 * r));
      case PENTAGON -> polygon(5, -Math.PI / 2, 1.15 * r);
      case STAR -> polygon(10, -Math.PI / 2, 1.4 * r, 0.7 * r);
    };
  }

  /** Corners at equal angles, at the radii in turn. */
  private static Shape polygon(int corners, double from, double... radii) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < corners; i++) {
      double angle = from + 2 * Math.PI * i / corners;
      double x = radii[i % radii.length] * Math.cos(angle);
      double y = radii[i % radii.length] * Math.sin(angle);
      if (i == 0) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
    }
    path.closePath();
    return path;
  }
}
