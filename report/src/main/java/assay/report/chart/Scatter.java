package assay.report.chart;

import assay.report.chart.Lines.Point;
import java.awt.geom.Line2D;
import java.util.List;

/** Points of two logarithmic quantities with intervals both ways, named, with or without lines. */
final class Scatter {
  private static final int PLOT = 300;
  // Caps, and the patch beneath a label.
  private static final double CAP = 4;

  private final List<TradeOff> series;
  private final List<SeriesStyle> styles;
  private final boolean lines;
  private final Key key;
  private final Panel panel;
  private final PointLabels names;

  /**
   * Lays out.
   *
   * @param guides lines in the panel that labels keep off
   */
  Scatter(
      Quantity x,
      Quantity y,
      List<TradeOff> series,
      boolean lines,
      ChartStyle style,
      Labels labels,
      Guides guides) {
    Require.notEmpty("points", series);
    this.series = List.copyOf(series);
    this.lines = lines;
    styles = style.series().styles(series.stream().map(TradeOff::series).toList());
    key =
        SeriesLabel.key(
            series.stream().map(s -> new SeriesLabel(s.series(), s.label())).toList(),
            style,
            lines ? Key.Stroke.STYLED : Key.Stroke.NONE,
            labels);
    Scale up = scale(y, all().stream().map(TradeOff.Point::y).toList(), Double.MAX_VALUE, style);
    Scale across =
        scale(x, all().stream().map(TradeOff.Point::x).toList(), Panel.widthBeside(up), style);
    panel = Panel.full(across, up, key.height(), PLOT);
    names = new PointLabels(places(), () -> room(guides), labels);
  }

  /** Lines that the labels of points keep off. */
  interface Guides {
    void keepOff(Scatter scatter, LabelPlacer placer);
  }

  private List<TradeOff.Point> all() {
    return series.stream().flatMap(each -> each.points().stream()).toList();
  }

  private static Scale scale(
      Quantity quantity, List<Estimate> values, double pixels, ChartStyle style) {
    return LogScale.around(
        quantity,
        values.stream().mapToDouble(Estimate::least).min().orElseThrow(),
        values.stream().mapToDouble(Estimate::most).max().orElseThrow(),
        pixels,
        style.format());
  }

  private List<PointLabels.Point> places() {
    return all().stream()
        .filter(point -> !point.label().isEmpty())
        .map(point ->
            new PointLabels.Point(
                panel.xOf(point.x().value()), panel.yOf(point.y().value()), point.label()))
        .toList();
  }

  private LabelPlacer room(Guides guides) {
    LabelPlacer placer = new LabelPlacer(panel.area());
    guides.keepOff(this, placer);
    all().forEach(point -> whiskers(point).forEach(placer::avoid));
    for (TradeOff each : series) {
      List<Point> places = places(each);
      for (int i = 0; i < places.size(); i++) {
        placer.avoid(places.get(i).x(), places.get(i).y());
        if (lines && i > 0) {
          Point from = places.get(i - 1);
          placer.avoid(new Line2D.Double(from.x(), from.y(), places.get(i).x(), places.get(i).y()));
        }
      }
    }
    return placer;
  }

  /** The intervals of a point, as lines. */
  private List<Line2D> whiskers(TradeOff.Point point) {
    double x = panel.xOf(point.x().value());
    double y = panel.yOf(point.y().value());
    return List.of(
        new Line2D.Double(
            panel.xOf(point.x().least()) - CAP, y, panel.xOf(point.x().most()) + CAP, y),
        new Line2D.Double(
            x, panel.yOf(point.y().least()) + CAP, x, panel.yOf(point.y().most()) - CAP));
  }

  /** A placer that keeps off points and whiskers, but no lines between points. */
  LabelPlacer offPoints() {
    LabelPlacer placer = new LabelPlacer(panel.area());
    for (TradeOff.Point point : all()) {
      placer.avoid(panel.xOf(point.x().value()), panel.yOf(point.y().value()));
      whiskers(point).forEach(placer::avoid);
    }
    return placer;
  }

  private List<Point> places(TradeOff each) {
    return each.points().stream()
        .map(point -> new Point(panel.xOf(point.x().value()), panel.yOf(point.y().value())))
        .toList();
  }

  double height() {
    return panel.end() + (double) names.height();
  }

  Panel panel() {
    return panel;
  }

  void paint(Canvas canvas, Layer beneath) {
    key.paint(canvas, 0);
    panel.paint(canvas, List.of(beneath, (c, at) -> names.paint(c), this::series));
    names.paintList(canvas, panel.end());
  }

  private void series(Canvas canvas, Mapping at) {
    for (int i = 0; i < series.size(); i++) {
      if (lines) {
        Lines.draw(canvas, places(series.get(i)), styles.get(i));
      }
    }
    for (int i = 0; i < series.size(); i++) {
      for (TradeOff.Point point : series.get(i).points()) {
        point(canvas, at, point, styles.get(i));
      }
    }
  }

  private static void point(Canvas canvas, Mapping at, TradeOff.Point point, SeriesStyle style) {
    double x = at.x(point.x().value());
    double y = at.y(point.y().value());
    Marks.across(canvas, at, point.x(), y, style.in(canvas.theme()));
    Marks.up(canvas, at, point.y(), x, style.in(canvas.theme()));
    boolean known = point.x().interval() != null && point.y().interval() != null;
    Marks.point(canvas, x, y, style, known);
  }
}
