package assay.report.gate;

import java.util.List;

/**
 * Where a change began.
 *
 * @param night the most likely first night at the new level
 * @param earliest the first night that is nearly as likely; the same as {@code night} for most
 *     steps of three standard deviations and more
 * @param latest the last such night
 */
public record FirstBadNight(int night, int earliest, int latest) {
  /** How far back it may lie, in nights. */
  private static final int BACK = 40;

  /** Nights whose log-likelihood is that close to the best are nearly as likely. */
  private static final double NEARLY = 2;

  /**
   * The most likely place of a step of known height: the k that maximizes Σ (y − height/2) over the
   * nights from k on, as in Page's cumulative sum. Each term is clipped at the height, so that one
   * outlier weighs no more than a night at the new level.
   *
   * @param points ascending by night, the last one at the new level
   * @param level before the step
   * @param height of the step, not 0
   * @param scale standard deviation of a night's level
   */
  static FirstBadNight ofStep(List<Point> points, double level, double height, double scale) {
    int from = Math.max(0, points.size() - BACK);
    double[] sums = new double[points.size()];
    double sum = 0;
    int best = points.size() - 1;
    double highest = Double.NEGATIVE_INFINITY;
    for (int k = points.size() - 1; k >= from; k--) {
      double share = (points.get(k).level() - level) / height - 0.5;
      sum += Math.clamp(share, -1, 1);
      sums[k] = sum;
      if (sum > highest) {
        highest = sum;
        best = k;
      }
    }
    double near = NEARLY * Math.pow(scale / height, 2);
    int earliest = best;
    int latest = best;
    for (int k = from; k < points.size(); k++) {
      if (sums[k] >= highest - near) {
        earliest = Math.min(earliest, k);
        latest = Math.max(latest, k);
      }
    }
    return new FirstBadNight(
        points.get(best).night(), points.get(earliest).night(), points.get(latest).night());
  }

  /**
   * Of a drift: between the last night whose running median was not yet beyond the level and the
   * most likely place of a step.
   *
   * @param points, level, height, scale as for a step
   */
  static FirstBadNight ofDrift(List<Point> points, double level, double height, double scale) {
    FirstBadNight step = ofStep(points, level, height, scale);
    int earliest = points.getFirst().night();
    for (int k = 2; k < points.size() && points.get(k).night() < step.night(); k++) {
      double running = SeriesState.lastThree(points.subList(0, k + 1));
      if ((running - level) * height <= 0) {
        earliest = points.get(k).night();
      }
    }
    return new FirstBadNight(step.night(), Math.min(earliest, step.earliest()), step.latest());
  }
}
