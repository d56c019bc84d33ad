package assay.report.chart;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.List;

/** Shapes that tell series apart where colour does not: of about equal area. */
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

  /** One after the other, and round again. */
  static Marker number(int index) {
    return ALL.get(index % ALL.size());
  }

  /** The outline about a centre, {@code size} pixels across. */
  Shape at(double x, double y, double size) {
    double r = size / 2;
    return switch (this) {
      case CIRCLE -> new Ellipse2D.Double(x - r, y - r, size, size);
      case SQUARE -> polygon(x, y, 1.25 * r, 4, Math.PI / 4);
      case TRIANGLE -> polygon(x, y + 0.2 * r, 1.35 * r, 3, -Math.PI / 2);
      case DIAMOND -> polygon(x, y, 1.25 * r, 4, 0);
      case TRIANGLE_DOWN -> polygon(x, y - 0.2 * r, 1.35 * r, 3, Math.PI / 2);
      case CROSS -> cross(x, y, 1.15 * r);
      case PENTAGON -> polygon(x, y, 1.15 * r, 5, -Math.PI / 2);
      case STAR -> star(x, y, 1.4 * r);
    };
  }

  private static Shape polygon(double x, double y, double r, int corners, double from) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < corners; i++) {
      corner(path, x, y, r, from + 2 * Math.PI * i / corners);
    }
    path.closePath();
    return path;
  }

  private static Shape star(double x, double y, double r) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < 10; i++) {
      corner(path, x, y, i % 2 == 0 ? r : 0.5 * r, Math.PI * (i / 5.0 - 0.5));
    }
    path.closePath();
    return path;
  }

  private static Shape cross(double x, double y, double r) {
    double arm = r * 0.36;
    double[][] corners = {
      {-arm, -r}, {arm, -r}, {arm, -arm}, {r, -arm}, {r, arm}, {arm, arm},
      {arm, r}, {-arm, r}, {-arm, arm}, {-r, arm}, {-r, -arm}, {-arm, -arm}
    };
    Path2D path = new Path2D.Double();
    for (double[] corner : corners) {
      point(path, x + corner[0], y + corner[1]);
    }
    path.closePath();
    return path;
  }

  private static void corner(Path2D path, double x, double y, double r, double angle) {
    point(path, x + r * Math.cos(angle), y + r * Math.sin(angle));
  }

  private static void point(Path2D path, double x, double y) {
    if (path.getCurrentPoint() == null) {
      path.moveTo(x, y);
    } else {
      path.lineTo(x, y);
    }
  }
}
