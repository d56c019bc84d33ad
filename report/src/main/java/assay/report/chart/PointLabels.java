package assay.report.chart;

import assay.report.document.Theme.Role;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names points: beside them where all names find room, else by numbers that a list beneath the plot
 * explains. Equal names share a number. They are drawn beneath the points, which none of them
 * hides.
 */
final class PointLabels {
  private static final double MAX_OF_LABEL = 170;

  /** A point to be named, pixels. */
  record Point(double x, double y, String label) {}

  private final Frame at;
  private final List<LabelPlacer.Place> places = new ArrayList<>();
  private final List<String> list = new ArrayList<>();

  /** Places names where a placer finds room. */
  PointLabels(List<Point> points, Frame at, LabelPlacer room, Labels labels) {
    this.at = at;
    if (!direct(points, room.copy())) {
      places.clear();
      numbered(points, room.copy(), labels);
    }
  }

  private boolean direct(List<Point> points, LabelPlacer room) {
    for (Point point : points) {
      String label = point.label();
      if (label.length() > 60 || Labels.width(label, Labels.small()) > MAX_OF_LABEL) {
        return false;
      }
      Optional<LabelPlacer.Place> place = room.beside(label, Labels.small(), point.x(), point.y());
      if (place.isEmpty()) {
        return false;
      }
      places.add(place.get());
    }
    return true;
  }

  private void numbered(List<Point> points, LabelPlacer room, Labels labels) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    for (Point point : points) {
      int number = numbers.computeIfAbsent(point.label(), _ -> numbers.size() + 1);
      String text = Integer.toString(number);
      places.add(
          room.beside(text, Labels.small(), point.x(), point.y())
              .orElseGet(() -> new LabelPlacer.Place(text, point.x() + 7, point.y() - 3, null)));
    }
    numbers.forEach((label, number) ->
        list.addAll(
            labels.wrap(number + "  " + label, Labels.small(), VectorChart.WIDTH - 1.0, 2)));
  }

  /** The list for beneath the plot, empty where the names stand beside the points. */
  List<String> list() {
    return list;
  }

  void addTo(Layers layers) {
    for (LabelPlacer.Place place : places) {
      Line2D line = place.leader();
      if (line != null) {
        layers.segment(
            at.valueOfX(line.getX1()),
            at.valueOfY(line.getY1()),
            at.valueOfX(line.getX2()),
            at.valueOfY(line.getY2()),
            Look.solid(0.8),
            layers.color(Role.MUTED));
      }
    }
    for (LabelPlacer.Place place : places) {
      double x = at.valueOfX(place.x());
      layers.text(place.text(), x, at.valueOfY(place.baseline()), 0, Role.TEXT);
    }
  }
}
