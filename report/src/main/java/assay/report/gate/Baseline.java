package assay.report.gate;

import assay.core.stats.Equivalence;
import assay.core.stats.Quantiles;
import assay.core.stats.ScalePrior;
import assay.core.stats.ScalePrior.Scale;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a series is compared with.
 *
 * @param centre median level
 * @param single standard deviation of one night's level
 * @param running standard deviation of the median of three nights in a row, which has in it how
 *     much nights depend on each other
 * @param nights number of nights
 * @param tail by how much the tail of a score reaches further because the scale is estimated
 * @param wide half a 95 % interval, in units of the noise
 * @param narrow half a 90 % interval
 */
record Baseline(
    double centre,
    double single,
    double running,
    int nights,
    double tail,
    double wide,
    double narrow) {
  /** The fewest nights to compare with. */
  static final int MIN_NIGHTS = 10;

  /** Scales below 0.01 % are those of rounded values. */
  private static final double FLOOR = 1e-4;

  // The variance of a baseline's median over that of a running median of three is this over the
  // number of nights: 3.5 if nights are independent, 5 if half of their variance has a correlation
  // of 0.5 from night to night.
  private static final double CENTRE = 5;

  // A running median of three independent nights has 0.67 standard deviations of one. Of few or of
  // rounded nights the estimate may be far below.
  private static final double MIN_RUNNING = 0.5;

  // The variance of the median of three normal values.
  private static final double MEDIAN_OF_THREE = 0.449;

  /** Of all series that have enough nights, by key; their scales are drawn towards each other. */
  static Map<String, Baseline> of(Collection<SeriesState> states) {
    List<SeriesState> enough =
        states.stream().filter(state -> state.baseline().size() >= MIN_NIGHTS).toList();
    int n = enough.size();
    double[] centres = new double[n];
    double[] singles = new double[n];
    double[] runnings = new double[n];
    int[] nights = new int[n];
    for (int i = 0; i < n; i++) {
      double[] levels = Point.levels(enough.get(i).baseline());
      nights[i] = levels.length;
      centres[i] = Quantiles.median(levels);
      singles[i] = ScalePrior.robustScale(levels, FLOOR);
      runnings[i] =
          ScalePrior.robustScale(Quantiles.runningMediansOfThree(levels), MIN_RUNNING * singles[i]);
    }
    ScalePrior single = ScalePrior.of(singles, nights);
    ScalePrior running = ScalePrior.of(runnings, nights);
    Map<Integer, double[]> quantiles = new HashMap<>();
    Map<String, Baseline> baselines = new HashMap<>();
    for (int i = 0; i < n; i++) {
      Scale scale = running.draw(runnings[i], nights[i]);
      double[] of =
          quantiles.computeIfAbsent(
              nights[i],
              _ ->
                  new double[] {
                    scale.tailRatio(Threshold.RATE / 2),
                    1.960 * scale.tailRatio(0.025),
                    1.645 * scale.tailRatio((1 - Equivalence.LEVEL) / 2)
                  });
      baselines.put(
          enough.get(i).series().key(),
          new Baseline(
              centres[i],
              single.draw(singles[i], nights[i]).value(),
              scale.value(),
              nights[i],
              of[0],
              of[1],
              of[2]));
    }
    return baselines;
  }

  /**
   * Standard deviation of the difference between the last three nights' median and the centre. A
   * night that was less certain in itself than nights usually are adds what it is less certain.
   *
   * @param last the last three nights
   */
  double noise(List<Point> last) {
    double error = Quantiles.median(last.stream().mapToDouble(Point::error).toArray());
    double excess = MEDIAN_OF_THREE * Math.max(0, error * error - single * single);
    return Math.sqrt(running * running * (1 + CENTRE / nights) + excess);
  }
}
