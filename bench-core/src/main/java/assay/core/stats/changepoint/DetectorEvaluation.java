package assay.core.stats.changepoint;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** How well each {@link Method} finds the changes of {@link LabelledSeries}. */
public final class DetectorEvaluation {
  /** The least F1 and covering that the ensemble has to reach. */
  public static final double GOAL = 0.85;

  /**
   * Means over series.
   *
   * @param series how many
   * @param f1 of {@link SegmentationScore}, likewise the others, 0 to 1
   */
  public record Result(int series, double f1, double covering, double precision, double recall) {}

  private final List<LabelledSeries> set;
  private final Method method;
  private final List<SegmentationScore> scores;

  private DetectorEvaluation(
      List<LabelledSeries> set, Method method, List<SegmentationScore> scores) {
    this.set = set;
    this.method = method;
    this.scores = scores;
  }

  /** Runs a method on every series. */
  public static DetectorEvaluation of(Method method, List<LabelledSeries> set) {
    List<SegmentationScore> scores =
        set.parallelStream()
            .map(s ->
                SegmentationScore.of(
                    List.of(s.changes()), method.changes(s.values()), s.values().length))
            .toList();
    return new DetectorEvaluation(set, method, scores);
  }

  /** The method. */
  public Method method() {
    return method;
  }

  /** Over all series. */
  public Result overall() {
    return where(s -> true);
  }

  /**
   * Over some of the series.
   *
   * @param some true of at least one
   */
  public Result where(Predicate<LabelledSeries> some) {
    List<SegmentationScore> own = new ArrayList<>();
    for (int i = 0; i < set.size(); i++) {
      if (some.test(set.get(i))) {
        own.add(scores.get(i));
      }
    }
    int n = own.size();
    return new Result(
        n,
        own.stream().mapToDouble(SegmentationScore::f1).sum() / n,
        own.stream().mapToDouble(SegmentationScore::covering).sum() / n,
        own.stream().mapToDouble(SegmentationScore::precision).sum() / n,
        own.stream().mapToDouble(SegmentationScore::recall).sum() / n);
  }
}
