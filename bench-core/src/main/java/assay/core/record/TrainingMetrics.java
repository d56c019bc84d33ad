package assay.core.record;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.stats.CrossValidation;
import assay.core.stats.Interval;
import assay.core.stats.MedianInterval;
import assay.core.stats.Quantiles;
import assay.core.stats.StoppingRule;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of a cell's training runs. Their unit is the seed: a run repeated from the same seed
 * says nothing new.
 *
 * <p>A seed that misses the target accuracy is censored: it would have taken longer than it was
 * trained. It sorts last, so the median exists if more than half of the seeds reached the target,
 * and the interval, which lies between order statistics, if its upper end is a seed that did. There
 * is no mean: it would leave the slowest seeds out.
 */
final class TrainingMetrics {
  /** Stands for a seed that missed the target: beyond every value, but finite as intervals are. */
  private static final double CENSORED = 1e300;

  private final CellSummary.Request request;
  private final List<Run> runs;
  private final @Nullable String note;

  /** The training run of one fork. */
  record Run(long seed, Training training) {}

  /**
   * @param runs at least one
   * @param excluded which forks were excluded and why, null if none was
   */
  TrainingMetrics(CellSummary.Request request, List<Run> runs, @Nullable String excluded) {
    this.request = request;
    this.runs = List.copyOf(runs);
    Integer planned = request.seeds();
    String fewer =
        planned == null || runs.size() >= planned
            ? null
            : "only " + runs.size() + " of " + count(planned, "planned seed") + " were trained";
    this.note = fewer == null ? excluded : noted(fewer, excluded);
  }

  Availability<Metric> epochsToTarget() {
    return toTarget(MetricKey.EPOCHS_TO_TARGET, Training.ToTarget::epochs);
  }

  Availability<Metric> timeToTarget() {
    return toTarget(MetricKey.TIME_TO_TARGET, Training.ToTarget::seconds);
  }

  private Availability<Metric> toTarget(
      MetricKey key, ToDoubleFunction<Training.ToTarget> quantity) {
    double[] perSeed =
        runs.stream()
            .map(run -> run.training().toTarget().orNull())
            .mapToDouble(reached ->
                reached == null ? Double.POSITIVE_INFINITY : quantity.applyAsDouble(reached))
            .toArray();
    return toTarget(key, perSeed, note);
  }

  /**
   * What it took to reach the target.
   *
   * @param perSeed one value per seed, infinite if it missed the target; seeds without a value for
   *     another reason are left out
   * @param remark what the values are based on, null if there is nothing to say
   */
  Availability<Metric> toTarget(MetricKey key, double[] perSeed, @Nullable String remark) {
    Training first = runs.getFirst().training();
    if (first.targetAccuracy() == null
        && first.toTarget() instanceof Unavailable<Training.ToTarget> none) {
      return none.as();
    }
    double[] values = Arrays.stream(perSeed).map(v -> Math.min(v, CENSORED)).toArray();
    int reached = (int) Arrays.stream(values).filter(v -> v < CENSORED).count();
    String said =
        String.format(
            Locale.ROOT,
            "%d of %s reached the target accuracy %s in %s",
            reached,
            count(values.length, distinct() ? "seed" : "training run"),
            first.targetAccuracy(),
            epochs(first.epochs()));
    if (2 * reached <= values.length) {
      return new Unavailable<>(said + ", a median needs more than half");
    }
    return new Available<>(
        metric(
            key,
            values,
            upToTheSlowest(values, key.unit()),
            reached == values.length ? remark : noted(said, remark)));
  }

  /** The interval, if its upper end is a value that was measured. */
  private Availability<Interval> upToTheSlowest(double[] values, String unit) {
    double slowest = Arrays.stream(values).filter(v -> v < CENSORED).max().orElseThrow();
    return overSeeds(values)
        .flatMap(interval ->
            interval.high() <= slowest
                ? new Available<>(interval)
                : new Unavailable<>(
                    String.format(
                        Locale.ROOT,
                        "the interval from %.4g%s has no upper end, since too few seeds reached"
                            + " the target",
                        interval.low(),
                        unit.equals("1") ? "" : " " + unit)));
  }

  /** The median over seeds; none over folds, which are tested on different images. */
  Availability<Metric> finalAccuracy() {
    if (fold() != null) {
      return new Unavailable<>(
          "each fold has other test images, see " + MetricKey.CROSS_VALIDATED_ACCURACY);
    }
    double[] perSeed = runs.stream().mapToDouble(run -> run.training().finalAccuracy()).toArray();
    String sampled = sampled(Quantiles.median(perSeed));
    String remark = sampled == null ? note : noted(sampled, note);
    return new Available<>(metric(MetricKey.FINAL_ACCURACY, perSeed, overSeeds(perSeed), remark));
  }

  /**
   * What the interval over seeds does not contain, since all seeds are tested on the same images:
   * the standard error √(p·(1 − p)/n) of a share p of n images. Null if n is unknown.
   */
  private @Nullable String sampled(double accuracy) {
    Integer images = runs.getFirst().training().testImages();
    return images == null
        ? null
        : String.format(
            Locale.ROOT,
            "not in the interval: the %d test images are a sample, standard error %.2f points",
            images,
            100 * Math.sqrt(accuracy * (1 - accuracy) / images));
  }

  private long seeds() {
    return runs.stream().mapToLong(Run::seed).distinct().count();
  }

  private boolean distinct() {
    return seeds() == runs.size();
  }

  private Training.@Nullable Fold fold() {
    return runs.getFirst().training().fold();
  }

  /** The mean over all folds, of which each image is tested in one; null without folds. */
  @Nullable Availability<Metric> crossValidatedAccuracy() {
    Training.Fold fold = fold();
    if (fold == null) {
      return null;
    }
    Map<Integer, Training> byFold = new TreeMap<>();
    for (Run run : runs) {
      Training.Fold own = run.training().fold();
      if (own != null) {
        byFold.putIfAbsent(own.fold(), run.training());
      }
    }
    if (byFold.size() < fold.folds()) {
      return new Unavailable<>(
          byFold.size() + " of " + fold.folds() + " folds were trained, the mean needs all");
    }
    double[] perFold = byFold.values().stream().mapToDouble(Training::finalAccuracy).toArray();
    double mean = CrossValidation.mean(perFold);
    // Each image is tested once and trained on in all other folds.
    Availability<Interval> estimate = CrossValidation.interval(perFold, 1.0 / (fold.folds() - 1));
    String how =
        "mean over "
            + fold.folds()
            + " folds; t interval corrected for shared training images (Nadeau and Bengio)";
    return new Available<>(
        Metric.of(
            MetricKey.CROSS_VALIDATED_ACCURACY.unit(),
            mean,
            estimate,
            perFold.length,
            perFold.length,
            StoppingRule.met(estimate, mean, request.targetHalfWidth()),
            noted(how, note)));
  }

  /** The interval of the median over seeds. */
  private Availability<Interval> overSeeds(double[] perSeed) {
    if (fold() != null) {
      return new Unavailable<>("folds share training images, so they are not independent");
    }
    if (!distinct()) {
      return new Unavailable<>(
          String.format(
              Locale.ROOT,
              "%s from %s: a run repeated from its seed is the same run",
              count(runs.size(), "training run"),
              count((int) seeds(), "seed")));
    }
    return perSeed.length < MedianInterval.MIN_FORKS
        ? new Unavailable<>(
            String.format(
                Locale.ROOT,
                "%s, an interval needs %d",
                count(perSeed.length, "seed"),
                MedianInterval.MIN_FORKS))
        : MedianInterval.of(perSeed);
  }

  private Metric metric(
      MetricKey key, double[] perSeed, Availability<Interval> estimate, @Nullable String remark) {
    double median = Quantiles.median(perSeed);
    return Metric.of(
        key.unit(),
        median,
        estimate,
        perSeed.length,
        perSeed.length,
        StoppingRule.met(estimate, median, request.targetHalfWidth()),
        remark);
  }

  private static String noted(String text, @Nullable String more) {
    return more == null ? text : text + "; " + more;
  }

  private static String epochs(double n) {
    return n == Math.rint(n)
        ? count((int) n, "epoch")
        : String.format(Locale.ROOT, "%.3g epochs", n);
  }

  private static String count(int n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }
}
