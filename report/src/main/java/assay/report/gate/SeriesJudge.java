package assay.report.gate;

import assay.core.stats.Quantiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Judges one series in one night.
 *
 * @param state before tonight
 * @param baseline what it is compared with, null if there are too few nights
 * @param tonight the night's level
 * @param threshold of the scores
 * @param mayAlarm whether a new event may begin tonight
 */
record SeriesJudge(
    SeriesState state,
    @Nullable Baseline baseline,
    Point tonight,
    Threshold threshold,
    boolean mayAlarm) {
  /** The smallest change that is alarmed, as in a comparison of two runs. */
  private static final double MIN_EFFECT = 0.001;

  /**
   * From this number of nights on, an event is a lasting change, and an improvement is accepted.
   */
  static final int LASTING = 20;

  /** An event closes when the score stays below that share of the threshold. */
  private static final double QUIET_SHARE = 0.5;

  /** A further step is looked for against so many nights ago. */
  private static final int LAG = 3;

  /** The fewest nights of a baseline whose scores belong to the fleet's past. */
  private static final int POOLED_NIGHTS = 30;

  private static final int REMEMBERED_SCORES = 5;

  /**
   * A judgement and what follows from it.
   *
   * @param judgement the verdict
   * @param next the state after tonight
   * @param counted whether tonight's score belongs to the fleet's past
   * @param rise for which thresholds it was an onset, null if for none
   */
  record Result(
      Judgement judgement, SeriesState next, boolean counted, OnsetPool.@Nullable Rise rise) {}

  /**
   * What tonight shows against a level.
   *
   * @param value by how much the level is worse
   * @param noise its standard deviation
   * @param score for the threshold
   * @param limit of the value
   */
  private record Shift(double value, double noise, double score, double limit) {}

  /** A series on its first night. */
  static Result first(Series series, Point tonight) {
    return new Result(
        Judgement.without(series, GateVerdict.NEW, "its first night"),
        SeriesState.of(series, List.of(tonight)),
        false,
        null);
  }

  Result judge() {
    Event open = state.event();
    if (baseline == null) {
      return tooShort();
    }
    List<Point> points = state.with(tonight);
    return open == null ? withoutEvent(baseline, points) : duringEvent(baseline, points, open);
  }

  private Result tooShort() {
    String reason =
        String.format(
            Locale.ROOT,
            "%d of the %d earlier nights that a verdict needs",
            state.baseline().size(),
            Baseline.MIN_NIGHTS);
    return new Result(
        Judgement.without(state.series(), GateVerdict.INCONCLUSIVE, reason),
        state.rolled(tonight, state.anchor(), state.scores()),
        false,
        null);
  }

  private Shift shift(Baseline against, List<Point> points, double level) {
    double noise = against.noise(points.subList(points.size() - 3, points.size()));
    double value = SeriesState.lastThree(points) - level;
    double unit = noise * against.tail();
    return new Shift(value, noise, Math.abs(value) / unit, threshold.score() * unit);
  }

  private boolean stepped(Shift shift) {
    return mayAlarm && shift.score() > threshold.score() && Math.abs(shift.value()) > MIN_EFFECT;
  }

  private Result withoutEvent(Baseline against, List<Point> points) {
    Shift shift = shift(against, points, against.centre());
    if (stepped(shift)) {
      return alarm(
          Event.Test.STEP,
          FirstBadNight.ofStep(points, against.centre(), shift.value(), against.single()),
          against.centre(),
          shift,
          against);
    }
    Anchor anchor = state.anchor();
    double drift = anchor == null ? 0 : anchor.shift(points);
    if (anchor != null && mayAlarm && Math.abs(drift) > anchor.limit()) {
      return alarm(
          Event.Test.DRIFT,
          FirstBadNight.ofDrift(points, anchor.level(), drift, anchor.scale()),
          anchor.level(),
          new Shift(drift, shift.noise(), shift.score(), anchor.limit()),
          against);
    }
    if (anchor == null && points.size() >= Anchor.FIRST) {
      anchor =
          new Anchor(Quantiles.median(Point.levels(points)), against.single(), tonight.night());
    }
    boolean same = Evidence.unchanged(state.series(), shift.value(), shift.noise(), against);
    boolean counted = against.nights() >= POOLED_NIGHTS;
    return new Result(
        new Judgement(
            state.series(),
            same ? GateVerdict.UNCHANGED : GateVerdict.INCONCLUSIVE,
            same
                ? String.format(
                    Locale.ROOT, "within %.0f %% of its baseline", 100 * Evidence.MARGIN)
                : "neither a change nor its absence is shown",
            evidence(shift, against),
            null,
            false),
        state.rolled(tonight, anchor, remembered(shift.score())),
        counted,
        counted ? rise(shift.score()) : null);
  }

  /** For which thresholds a score is an onset after the nights that are remembered. */
  private OnsetPool.@Nullable Rise rise(double score) {
    double highest = state.scores().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    return score > highest ? new OnsetPool.Rise(highest, score) : null;
  }

  private List<Double> remembered(double score) {
    List<Double> scores = new ArrayList<>(state.scores());
    scores.add(score);
    return scores.subList(Math.max(0, scores.size() - REMEMBERED_SCORES), scores.size());
  }

  private Evidence evidence(Shift shift, Baseline against) {
    return Evidence.of(
        state.series(), shift.value(), shift.noise(), against, threshold, shift.limit());
  }

  private Result alarm(
      Event.Test test, FirstBadNight firstBad, double level, Shift shift, Baseline against) {
    Event event =
        new Event(
            shift.value() > 0 ? GateVerdict.REGRESSED : GateVerdict.IMPROVED,
            test,
            tonight.night(),
            firstBad,
            level,
            0,
            shift.score());
    return new Result(
        new Judgement(
            state.series(),
            event.verdict(),
            "alarmed tonight",
            evidence(shift, against),
            event,
            true),
        state.opened(event, tonight),
        false,
        null);
  }

  private Result duringEvent(Baseline against, List<Point> points, Event open) {
    Shift shift = shift(against, points, open.level());
    double back = shift.value() * open.sign();
    if (stepped(shift) && back < 0) {
      return alarm(
          Event.Test.STEP,
          FirstBadNight.ofStep(points, open.level(), shift.value(), against.single()),
          open.level(),
          shift,
          against);
    }
    double extreme = extreme(open, LAG);
    // A ramp that goes on as before is no further step.
    double further = back - extreme - (extreme - extreme(open, 2 * LAG));
    if (mayAlarm && further > Math.sqrt(2) * shift.limit()) {
      return alarm(
          Event.Test.STEP,
          FirstBadNight.ofStep(
              points,
              open.level() + open.sign() * extreme,
              open.sign() * further,
              against.single()),
          open.level(),
          shift,
          against);
    }
    Anchor anchor = state.anchor();
    boolean quiet =
        (anchor != null && open.test() == Event.Test.DRIFT)
            ? Math.abs(anchor.shift(points)) < QUIET_SHARE * anchor.limit()
            : shift.score() < QUIET_SHARE * threshold.score();
    Event next = open.next(quiet, shift.score());
    Evidence evidence = evidence(shift, against);
    if (next.over()) {
      boolean passing = tonight.night() - open.alarmed() < LASTING;
      return new Result(
          new Judgement(
              state.series(),
              open.verdict(),
              "back for five nights: closed",
              evidence,
              next,
              false),
          state.closed(tonight),
          false,
          passing ? rise(next.peak()) : null);
    }
    SeriesState continued = state.continued(next, tonight);
    boolean accepted =
        open.verdict() == GateVerdict.IMPROVED && !quiet && continued.recent().size() >= LASTING;
    return new Result(
        new Judgement(
            state.series(),
            open.verdict(),
            quiet ? "since an earlier night, and back near its baseline" : "since an earlier night",
            evidence,
            next,
            false),
        accepted ? continued.accepted() : continued,
        false,
        null);
  }

  /**
   * How far it had gone so many nights ago and before, in the event's direction; NaN if there are
   * no three nights of the event before.
   */
  private double extreme(Event open, int lag) {
    List<Point> since = state.recent();
    double extreme = Double.NaN;
    for (int end = 3; end <= since.size() + 1 - lag; end++) {
      double running = SeriesState.lastThree(since.subList(0, end));
      double gone = open.sign() * (running - open.level());
      extreme = end == 3 ? gone : Math.max(extreme, gone);
    }
    return extreme;
  }
}
