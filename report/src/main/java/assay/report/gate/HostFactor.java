package assay.report.gate;

import assay.core.stats.Quantiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What moved a whole host in a night: the weighted median of its canaries' deviations from their
 * baselines.
 *
 * <p>It is subtracted from every series only if enough of the others moved alike, since otherwise
 * the canaries are what changed; a canary is corrected by the other canaries. It is a noisy
 * estimate too: what lies within its own uncertainty is not subtracted, and what lies beyond is
 * drawn towards 0 (positive-part estimator of W. James and C. Stein, Proceedings of the Fourth
 * Berkeley Symposium, 1961).
 */
final class HostFactor {
  /** The fewest canaries that can tell a host from a series. */
  static final int MIN_CANARIES = 5;

  /** Share of a host's other series that must have moved alike. */
  static final double MIN_SHARING = 0.3;

  // The standard error of a median over that of a mean, normal values.
  private static final double OF_MEDIAN = Math.sqrt(Math.PI / 2);

  private final List<Measurement> canaries;
  private final double sharing;

  /** Canaries' common deviation and its standard error. */
  private record Deviation(double value, double error) {
    double certain() {
      return Math.abs(value) <= error ? 0 : value * (1 - Math.pow(error / value, 2));
    }
  }

  private HostFactor(List<Measurement> canaries, double sharing) {
    this.canaries = canaries;
    this.sharing = sharing;
  }

  static HostFactor of(List<Measurement> host) {
    List<Measurement> known = host.stream().filter(m -> m.baseline() != null).toList();
    List<Measurement> canaries = known.stream().filter(m -> m.series().canary()).toList();
    List<Measurement> others = known.stream().filter(m -> !m.series().canary()).toList();
    if (canaries.size() < MIN_CANARIES) {
      return new HostFactor(canaries, 0);
    }
    double half = deviation(canaries, 0).value() / 2;
    long alike = others.stream().filter(m -> deviation(m, 0) / half > 1).count();
    return new HostFactor(canaries, others.isEmpty() ? 1 : alike / (double) others.size());
  }

  /**
   * The factors of the nights until now, against the canaries' baselines of now; without nights in
   * which too few canaries were measured.
   *
   * @param canaries of one host
   * @param baselines by key
   */
  static List<Point> past(List<SeriesState> canaries, Map<String, Baseline> baselines) {
    SortedMap<Integer, List<Measurement>> nights = new TreeMap<>();
    for (SeriesState canary : canaries) {
      Baseline baseline = baselines.get(canary.series().key());
      for (Point point : canary.points()) {
        nights
            .computeIfAbsent(point.night(), _ -> new ArrayList<>())
            .add(
                new Measurement(
                    canary.series(), new double[] {point.level()}, point.error(), baseline));
      }
    }
    List<Point> past = new ArrayList<>();
    nights.forEach((night, measured) -> {
      HostFactor factor = of(measured);
      if (factor.known()) {
        past.add(new Point(night, factor.level(), factor.error()));
      }
    });
    return past;
  }

  int canaries() {
    return canaries.size();
  }

  boolean known() {
    return canaries.size() >= MIN_CANARIES;
  }

  /** Share of the other series that moved alike. */
  double sharing() {
    return sharing;
  }

  boolean shared() {
    return known() && sharing >= MIN_SHARING;
  }

  /** The night's factor as a level: the median over the first values and the reruns. */
  double level() {
    int passes = 1;
    while (complete(passes)) {
      passes++;
    }
    double[] values = new double[passes];
    for (int pass = 0; pass < passes; pass++) {
      values[pass] = deviation(canaries, pass).value();
    }
    return Quantiles.median(values);
  }

  /** Standard error of the factor. */
  double error() {
    return deviation(canaries, 0).error();
  }

  /** A series' level tonight: the median over its values, each corrected by those beside it. */
  double corrected(Measurement measurement) {
    double[] values = measurement.levels().clone();
    if (shared()) {
      List<Measurement> witnesses =
          measurement.series().canary()
              ? canaries.stream()
                  .filter(canary -> !canary.series().equals(measurement.series()))
                  .toList()
              : canaries;
      for (int pass = 0; pass < values.length; pass++) {
        // Canaries that were not measured again tell the state of their first values.
        values[pass] -= deviation(witnesses, complete(pass) ? pass : 0).certain();
      }
    }
    return Quantiles.median(values);
  }

  /** Whether all canaries have that rerun. */
  private boolean complete(int pass) {
    return canaries.stream().allMatch(canary -> canary.levels().length > pass);
  }

  private static Deviation deviation(List<Measurement> canaries, int pass) {
    double[] values = canaries.stream().mapToDouble(canary -> deviation(canary, pass)).toArray();
    double[] weights =
        canaries.stream().mapToDouble(canary -> 1 / baseline(canary).single()).toArray();
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    return new Deviation(
        Quantiles.weightedMedian(values, weights), OF_MEDIAN * Math.sqrt(values.length) / sum);
  }

  private static double deviation(Measurement measurement, int pass) {
    return measurement.levels()[pass] - baseline(measurement).centre();
  }

  private static Baseline baseline(Measurement measurement) {
    return Objects.requireNonNull(measurement.baseline());
  }
}
