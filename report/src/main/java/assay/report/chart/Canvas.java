package assay.report.chart;

import assay.report.document.Theme;
import assay.report.document.Theme.Role;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;

/** A drawing under way: where to draw and in which theme. Coordinates are a chart's pixels. */
record Canvas(Graphics2D g, Theme theme) {
  /** Side of a text that stands at its place. */
  enum Align {
    LEFT,
    CENTER,
    RIGHT
  }

  Color color(Role role) {
    return theme.color(role);
  }

  /** A colour let through, 0 invisible to 1 opaque. */
  static Color faint(Color color, double alpha) {
    return new Color(
        color.getRed(), color.getGreen(), color.getBlue(), (int) Math.round(255 * alpha));
  }

  static BasicStroke solid(double width) {
    return Dash.SOLID.stroke(width);
  }

  /** Text on a baseline. */
  void text(String text, double x, double baseline, Align align, Font font, Color color) {
    double shift =
        switch (align) {
          case LEFT -> 0;
          case CENTER -> Labels.width(text, font) / 2;
          case RIGHT -> Labels.width(text, font);
        };
    g.setFont(font);
    g.setPaint(color);
    g.drawString(text, (float) (x - shift), (float) baseline);
  }

  void text(String text, double x, double baseline, Role role) {
    text(text, x, baseline, Align.LEFT, Labels.plain(), color(role));
  }

  /** Text on a patch of the page's colour, so that lines beneath do not run through it. */
  void label(String text, double x, double baseline, Font font, Color color) {
    double width = Labels.width(text, font);
    fill(
        new Rectangle2D.Double(x - 2, baseline - 12, width + 4, 16),
        faint(color(Role.BACKGROUND), 0.85));
    text(text, x, baseline, Align.LEFT, font, color);
  }

  /** Text along a line that falls (positive) or rises (negative) by an angle in radians. */
  void sloped(String text, double x, double y, double angle, Font font, Color color) {
    AffineTransform before = g.getTransform();
    g.rotate(angle, x, y);
    text(text, x, y, Align.LEFT, font, color);
    g.setTransform(before);
  }

  void line(double x1, double y1, double x2, double y2, Stroke stroke, Color color) {
    stroke(new Line2D.Double(x1, y1, x2, y2), stroke, color);
  }

  void stroke(Shape shape, Stroke stroke, Color color) {
    g.setStroke(stroke);
    g.setPaint(color);
    g.draw(shape);
  }

  void fill(Shape shape, Color color) {
    g.setPaint(color);
    g.fill(shape);
  }
}
