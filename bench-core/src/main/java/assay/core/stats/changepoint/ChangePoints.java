package assay.core.stats.changepoint;

import assay.core.stats.Quantiles;
import assay.core.stats.Segments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Where the level of a series changes, by a vote of three methods. Each alone finds changes that
 * are none; where two agree, fewer are wrong.
 *
 * <ol>
 *   <li>Outliers, up to three in a row, are set aside ({@link assay.core.stats.Noise}); σ and the
 *       autocorrelation of first order are estimated from what is left over by preliminary levels.
 *   <li>Changes are proposed by optimal partitioning with a median for each segment ({@link
 *       Segments}), by E-divisive and by Bayesian online change points. All three allow for the
 *       autocorrelation, which would otherwise look like changes.
 *   <li>What at least two propose within {@value #TOLERANCE} values of each other is elected, where
 *       the first of them has it.
 *   <li>Of the elected changes the one with the least evidence is dropped, and its neighbours are
 *       judged anew, until each has evidence of at least √(4·ln n) standard errors and a step of at
 *       least one σ. The evidence is the {@link ChangePoint#score}. A change that a straight line
 *       explains as well is a drift and none.
 *   <li>Two steps in one direction within 20 values, with a slope between them, are one change in
 *       their middle.
 * </ol>
 *
 * <p>A segment has at least {@value #MIN_SEGMENT} values. A series of more than {@value #WINDOW}
 * values is searched in windows of so many, so that the time grows with its length and not with the
 * square of it; a change in it must show against at most {@value #WINDOW} values.
 *
 * <p>The same values always have the same changes. Values times a constant have the same changes
 * with the same scores, and so do values plus a constant, to rounding.
 */
public final class ChangePoints {
  /** The fewest values between two changes. */
  public static final int MIN_SEGMENT = 5;

  /** The fewest values in which a change can be found. */
  public static final int MIN_POINTS = 2 * MIN_SEGMENT;

  /** The smallest step, in standard deviations of a value. */
  static final double MIN_STEP = 1;

  private static final int WINDOW = 1_000;

  /** Changes nearer to the end of a window are left to the next one. */
  private static final int MARGIN = 125;

  private static final int TOLERANCE = 8;
  private static final int QUORUM = 2;
  private static final double PENALTY = 5;
  private static final double EVIDENCE = 4;

  private ChangePoints() {}

  /**
   * The change points of a series, ascending.
   *
   * @param values at least {@value #MIN_POINTS}, in any unit
   * @return at least {@value #MIN_SEGMENT} values apart and from both ends
   * @throws IllegalArgumentException if there are fewer values, or one is NaN or infinite
   */
  public static List<ChangePoint> find(double[] values) {
    check(values);
    double logLength = Math.log(values.length);
    List<ChangePoint> changes = new ArrayList<>();
    int from = 0;
    while (true) {
      boolean last = from + WINDOW >= values.length;
      int to = last ? values.length : from + WINDOW;
      int first = from == 0 ? 0 : from + MARGIN;
      int end = last ? to : to - MARGIN;
      for (ChangePoint change : inWindow(Arrays.copyOfRange(values, from, to), logLength)) {
        int at = from + change.index();
        boolean apart = changes.isEmpty() || at - changes.getLast().index() >= MIN_SEGMENT;
        if (at >= first && at < end && apart) {
          changes.add(
              new ChangePoint(at, change.before(), change.after(), change.score(), change.votes()));
        }
      }
      if (last) {
        return changes;
      }
      from += WINDOW - 2 * MARGIN;
    }
  }

  private static void check(double[] values) {
    if (values.length < MIN_POINTS) {
      throw new IllegalArgumentException(
          values.length + " values; a change needs at least " + MIN_POINTS);
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("value " + value + " is not finite");
      }
    }
  }

  private static List<ChangePoint> inWindow(double[] values, double logLength) {
    if (Arrays.stream(values).allMatch(x -> x == values[0])) {
      return List.of();
    }
    Standardized series = Standardized.of(values);
    List<int[]> proposals =
        List.of(
            partition(series, logLength),
            EnergyDivisive.changes(series),
            RunLengths.changes(series));
    List<Levels.Change> changes =
        new Levels(series)
            .confirmed(elected(proposals, series.values().length), Math.sqrt(EVIDENCE * logLength));
    int[] bounds = new int[changes.size() + 2];
    for (int i = 0; i < changes.size(); i++) {
      bounds[i + 1] = series.positions()[changes.get(i).at()];
    }
    bounds[changes.size() + 1] = values.length;
    List<ChangePoint> points = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      double before = Quantiles.median(Arrays.copyOfRange(values, bounds[i], bounds[i + 1]));
      double after = Quantiles.median(Arrays.copyOfRange(values, bounds[i + 1], bounds[i + 2]));
      // Their means differ; but a level is a median, and this one stays.
      if (before != after) {
        Levels.Change change = changes.get(i);
        points.add(
            new ChangePoint(bounds[i + 1], before, after, change.evidence(), change.votes()));
      }
    }
    return points;
  }

  /** By optimal partitioning, in positions of the standardized values. */
  static int[] partition(Standardized series, double logLength) {
    double penalty = PENALTY * series.inflation() * logLength / Math.log(series.values().length);
    return Segments.starts(series.values(), 1, MIN_SEGMENT, penalty).stream()
        .skip(1)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * The changes that enough methods propose, ascending, without evidence yet.
   *
   * @param proposals of each method, ascending
   * @param length of the series that they are for
   */
  static List<Levels.Change> elected(List<int[]> proposals, int length) {
    List<Levels.Change> elected = new ArrayList<>();
    for (int method = 0; method < proposals.size(); method++) {
      List<int[]> others = proposals.subList(method + 1, proposals.size());
      List<Levels.Change> earlier = List.copyOf(elected);
      for (int at : proposals.get(method)) {
        int votes = 1 + Math.toIntExact(others.stream().filter(o -> near(o, at)).count());
        boolean own = earlier.stream().noneMatch(e -> Math.abs(e.at() - at) <= TOLERANCE);
        boolean inside = at >= MIN_SEGMENT && at <= length - MIN_SEGMENT;
        if (votes >= QUORUM && own && inside) {
          elected.add(new Levels.Change(at, votes, 0));
        }
      }
    }
    elected.sort(Comparator.comparingInt(Levels.Change::at));
    return elected;
  }

  private static boolean near(int[] changes, int at) {
    return Arrays.stream(changes).anyMatch(other -> Math.abs(other - at) <= TOLERANCE);
  }
}
