package assay.report.run;

import assay.core.record.CellId;
import assay.core.stats.Quantiles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Times of one cell over comparable runs.
 *
 * @param id the cell
 * @param points a value for each run from the first that has one to the last, oldest first; null
 *     where a run of the newest one's suite has none of the same work
 */
record TrendSeries(CellId id, List<Point> points) implements Prominence.Prominent {
  /** Minimum number of earlier values to estimate how much a series varies. */
  static final int ENOUGH = 6;

  // Makes the median absolute deviation estimate a normal distribution's standard deviation.
  private static final double NORMAL = 1.4826;

  /** A run of the series. */
  record Point(Instant at, PastRun.@Nullable Time time) {}

  TrendSeries {
    points = List.copyOf(points);
  }

  /** Series of the cells of the last of these runs, those that stand out most first. */
  static List<TrendSeries> of(List<PastRun> runs) {
    Map<CellId, List<Point>> all = new LinkedHashMap<>();
    Map<CellId, PastRun.Time> newest = runs.getLast().times();
    String suite = runs.getLast().head().suite();
    newest.keySet().stream()
        .sorted(Comparator.comparing(CellId::toString))
        .forEach(id -> all.put(id, new ArrayList<>()));
    for (PastRun run : runs) {
      all.forEach((id, points) -> {
        PastRun.Time time = run.times().get(id);
        if (time != null && !time.comparable(Objects.requireNonNull(newest.get(id)))) {
          time = null;
        }
        // A run of another suite did not plan to measure it, so there is no gap.
        boolean expected = run.head().suite().equals(suite) && !points.isEmpty();
        if (time != null || expected) {
          points.add(new Point(run.started(), time));
        }
      });
    }
    List<TrendSeries> series = new ArrayList<>();
    all.forEach((id, points) -> series.add(new TrendSeries(id, points)));
    return Prominence.order(series);
  }

  @Override
  public Prominence prominence() {
    Double z = deviations();
    Double usual = usual();
    return new Prominence(
        z == null ? null : Double.valueOf(Math.abs(z)),
        usual == null ? 0 : Math.abs(Math.log(last().median() / usual)),
        id.toString());
  }

  /** The newest value. */
  PastRun.Time last() {
    return Objects.requireNonNull(points.getLast().time());
  }

  /** Number of earlier runs with a value. */
  int earlier() {
    return (int) points.stream().filter(point -> point.time() != null).count() - 1;
  }

  private double[] earlierLogs() {
    return points.subList(0, points.size() - 1).stream()
        .flatMap(point -> java.util.stream.Stream.ofNullable(point.time()))
        .mapToDouble(time -> Math.log(time.median()))
        .toArray();
  }

  /** Median of the earlier values, s; null where there is none. */
  @Nullable Double usual() {
    double[] logs = earlierLogs();
    return logs.length == 0 ? null : Math.exp(Quantiles.median(logs));
  }

  /** The newest value relative to {@link #usual}, %; null if there is none. */
  @Nullable Double changePercent() {
    Double usual = usual();
    return usual == null ? null : 100 * (last().median() / usual - 1);
  }

  /**
   * Robust z: distance of the newest value from the median of the earlier ones, on the logarithmic
   * scale, ÷ (1.4826 · their median absolute deviation). Null with fewer than {@value #ENOUGH}
   * earlier values, or where they do not vary.
   */
  @Nullable Double deviations() {
    double[] logs = earlierLogs();
    if (logs.length < ENOUGH) {
      return null;
    }
    double spread = NORMAL * Quantiles.mad(logs);
    return spread > 0 ? (Math.log(last().median()) - Quantiles.median(logs)) / spread : null;
  }
}
