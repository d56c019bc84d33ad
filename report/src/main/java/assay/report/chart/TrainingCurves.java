package assay.report.chart;

import assay.report.chart.Lines.Point;
import assay.report.document.Theme.Role;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loss or accuracy against steps, epochs or time. With a target, a line across marks it and a point
 * with a whisker shows where each curve meets it.
 */
public final class TrainingCurves extends VectorChart {
  private static final int PLOT = 250;
  private static final int MAX_POINTS = 24;

  /**
   * What is to be reached.
   *
   * @param value in the unit of the vertical axis
   * @param label such as {@code target 90 %}
   */
  public record Goal(double value, String label) {
    public Goal {
      Require.finite("the target", value);
    }
  }

  private final List<Curve> curves;
  private final List<SeriesStyle> styles;
  private final @Nullable Goal goal;
  private final Key key;
  private final Panel panel;

  private TrainingCurves(
      Quantity x, List<Curve> curves, @Nullable Goal goal, ChartStyle style, Vertical vertical) {
    Require.notEmpty("curves", curves);
    this.curves = List.copyOf(curves);
    this.goal =
        goal == null
            ? null
            : new Goal(goal.value(), labels.fit(goal.label(), Labels.small(), WIDTH / 2.0));
    styles = style.series().styles(curves.stream().map(Curve::series).toList());
    List<Key.Entry> entries = new ArrayList<>();
    double last = 0;
    for (int i = 0; i < curves.size(); i++) {
      Curve curve = curves.get(i);
      Key.Stroke line = dense(curve) ? Key.Stroke.SOLID : Key.Stroke.STYLED;
      entries.add(new Key.Entry(styles.get(i), curve.label(), line, true));
      last = Math.max(last, curve.x()[curve.x().length - 1]);
      Estimate reached = curve.reached();
      last = reached == null ? last : Math.max(last, reached.most());
    }
    key = Key.of(entries, labels);
    double target = goal == null ? curves.getFirst().least() : goal.value();
    double least = curves.stream().mapToDouble(Curve::least).reduce(target, Math::min);
    double most = curves.stream().mapToDouble(Curve::most).reduce(target, Math::max);
    Scale y = vertical.scale(least, most);
    Scale across = LinearScale.fromZero(x, last, Panel.widthBeside(y), style.format());
    panel = Panel.full(across, y, key.height(), PLOT);
  }

  private static boolean dense(Curve curve) {
    return curve.x().length > MAX_POINTS;
  }

  private interface Vertical {
    Scale scale(double least, double most);
  }

  /**
   * Losses, from zero.
   *
   * @param x steps, epochs or time
   * @param loss its name and unit
   */
  public static TrainingCurves loss(
      Quantity x, Quantity loss, List<Curve> curves, ChartStyle style) {
    return new TrainingCurves(
        x,
        curves,
        null,
        style,
        (least, most) ->
            least < 0
                ? LinearScale.around(loss, least, most, Double.MAX_VALUE, style.format())
                : LinearScale.fromZero(loss, most, Double.MAX_VALUE, style.format()));
  }

  /**
   * Accuracies, over the range they cover.
   *
   * @param goal target accuracy, null for none
   */
  public static TrainingCurves accuracy(
      Quantity x, Quantity accuracy, List<Curve> curves, @Nullable Goal goal, ChartStyle style) {
    return new TrainingCurves(
        x,
        curves,
        goal,
        style,
        (least, most) ->
            LinearScale.around(accuracy, least, most, Double.MAX_VALUE, style.format()));
  }

  @Override
  public double height() {
    return panel.end();
  }

  @Override
  void paint(Canvas canvas) {
    key.paint(canvas, 0);
    List<Layer> layers = new ArrayList<>();
    layers.add(this::goal);
    for (int i = 0; i < curves.size(); i++) {
      Curve curve = curves.get(i);
      SeriesStyle style = styles.get(i);
      int index = i;
      layers.add((c, at) -> curve(c, at, curve, style, index));
    }
    for (int i = 0; i < curves.size(); i++) {
      Curve curve = curves.get(i);
      SeriesStyle style = styles.get(i);
      layers.add((c, at) -> reached(c, at, curve, style));
    }
    layers.add(this::goalLabel);
    panel.paint(canvas, layers);
  }

  private void goal(Canvas canvas, Mapping at) {
    if (goal != null) {
      double y = at.y(goal.value());
      canvas.line(at.left(), y, at.right(), y, Dash.DASHED.stroke(1.5), canvas.color(Role.MUTED));
    }
  }

  private void goalLabel(Canvas canvas, Mapping at) {
    if (goal != null) {
      LabelPlacer.Place place = goalPlace(at, goal);
      canvas.label(
          place.text(),
          place.x(),
          place.baseline(),
          canvas.theme().font(Labels.SMALL),
          canvas.color(Role.MUTED));
    }
  }

  /** Above or beneath the target line, as far right as no curve is in the way. */
  private LabelPlacer.Place goalPlace(Mapping at, Goal goal) {
    LabelPlacer room = new LabelPlacer(at.area());
    for (Curve curve : curves) {
      List<Point> points = places(curve, at);
      for (int i = 1; i < points.size(); i++) {
        Point from = points.get(i - 1);
        Point to = points.get(i);
        room.avoid(new Line2D.Double(from.x(), from.y(), to.x(), to.y()));
      }
    }
    double width = Labels.width(goal.label(), Labels.small());
    double y = at.y(goal.value());
    for (double x = at.right() - width - 4; x > at.left(); x -= 6) {
      for (double top : new double[] {y - 19, y + 4}) {
        if (room.take(new Rectangle2D.Double(x, top, width, 15))) {
          return new LabelPlacer.Place(goal.label(), x, top + 12, null);
        }
      }
    }
    return new LabelPlacer.Place(goal.label(), at.left() + 4, y - 5, null);
  }

  private static List<Point> places(Curve curve, Mapping at) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < curve.x().length; i++) {
      points.add(new Point(at.x(curve.x()[i]), at.y(curve.y()[i])));
    }
    return Lines.thinned(points, at.right() - at.left());
  }

  private static void curve(Canvas canvas, Mapping at, Curve curve, SeriesStyle style, int index) {
    List<Point> points = places(curve, at);
    if (dense(curve)) {
      Lines.solid(canvas, points, style);
      Lines.marks(canvas, points, style, index);
    } else {
      Lines.draw(canvas, points, style);
      points.forEach(point -> Marks.point(canvas, point.x(), point.y(), style, true, 7));
    }
  }

  private void reached(Canvas canvas, Mapping at, Curve curve, SeriesStyle style) {
    Estimate reached = curve.reached();
    if (reached != null && goal != null) {
      double y = at.y(goal.value());
      Marks.across(canvas, at, reached, y, style.in(canvas.theme()));
      Marks.point(canvas, at.x(reached.value()), y, style, reached.interval() != null, 11);
    }
  }
}
