package assay.core.stats.changepoint;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How well change points agree with what annotators say, as in the Turing change point benchmark
 * (G. J. J. van den Burg and C. K. I. Williams, "An Evaluation of Change Point Detection
 * Algorithms", arXiv 2003.06222, equations 4 to 8). The beginning of the series counts as a change
 * that all know of, so that a series without changes has a score.
 *
 * @param precision share of the reported changes that some annotator has within the margin
 * @param recall share of an annotator's changes that are reported within the margin, averaged over
 *     annotators
 * @param covering of the annotators' segments by the reported ones, weighted by length: the largest
 *     intersection over union that a reported segment has with each; averaged over annotators
 */
public record SegmentationScore(double precision, double recall, double covering) {
  /** How far, in points, a reported change may lie from an annotated one. */
  public static final int MARGIN = 5;

  /** The harmonic mean of precision and recall. */
  public double f1() {
    return 2 * precision * recall / (precision + recall);
  }

  /**
   * The score of one series.
   *
   * @param annotators changes that each of at least one annotator has
   * @param reported changes that a method has; positions of the first value after a change
   * @param length of the series, above every change
   */
  public static SegmentationScore of(
      List<List<Integer>> annotators, List<Integer> reported, int length) {
    SortedSet<Integer> found = withStart(reported);
    SortedSet<Integer> union = new TreeSet<>();
    double recall = 0;
    double covering = 0;
    for (List<Integer> annotator : annotators) {
      SortedSet<Integer> own = withStart(annotator);
      union.addAll(own);
      recall += matched(own, found) / (double) own.size() / annotators.size();
      covering += covering(own, found, length) / annotators.size();
    }
    return new SegmentationScore(matched(union, found) / (double) found.size(), recall, covering);
  }

  private static SortedSet<Integer> withStart(List<Integer> changes) {
    SortedSet<Integer> all = new TreeSet<>(changes);
    all.add(0);
    return all;
  }

  /** How many are found, the nearest reported change standing for one only. */
  private static int matched(SortedSet<Integer> wanted, SortedSet<Integer> found) {
    List<Integer> left = new ArrayList<>(found);
    int matched = 0;
    for (int change : wanted) {
      Integer nearest = null;
      for (Integer other : left) {
        int distance = Math.abs(other - change);
        if (distance <= MARGIN && (nearest == null || distance < Math.abs(nearest - change))) {
          nearest = other;
        }
      }
      if (nearest != null) {
        left.remove(/* element */ nearest);
        matched++;
      }
    }
    return matched;
  }

  private static double covering(SortedSet<Integer> wanted, SortedSet<Integer> found, int length) {
    double sum = 0;
    for (int[] own : segments(wanted, length)) {
      double best = 0;
      for (int[] other : segments(found, length)) {
        int common = Math.min(own[1], other[1]) - Math.max(own[0], other[0]);
        int all = Math.max(own[1], other[1]) - Math.min(own[0], other[0]);
        best = Math.max(best, common / (double) all);
      }
      sum += (own[1] - own[0]) * best;
    }
    return sum / length;
  }

  private static List<int[]> segments(SortedSet<Integer> starts, int length) {
    List<Integer> bounds = new ArrayList<>(starts);
    bounds.add(length);
    List<int[]> segments = new ArrayList<>();
    for (int i = 1; i < bounds.size(); i++) {
      segments.add(new int[] {bounds.get(i - 1), bounds.get(i)});
    }
    return segments;
  }
}
