package assay.report.chart;

import assay.report.document.Theme.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Labels of moments, in lanes above a plot; from each a dashed line leads down through the plot. A
 * label stands to the right of its line, or to the left where it would leave the chart, in a lane
 * where no line runs through it.
 */
final class EventLabels {
  private static final double MAX_OF_LABEL = 210;
  private static final double GAP = 8;
  private static final double BESIDE = 4;

  /** A moment at a place along the axis, pixels. */
  record Event(double x, String label) {}

  private record Placed(double x, double textX, double width, String label, int lane) {
    boolean covers(double place) {
      return place > textX - 2 && place < textX + width + 2;
    }

    /** Whether texts overlap in a lane, or a line runs down through the other's text. */
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
  private int first;
  private int last = -1;

  /**
   * Places labels.
   *
   * @param events in ascending order
   */
  EventLabels(List<Event> events, Labels labels) {
    for (Event event : events) {
      Placed place = place(event, labels.fit(event.label(), Labels.small(), MAX_OF_LABEL));
      first = Math.min(first, place.lane());
      last = Math.max(last, place.lane());
      placed.add(place);
    }
  }

  /** Lanes from top to bottom, then a new one beneath, then a new one on top. */
  private Placed place(Event event, String label) {
    return IntStream.concat(IntStream.rangeClosed(first, last + 1), IntStream.of(first - 1))
        .mapToObj(lane -> inLane(event, label, lane))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> at(event, event.x() + BESIDE, label, last + 1));
  }

  private Optional<Placed> inLane(Event event, String label, int lane) {
    double width = Labels.width(label, Labels.small());
    double right = event.x() + BESIDE;
    boolean leaves = right + width > VectorChart.WIDTH;
    Placed place = at(event, leaves ? event.x() - BESIDE - width : right, label, lane);
    return placed.stream().noneMatch(place::clashes) ? Optional.of(place) : Optional.empty();
  }

  private static Placed at(Event event, double textX, String label, int lane) {
    return new Placed(event.x(), textX, Labels.width(label, Labels.small()), label, lane);
  }

  /** Height of all lanes, pixels; 0 without labels. */
  int height() {
    return (int) ((last - first + 1) * Labels.LINE);
  }

  /** Draws the lanes in the gap above a panel's plot, and lines down to the plot's bottom. */
  void paint(Canvas canvas, Panel panel) {
    double top = panel.area().getMinY() - panel.gap();
    double bottom = panel.area().getMaxY();
    for (Placed each : placed) {
      double y = top + (each.lane() - first) * Labels.LINE;
      canvas.line(
          each.x(), y + 2, each.x(), bottom, Dash.DASHED.stroke(1.2), canvas.color(Role.MUTED));
      canvas.text(
          each.label(),
          each.textX(),
          y + 13,
          Canvas.Align.LEFT,
          canvas.theme().font(Labels.SMALL),
          canvas.color(Role.TEXT));
    }
  }
}
