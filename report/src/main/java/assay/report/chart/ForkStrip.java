package assay.report.chart;

import assay.report.document.Theme.Role;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The raw spread: each fork a strip with a dot per iteration, its middle half as a box and its
 * median as a bar; the median of all with its interval across. Forks that do not count are grey and
 * hollow. Beyond {@value #MAX_DOTS} iterations a fork's dots give way to a line from least to most.
 */
public final class ForkStrip extends VectorChart {
  private static final int PLOT = 220;
  private static final int MAX_DOTS = 60;
  private static final double WIDEST = 34;

  /**
   * A fork.
   *
   * @param iterations finite values in the quantity's unit, at least one
   * @param counts whether it is among those the median was taken of
   */
  public record Fork(List<Double> iterations, boolean counts) {
    public Fork {
      Require.notEmpty("iterations", iterations);
      iterations.forEach(value -> Require.finite("an iteration", value));
      iterations = List.copyOf(iterations);
    }
  }

  private final SeriesStyle style;
  private final List<Fork> forks;
  private final @Nullable Estimate median;
  private final Panel panel;

  /**
   * Forks of one cell.
   *
   * @param forkAxis name of the axis of forks, in the reader's language
   * @param series id that gives the colour
   * @param forks in the order they ran, at least one
   * @param median of the cell, null where it has none
   */
  public ForkStrip(
      Quantity quantity,
      String forkAxis,
      String series,
      List<Fork> forks,
      @Nullable Estimate median,
      ChartStyle style) {
    Require.notEmpty("forks", forks);
    this.style = style.series().style(series);
    this.forks = List.copyOf(forks);
    this.median = median;
    double least = median == null ? Double.MAX_VALUE : median.least();
    double most = median == null ? -Double.MAX_VALUE : median.most();
    for (Fork fork : forks) {
      for (double value : fork.iterations()) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    Scale y = LinearScale.around(quantity, least, most, Double.MAX_VALUE, style.format());
    panel = Panel.full(numbers(forkAxis, forks.size(), Panel.widthBeside(y)), y, 0, PLOT);
  }

  private static Scale numbers(String title, int count, double pixels) {
    List<Tick> ticks = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      ticks.add(new Tick(i, Integer.toString(i)));
    }
    return new Scale(false, 0.4, count + 0.6, ticks, title).spaced(pixels);
  }

  @Override
  public double height() {
    return panel.end();
  }

  @Override
  void paint(Canvas canvas) {
    panel.paint(canvas, List.of(this::band, this::strips));
  }

  private void band(Canvas canvas, Mapping at) {
    if (median == null) {
      return;
    }
    Color color = style.in(canvas.theme());
    double high = at.y(median.most());
    double low = at.y(median.least());
    canvas.fill(
        new Rectangle2D.Double(at.left(), high, at.right() - at.left(), low - high),
        Canvas.faint(color, 0.22));
    double y = at.y(median.value());
    canvas.line(at.left(), y, at.right(), y, Dash.DASHED.stroke(1.6), color);
  }

  private void strips(Canvas canvas, Mapping at) {
    double width = Math.min(WIDEST, 0.7 * (at.x(2) - at.x(1)));
    for (int i = 0; i < forks.size(); i++) {
      strip(canvas, at, forks.get(i), at.x(i + 1.0), width);
    }
  }

  private void strip(Canvas canvas, Mapping at, Fork fork, double x, double width) {
    double[] sorted =
        fork.iterations().stream().mapToDouble(Double::doubleValue).sorted().toArray();
    Color color = fork.counts() ? style.in(canvas.theme()) : canvas.color(Role.AXIS);
    double upper = at.y(quantile(sorted, 0.75));
    double lower = at.y(quantile(sorted, 0.25));
    Rectangle2D box =
        new Rectangle2D.Double(x - width / 2, upper, width, Math.max(0.5, lower - upper));
    canvas.fill(box, Canvas.faint(color, 0.14));
    canvas.stroke(box, Canvas.solid(1), Canvas.faint(color, 0.6));
    if (crowded()) {
      double top = at.y(sorted[sorted.length - 1]);
      canvas.line(x, top, x, at.y(sorted[0]), Canvas.solid(1.2), color);
    } else {
      dots(canvas, at, fork, x, width, color);
    }
    double middle = at.y(quantile(sorted, 0.5));
    canvas.line(
        x - width / 2 - 2,
        middle,
        x + width / 2 + 2,
        middle,
        Canvas.solid(2.6),
        fork.counts() ? canvas.color(Role.TEXT) : color);
  }

  /** One picture for all forks, whichever has too many iterations for dots. */
  private boolean crowded() {
    return forks.stream().anyMatch(fork -> fork.iterations().size() > MAX_DOTS);
  }

  /** Dots from left to right in the order of the iterations: a drift shows as a slope. */
  private static void dots(
      Canvas canvas, Mapping at, Fork fork, double x, double width, Color color) {
    List<Double> values = fork.iterations();
    double radius = Math.clamp(width / 9, 1.2, 2.6);
    for (int i = 0; i < values.size(); i++) {
      double place = values.size() == 1 ? 0 : (double) i / (values.size() - 1) - 0.5;
      double dotX = x + place * (width - 2 * radius - 2);
      Ellipse2D dot =
          new Ellipse2D.Double(dotX - radius, at.y(values.get(i)) - radius, 2 * radius, 2 * radius);
      if (fork.counts()) {
        canvas.fill(dot, Canvas.faint(color, 0.75));
      } else {
        canvas.stroke(dot, Canvas.solid(1), color);
      }
    }
  }

  /** Linear between order statistics. */
  static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
