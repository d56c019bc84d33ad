package assay.report.chart;

import assay.report.document.Theme.Role;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Ceilings of a roofline with their labels along the lines. A label that would run into a point,
 * another label or a line moves along its own line, then to its other side.
 */
final class Ceilings {
  private static final double OFF = 4;
  private static final double UNDER = -13;
  // Off the points that stand on the line itself.
  private static final double POINT = 7;
  private static final double STEP = 6;

  private record Roof(Line2D line, String label, double angle, double x, double y) {}

  private final List<Line2D> lines = new ArrayList<>();
  private final List<Roof> roofs = new ArrayList<>();
  private final List<Rectangle2D> taken = new ArrayList<>();
  private final List<Rectangle2D> points;
  private final Panel panel;

  /**
   * Lays out.
   *
   * @param points boxes about the points, which labels keep off where they can
   */
  Ceilings(
      List<Ceiling> memory,
      List<Ceiling> compute,
      Panel panel,
      List<Rectangle2D> points,
      Labels labels) {
    this.panel = panel;
    this.points = points;
    List<Ceiling> all = new ArrayList<>(sorted(compute));
    double top = all.getFirst().rate();
    double fastest = sorted(memory).getFirst().rate();
    for (Ceiling level : all) {
      double from = Math.max(level.rate() / fastest, panel.x().low());
      lines.add(line(from, level.rate(), panel.x().high(), level.rate()));
    }
    for (Ceiling slant : sorted(memory)) {
      all.add(slant);
      double from = Math.max(panel.x().low(), panel.y().low() / slant.rate());
      double to = Math.min(panel.x().high(), top / slant.rate());
      lines.add(line(from, from * slant.rate(), to, to * slant.rate()));
    }
    for (int i = 0; i < lines.size(); i++) {
      double room = Math.max(60, length(lines.get(i)) - 16);
      label(lines.get(i), labels.fit(all.get(i).label(), Labels.small(), room));
    }
  }

  private static List<Ceiling> sorted(List<Ceiling> ceilings) {
    return ceilings.stream()
        .sorted(Comparator.comparingDouble(Ceiling::rate).reversed().thenComparing(Ceiling::label))
        .toList();
  }

  private Line2D line(double x1, double y1, double x2, double y2) {
    return new Line2D.Double(panel.xOf(x1), panel.yOf(y1), panel.xOf(x2), panel.yOf(y2));
  }

  private static double length(Line2D line) {
    return line.getP1().distance(line.getP2());
  }

  private void label(Line2D line, String label) {
    boolean placed =
        place(line, label, OFF, true)
            || place(line, label, UNDER, true)
            || place(line, label, OFF + POINT, true)
            || place(line, label, UNDER - POINT, true)
            || place(line, label, OFF, false)
            || place(line, label, UNDER, false);
    if (!placed) {
      roofs.add(at(line, label, 10, OFF));
    }
  }

  /** Level labels are sought from the right end, slanted ones from the left. */
  private boolean place(Line2D line, String label, double above, boolean offPoints) {
    double width = Labels.width(label, Labels.small());
    double last = length(line) - width - 4;
    boolean level = line.getY1() == line.getY2();
    for (double along = 10; along < last; along += STEP) {
      Roof roof = at(line, label, level ? last + 10 - along : along, above);
      List<Rectangle2D> boxes = boxes(roof, width);
      if (boxes.stream().allMatch(box -> free(box, line, offPoints))) {
        taken.addAll(boxes);
        roofs.add(roof);
        return true;
      }
    }
    return false;
  }

  private static Roof at(Line2D line, String label, double along, double above) {
    double angle = Math.atan2(line.getY2() - line.getY1(), line.getX2() - line.getX1());
    double x = line.getX1() + along * Math.cos(angle) + above * Math.sin(angle);
    double y = line.getY1() + along * Math.sin(angle) - above * Math.cos(angle);
    return new Roof(line, label, angle, x, y);
  }

  private boolean free(Rectangle2D box, Line2D own, boolean offPoints) {
    return panel.area().contains(box)
        && taken.stream().noneMatch(box::intersects)
        && lines.stream().noneMatch(line -> !line.equals(own) && line.intersects(box))
        && !(offPoints && points.stream().anyMatch(box::intersects));
  }

  /** A label as a row of small boxes. */
  private static List<Rectangle2D> boxes(Roof roof, double width) {
    List<Rectangle2D> boxes = new ArrayList<>();
    for (double d = 4; d < width + 4; d += 8) {
      double x = roof.x() + d * Math.cos(roof.angle()) + 5 * Math.sin(roof.angle());
      double y = roof.y() + d * Math.sin(roof.angle()) - 5 * Math.cos(roof.angle());
      boxes.add(new Rectangle2D.Double(x - 6, y - 6, 12, 12));
    }
    return boxes;
  }

  /** Tells a placer where lines and labels are. */
  void keepOff(LabelPlacer placer) {
    lines.forEach(placer::avoid);
    taken.forEach(placer::avoid);
  }

  void paint(Canvas canvas) {
    for (Line2D line : lines) {
      canvas.stroke(line, Canvas.solid(1.8), canvas.color(Role.MUTED));
    }
    for (Roof roof : roofs) {
      canvas.sloped(
          roof.label(),
          roof.x(),
          roof.y(),
          roof.angle(),
          canvas.theme().font(Labels.SMALL),
          canvas.color(Role.TEXT));
    }
  }
}
