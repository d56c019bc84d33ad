package assay.report.chart;

import assay.report.document.Theme.Role;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Labels points: next to them where all names fit, else by numbers that a list below the plot
 * explains. Equal names share a number. Labels are drawn below the points, so that they hide none.
 */
final class PointLabels {
  private static final double MAX_OF_LABEL = 170;

  private final Frame at;
  private final List<LabelPlacer.Place> places = new ArrayList<>();
  private final List<String> list = new ArrayList<>();

  private PointLabels(List<TradeOff.Point> points, Frame at, LabelPlacer room, Labels labels) {
    this.at = at;
    if (!direct(points, room.copy())) {
      places.clear();
      numbered(points, room.copy(), labels);
    }
  }

  /**
   * Labels points, and draws reference lines with their labels.
   *
   * @param joined lines between the points, which labels keep off
   */
  static VectorChart.Overlay overlay(
      List<TradeOff.Point> points,
      List<Samples> joined,
      List<Guides.Guide> lines,
      Frame at,
      Labels labels) {
    LabelPlacer room = new LabelPlacer(at.area());
    points.forEach(point -> room.avoid(at, point.x(), point.y(), beyond(point)));
    joined.forEach(line -> room.avoid(at, line));
    Guides guides = new Guides(lines, at, room, labels);
    List<TradeOff.Point> named = points.stream().filter(p -> !p.label().isEmpty()).toList();
    PointLabels names = new PointLabels(named, at, room, labels);
    return new VectorChart.Overlay(
        layers -> {
          guides.addTo(layers);
          names.addTo(layers);
        },
        names.list);
  }

  private Optional<LabelPlacer.Place> beside(String text, TradeOff.Point point, LabelPlacer room) {
    double x = at.x(point.x().value());
    return room.beside(text, Labels.small(), x, at.y(point.y().value()), beyond(point));
  }

  /** By how much a point's radius is larger than usual, pixels. */
  private static double beyond(TradeOff.Point point) {
    return Math.max(0, (point.diameter() - Layers.POINT) / 2);
  }

  private boolean direct(List<TradeOff.Point> points, LabelPlacer room) {
    for (TradeOff.Point point : points) {
      String label = point.label();
      if (label.length() > 60 || Labels.width(label, Labels.small()) > MAX_OF_LABEL) {
        return false;
      }
      Optional<LabelPlacer.Place> place = beside(label, point, room);
      if (place.isEmpty()) {
        return false;
      }
      places.add(place.get());
    }
    return true;
  }

  private void numbered(List<TradeOff.Point> points, LabelPlacer room, Labels labels) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    for (TradeOff.Point point : points) {
      int number = numbers.computeIfAbsent(point.label(), _ -> numbers.size() + 1);
      String text = Integer.toString(number);
      double x = at.x(point.x().value()) + 7 + beyond(point);
      double y = at.y(point.y().value()) - 3;
      places.add(
          beside(text, point, room).orElseGet(() -> new LabelPlacer.Place(text, x, y, null)));
    }
    numbers.forEach((label, number) ->
        list.addAll(
            labels.wrap(number + "  " + label, Labels.small(), VectorChart.WIDTH - 1.0, 2)));
  }

  private void addTo(Layers layers) {
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
