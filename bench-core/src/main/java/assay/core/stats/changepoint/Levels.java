package assay.core.stats.changepoint;

import java.util.ArrayList;
import java.util.List;

/**
 * Which proposed changes of level hold, each against the segments on both sides of it.
 *
 * <p>The evidence for a change is the difference of the means of its two segments over its standard
 * error, in which each segment's variance is drawn towards that of all by {@value #PRIOR} values,
 * and autocorrelation is allowed for. If a straight line through both segments leaves smaller
 * squares than two levels do, the series may just drift there: the evidence is then that of a step
 * beside the line.
 */
final class Levels {
  private static final int PRIOR = 10;

  /** In values: within the margin of five on both sides of its middle, twice over. */
  private static final int LONGEST_RAMP = 20;

  /** Of the slope, in standard errors. */
  private static final double RAMP_EVIDENCE = 2;

  private final double[] values;
  private final double inflation;

  Levels(Standardized series) {
    values = series.values();
    inflation = series.inflation();
  }

  /** A change at a position of the standardized values. */
  record Change(int at, int votes, double evidence) {
    private Change with(double changed) {
      return new Change(at, votes, changed);
    }
  }

  /**
   * Removes the weakest change until all have the evidence and the size wanted.
   *
   * @param proposed ascending, at least {@link ChangePoints#MIN_SEGMENT} apart and from the ends
   * @param threshold the least evidence
   */
  List<Change> confirmed(List<Change> proposed, double threshold) {
    List<Change> left = new ArrayList<>(proposed);
    for (int i = 0; i < left.size(); i++) {
      update(left, i);
    }
    while (!left.isEmpty()) {
      int weakest = 0;
      for (int i = 1; i < left.size(); i++) {
        if (left.get(i).evidence() < left.get(weakest).evidence()) {
          weakest = i;
        }
      }
      if (left.get(weakest).evidence() >= threshold) {
        break;
      }
      left.remove(weakest);
      update(left, weakest - 1);
      update(left, weakest);
    }
    joinRamps(left);
    return left;
  }

  /**
   * Two steps in one direction with a slope between them are one change that took a while; it is
   * put in their middle.
   */
  private void joinRamps(List<Change> changes) {
    int i = 0;
    while (i + 1 < changes.size()) {
      Change first = changes.get(i);
      Change second = changes.get(i + 1);
      if (second.at() - first.at() <= LONGEST_RAMP && climbs(changes, i)) {
        int middle = (first.at() + second.at()) / 2;
        changes.set(i, new Change(middle, Math.max(first.votes(), second.votes()), 0));
        changes.remove(i + 1);
        update(changes, i - 1);
        update(changes, i);
        update(changes, i + 1);
        i = 0;
      } else {
        i++;
      }
    }
  }

  private boolean climbs(List<Change> changes, int i) {
    int from = changes.get(i).at();
    int to = changes.get(i + 1).at();
    Moments before = Moments.of(values, i == 0 ? 0 : changes.get(i - 1).at(), from);
    Moments between = Moments.of(values, from, to);
    Moments after =
        Moments.of(values, to, i + 2 == changes.size() ? values.length : changes.get(i + 2).at());
    double up = Math.signum(between.mean() - before.mean());
    double variance =
        (between.squares() - between.explained() + PRIOR) / (between.count() - 2 + PRIOR);
    return up == Math.signum(after.mean() - between.mean())
        && up == Math.signum(between.product())
        && between.explained() >= RAMP_EVIDENCE * RAMP_EVIDENCE * inflation * variance;
  }

  private void update(List<Change> changes, int i) {
    if (i >= 0 && i < changes.size()) {
      int from = i == 0 ? 0 : changes.get(i - 1).at();
      int to = i + 1 == changes.size() ? values.length : changes.get(i + 1).at();
      changes.set(i, changes.get(i).with(evidence(from, changes.get(i).at(), to)));
    }
  }

  /** Of a change at {@code at} between {@code from} and {@code to}, in standard errors. */
  double evidence(int from, int at, int to) {
    Moments left = Moments.of(values, from, at);
    Moments right = Moments.of(values, at, to);
    Moments all = Moments.of(values, from, to);
    double step = Math.abs(right.mean() - left.mean());
    double levels = left.squares() + right.squares();
    double line = all.squares() - all.explained();
    double pooled = (levels + PRIOR) / (all.count() - 2 + PRIOR);
    if (step < ChangePoints.MIN_STEP * Math.sqrt(pooled)) {
      return 0;
    }
    if (line < levels) {
      double both = levels - shared(left, right);
      double variance = (both + PRIOR) / (all.count() - 3 + PRIOR);
      return Math.sqrt(Math.max(0, line - both) / (inflation * variance));
    }
    return step / Math.sqrt(inflation * (left.variance() + right.variance()));
  }

  /** What one slope in both segments explains. */
  private static double shared(Moments left, Moments right) {
    double product = left.product() + right.product();
    return product * product / (left.times() + right.times());
  }

  /** Of values over their positions, each about its mean. */
  private record Moments(int count, double mean, double squares, double product, double times) {
    static Moments of(double[] values, int from, int to) {
      int count = to - from;
      double mean = 0;
      for (int i = from; i < to; i++) {
        mean += values[i];
      }
      mean /= count;
      double middle = (from + to - 1) / 2.0;
      double squares = 0;
      double product = 0;
      double times = 0;
      for (int i = from; i < to; i++) {
        double deviation = values[i] - mean;
        double time = i - middle;
        squares += deviation * deviation;
        product += deviation * time;
        times += time * time;
      }
      return new Moments(count, mean, squares, product, times);
    }

    double explained() {
      return product * product / times;
    }

    /** Of the mean. */
    double variance() {
      return (squares + PRIOR) / (count - 1 + PRIOR) / count;
    }
  }
}
