package assay.report.chart;

import assay.report.document.Theme.Role;
import java.awt.Font;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Names points: beside them where all names find room, else by numbers that a list beneath the plot
 * explains. Equal names share a number. They are drawn beneath the points, which none of them
 * hides.
 */
final class PointLabels {
  private static final double MAX_OF_LABEL = 170;

  /** A point to be named, pixels. */
  record Point(double x, double y, String label) {}

  private final List<LabelPlacer.Place> places = new ArrayList<>();
  private final List<String> list = new ArrayList<>();

  /**
   * Places names.
   *
   * @param room gives a fresh placer that avoids what is in the plot already
   */
  PointLabels(List<Point> points, Supplier<LabelPlacer> room, Labels labels) {
    if (!direct(points, placer(room, points))) {
      places.clear();
      numbered(points, placer(room, points), labels);
    }
  }

  private static LabelPlacer placer(Supplier<LabelPlacer> room, List<Point> points) {
    LabelPlacer placer = room.get();
    points.forEach(point -> placer.avoid(point.x(), point.y()));
    return placer;
  }

  private boolean direct(List<Point> points, LabelPlacer placer) {
    Font font = Labels.small();
    for (Point point : points) {
      if (point.label().length() > 60 || Labels.width(point.label(), font) > MAX_OF_LABEL) {
        return false;
      }
      Optional<LabelPlacer.Place> place = placer.beside(point.label(), font, point.x(), point.y());
      if (place.isEmpty()) {
        return false;
      }
      places.add(place.get());
    }
    return true;
  }

  private void numbered(List<Point> points, LabelPlacer placer, Labels labels) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    for (Point point : points) {
      int number = numbers.computeIfAbsent(point.label(), l -> numbers.size() + 1);
      String text = Integer.toString(number);
      places.add(
          placer
              .beside(text, Labels.small(), point.x(), point.y())
              .orElseGet(() -> new LabelPlacer.Place(text, point.x() + 7, point.y() - 3, null)));
    }
    numbers.forEach((label, number) -> {
      List<String> lines = labels.wrap(number + "  " + label, Labels.small(), VectorChart.WIDTH, 2);
      list.addAll(lines);
    });
  }

  /** Height of the list beneath the plot, 0 if there is none. */
  int height() {
    return list.isEmpty() ? 0 : (int) (list.size() * Labels.LINE) + 8;
  }

  void paint(Canvas canvas) {
    for (LabelPlacer.Place place : places) {
      if (place.leader() != null) {
        canvas.stroke(place.leader(), Canvas.solid(0.8), canvas.color(Role.MUTED));
      }
    }
    for (LabelPlacer.Place place : places) {
      canvas.label(
          place.text(),
          place.x(),
          place.baseline(),
          canvas.theme().font(Labels.SMALL),
          canvas.color(Role.TEXT));
    }
  }

  /** The list, beneath what ends at {@code top}. */
  void paintList(Canvas canvas, double top) {
    double y = top + 8;
    for (String line : list) {
      y += Labels.LINE;
      canvas.text(
          line,
          0,
          y - 3,
          Canvas.Align.LEFT,
          canvas.theme().font(Labels.SMALL),
          canvas.color(Role.TEXT));
    }
  }
}
