package assay.report.chart;

import static java.util.Comparator.comparing;

import assay.report.document.Theme;
import assay.report.document.Theme.Role;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.ui.RectangleEdge;

/**
 * Labels of positions along a plot, in lanes above it, each with a dashed line down through the
 * plot. A label is to the right of its line, or to the left where it would leave the chart, in a
 * lane where no line crosses it.
 */
final class Events {
  private static final double MAX_OF_LABEL = 210;
  private static final double GAP = 8;
  private static final double BESIDE = 4;

  private record Placed(double x, double textX, double width, String label, int lane, Role role) {
    boolean covers(double place) {
      return place > textX - 2 && place < textX + width + 2;
    }

    /** Whether texts overlap in a lane, or the line of one crosses the text of the other. */
    boolean clashes(Placed other) {
      boolean texts =
          lane == other.lane
              && textX < other.textX + other.width + GAP
              && other.textX < textX + width + GAP;
      return texts
          || (lane <= other.lane && other.covers(x))
          || (other.lane <= lane && covers(other.x));
    }
  }

  private final List<Placed> placed = new ArrayList<>();
  private final Labels labels;
  private int first;
  private int last = -1;

  Events(Labels labels) {
    this.labels = labels;
  }

  /** Places the label of the next event to the right, in the first lane that has room for it. */
  void add(double x, String text, Role role) {
    String label = labels.fit(text, Labels.small(), MAX_OF_LABEL);
    double width = Labels.width(label, Labels.small());
    boolean leaves = x + BESIDE + width > VectorChart.WIDTH;
    double beside = leaves ? x - BESIDE - width : x + BESIDE;
    // Lanes from top to bottom, then a new one beneath, then a new one on top.
    Optional<Placed> place =
        IntStream.concat(IntStream.rangeClosed(first, last + 1), IntStream.of(first - 1))
            .mapToObj(lane -> new Placed(x, beside, width, label, lane, role))
            .filter(candidate -> placed.stream().noneMatch(candidate::clashes))
            .findFirst();
    placed.add(place.orElse(new Placed(x, x + BESIDE, width, label, last + 1, role)));
    first = Math.min(first, placed.getLast().lane());
    last = Math.max(last, placed.getLast().lane());
  }

  /** Draws the lanes above a plot. */
  void addTo(Layers layers) {
    if (!placed.isEmpty()) {
      layers.plot.setDomainAxis(1, new Lanes(this, layers.theme));
    }
  }

  private List<TextAxis.Text> texts() {
    return placed.stream()
        .map(each ->
            new TextAxis.Text(
                each.label(),
                each.textX(),
                (each.lane() - first) * Labels.LINE + 13,
                Labels.small(),
                Role.TEXT))
        .toList();
  }

  private static final class Lanes extends TextAxis {
    private static final long serialVersionUID = 1;
    private final transient Events events;
    private final transient Theme theme;

    Lanes(Events events, Theme theme) {
      super(events.texts(), (events.last - events.first + 1) * Labels.LINE, theme);
      this.events = events;
      this.theme = theme;
    }

    @Override
    public AxisState draw(
        Graphics2D g,
        double cursor,
        Rectangle2D plotArea,
        Rectangle2D dataArea,
        RectangleEdge edge,
        PlotRenderingInfo info) {
      g.setStroke(Dash.DASHED.stroke(1.2));
      // Of two at one place, the one that matters more is on top.
      for (Placed each : events.placed.stream().sorted(comparing(Placed::role)).toList()) {
        g.setPaint(theme.color(each.role()));
        double y = plotArea.getMinY() + (each.lane() - events.first) * Labels.LINE + 2;
        g.draw(new Line2D.Double(each.x(), y, each.x(), dataArea.getMaxY()));
      }
      return super.draw(g, cursor, plotArea, dataArea, edge, info);
    }
  }
}
