package assay.report.gate;

import assay.core.stats.Quantiles;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a series.
 *
 * @param series which
 * @param baseline up to {@link #MAX_BASELINE} nights, ascending; frozen while an event is open
 * @param recent the two nights after them; while an event is open, the nights since it began, at
 *     most {@link #MAX_BASELINE}
 * @param event the open change
 * @param anchor the fixed level, null until there are enough nights
 * @param scores of the last five nights without an event
 */
public record SeriesState(
    Series series,
    List<Point> baseline,
    List<Point> recent,
    @Nullable Event event,
    @Nullable Anchor anchor,
    List<Double> scores) {
  /** The most nights of a baseline. */
  public static final int MAX_BASELINE = 60;

  /** Quiet nights that close an event. */
  static final int QUIET = 5;

  private static final int RECENT = 2;

  /** Copies the lists. */
  public SeriesState {
    baseline = List.copyOf(baseline);
    recent = List.copyOf(recent);
    scores = List.copyOf(scores);
  }

  /** After these nights, ascending and at least one, without an event. */
  static SeriesState of(Series series, List<Point> nights) {
    Point last = nights.getLast();
    return new SeriesState(
            series, nights.subList(0, nights.size() - 1), List.of(), null, null, List.of())
        .rolled(last, null, List.of());
  }

  /** As tonight's plan describes the series: it may have become a canary, or be none any more. */
  SeriesState as(Series tonight) {
    return new SeriesState(tonight, baseline, recent, event, anchor, scores);
  }

  /** All nights. */
  List<Point> points() {
    List<Point> points = new ArrayList<>(baseline);
    points.addAll(recent);
    return points;
  }

  /** All nights, tonight's last. */
  List<Point> with(Point tonight) {
    List<Point> points = points();
    points.add(tonight);
    return points;
  }

  /** Median level of the last three nights, or of as many as there are. */
  static double lastThree(List<Point> points) {
    return Quantiles.median(
        Point.levels(points.subList(Math.max(0, points.size() - 3), points.size())));
  }

  /** Without an event: the oldest of the recent nights joins the baseline. */
  SeriesState rolled(Point tonight, @Nullable Anchor newAnchor, List<Double> newScores) {
    List<Point> points = with(tonight);
    int split = Math.max(0, points.size() - RECENT);
    return new SeriesState(
        series,
        last(points.subList(0, split)),
        points.subList(split, points.size()),
        null,
        newAnchor,
        newScores);
  }

  /** The baseline is frozen before the first bad night, or stays frozen in a further event. */
  SeriesState opened(Event newEvent, Point tonight) {
    List<Point> points = with(tonight);
    int split = 0;
    while (points.get(split).night() < newEvent.firstBad().night()) {
      split++;
    }
    boolean keep = event != null || split < Baseline.MIN_NIGHTS;
    return new SeriesState(
        series,
        keep ? baseline : last(points.subList(0, split)),
        points.subList(keep ? Math.max(split, baseline.size()) : split, points.size()),
        newEvent,
        anchor,
        scores);
  }

  /** The event goes on. */
  SeriesState continued(Event next, Point tonight) {
    List<Point> since = new ArrayList<>(recent);
    since.add(tonight);
    return new SeriesState(series, baseline, last(since), next, anchor, scores);
  }

  /** The event is over: the baseline goes on with the quiet nights. */
  SeriesState closed(Point tonight) {
    List<Point> since = new ArrayList<>(recent);
    since.add(tonight);
    List<Point> quiet = since.subList(Math.max(0, since.size() - QUIET), since.size());
    return new SeriesState(
            series, baseline, quiet.subList(0, quiet.size() - 1), null, anchor, scores)
        .rolled(quiet.getLast(), anchor, scores);
  }

  /** What changed is what it is compared with from now on. */
  SeriesState accepted() {
    int split = Math.max(0, recent.size() - RECENT);
    return new SeriesState(
        series, recent.subList(0, split), recent.subList(split, recent.size()), null, null, scores);
  }

  private static List<Point> last(List<Point> points) {
    return points.subList(Math.max(0, points.size() - MAX_BASELINE), points.size());
  }
}
