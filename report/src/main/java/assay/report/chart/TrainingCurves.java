package assay.report.chart;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jfree.chart.axis.ValueAxis;
import org.jspecify.annotations.Nullable;

/**
 * Loss or accuracy against steps, epochs or time. With a target, a line across marks it and a point
 * with a whisker shows where each curve meets it.
 */
public final class TrainingCurves extends VectorChart {
  private static final double PLOT = 250;
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

  private TrainingCurves(
      Quantity x,
      Supplier<ValueAxis> up,
      List<Curve> curves,
      @Nullable Goal goal,
      ChartStyle style) {
    List<SeriesStyle> styles = style.series().styles(curves.stream().map(Curve::series).toList());
    Labels labels = new Labels();
    Key key = new Key(labels);
    for (int i = 0; i < curves.size(); i++) {
      Dash dash = dense(curves.get(i)) ? Dash.SOLID : styles.get(i).dash();
      key.series(styles.get(i), curves.get(i).label(), dash.stroke(2), true);
    }
    double last =
        Stream.concat(
                curves.stream().map(Curve::last),
                curves.stream().flatMap(c -> Stream.ofNullable(c.reached())).map(Estimate::max))
            .mapToDouble(Double::doubleValue)
            .max()
            .orElseThrow();
    super(
        labels,
        key,
        PLOT,
        () -> Axes.fromZero(x, last, style.format()),
        up,
        at -> goal == null ? Overlay.NONE : goal(goal, curves, at, labels),
        layers -> {
          for (int i = 0; i < curves.size(); i++) {
            curve(layers, curves.get(i), styles.get(i), i);
          }
          for (int i = 0; i < curves.size() && goal != null; i++) {
            Estimate reached = curves.get(i).reached();
            if (reached != null) {
              Estimate level = Estimate.withoutInterval(goal.value());
              layers.point(reached, level, styles.get(i), reached.interval() != null, 11);
            }
          }
        });
  }

  private static boolean dense(Curve curve) {
    return curve.x().length > MAX_POINTS;
  }

  /**
   * Losses, from zero.
   *
   * @param x steps, epochs or time
   * @param loss its name and unit
   */
  public static TrainingCurves loss(
      Quantity x, Quantity loss, List<Curve> curves, ChartStyle style) {
    double min = extreme(curves, Math::min, Curve::min);
    double max = extreme(curves, Math::max, Curve::max);
    return new TrainingCurves(
        x,
        () ->
            min < 0
                ? Axes.around(loss, min, max, style.format())
                : Axes.fromZero(loss, max, style.format()),
        curves,
        null,
        style);
  }

  /**
   * Accuracies, over the range they cover.
   *
   * @param goal target accuracy, null for none
   */
  public static TrainingCurves accuracy(
      Quantity x, Quantity accuracy, List<Curve> curves, @Nullable Goal goal, ChartStyle style) {
    double min = extreme(curves, Math::min, Curve::min);
    double max = extreme(curves, Math::max, Curve::max);
    double target = goal == null ? min : goal.value();
    return new TrainingCurves(
        x,
        () -> Axes.around(accuracy, Math.min(min, target), Math.max(max, target), style.format()),
        curves,
        goal,
        style);
  }

  private static double extreme(
      List<Curve> curves,
      DoubleBinaryOperator of,
      java.util.function.ToDoubleFunction<Curve> value) {
    Require.notEmpty("curves", curves);
    return curves.stream().mapToDouble(value).reduce(of).orElseThrow();
  }

  private static void curve(Layers layers, Curve curve, SeriesStyle style, int index) {
    if (dense(curve)) {
      layers.line(curve.samples(), Look.solid(1.6), style.in(layers.theme));
      layers.marks(curve.samples(), style, index);
    } else {
      layers.line(curve.x(), curve.y(), style.dash().stroke(2), style.in(layers.theme));
      layers.points(curve.samples(), style, 7);
    }
  }

  private static Overlay goal(Goal goal, List<Curve> curves, Frame at, Labels labels) {
    LabelPlacer room = new LabelPlacer(at.area());
    double pixel = at.valueOfX(1) - at.valueOfX(0);
    curves.forEach(curve -> room.avoid(at, curve.samples().thinned(pixel)));
    double left = at.valueOfX(at.area().getMinX());
    double right = at.valueOfX(at.area().getMaxX());
    Guides.Guide line =
        new Guides.Guide(
            left,
            goal.value(),
            right,
            goal.value(),
            goal.label(),
            Dash.DASHED.stroke(1.5),
            true,
            true);
    return new Overlay(new Guides(List.of(line), at, room, labels)::addTo, List.of());
  }
}
