package assay.core.stats.changepoint;

import assay.core.stats.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Ways to find change points, for the comparison of {@link DetectorEvaluation}. */
public enum Method {
  /** {@link ChangePoints}. */
  ENSEMBLE("ensemble", false),
  /** The first of its three methods alone. */
  PARTITIONING("optimal partitioning alone", false),
  /** The second. */
  E_DIVISIVE("E-divisive alone", false),
  /** The third. */
  BAYESIAN("Bayesian online alone", false),
  /** No change, whatever the series. */
  NOTHING("report nothing", true),
  /** A value more than 5 % from the median of those since the last change. */
  FIXED("fixed 5 %", true),
  /** A value more than three robust standard deviations from the median of the last ones. */
  Z("z > 3", true),
  /** E-divisive with Otava's defaults. */
  OTAVA("E-divisive, Otava's defaults", true);

  private static final double FIXED_SHARE = 0.05;
  private static final int Z_MIN = 10;
  private static final int Z_MAX = 60;
  private static final double Z_LIMIT = 3 * 1.4826;

  private final String title;
  private final boolean comparison;

  Method(String title, boolean comparison) {
    this.title = title;
    this.comparison = comparison;
  }

  /** Its name in tables. */
  public String title() {
    return title;
  }

  /** Whether the ensemble has to be better than it. */
  public boolean comparison() {
    return comparison;
  }

  /**
   * Positions of the first values after a change, ascending.
   *
   * @param values at least {@link ChangePoints#MIN_POINTS} finite ones
   */
  public List<Integer> changes(double[] values) {
    return switch (this) {
      case ENSEMBLE -> ChangePoints.find(values).stream().map(ChangePoint::index).toList();
      case PARTITIONING -> alone(values, s -> ChangePoints.partition(s, Math.log(values.length)));
      case E_DIVISIVE -> alone(values, EnergyDivisive::changes);
      case BAYESIAN -> alone(values, RunLengths::changes);
      case NOTHING -> List.of();
      case FIXED -> fixed(values);
      case Z -> z(values);
      case OTAVA -> Otava.changes(values, Otava.WINDOW, Otava.MAX_P);
    };
  }

  private static List<Integer> alone(double[] values, Function<Standardized, int[]> method) {
    Standardized series = Standardized.of(values);
    return Arrays.stream(method.apply(series)).mapToObj(i -> series.positions()[i]).toList();
  }

  private static List<Integer> fixed(double[] values) {
    List<Integer> changes = new ArrayList<>();
    int from = 0;
    for (int i = 1; i < values.length; i++) {
      double level = Quantiles.median(Arrays.copyOfRange(values, from, i));
      if (Math.abs(values[i] - level) > FIXED_SHARE * Math.abs(level)) {
        changes.add(i);
        from = i;
      }
    }
    return changes;
  }

  private static List<Integer> z(double[] values) {
    List<Integer> changes = new ArrayList<>();
    int from = 0;
    for (int i = Z_MIN; i < values.length; i++) {
      if (i - from < Z_MIN) {
        continue;
      }
      double[] last = Arrays.copyOfRange(values, Math.max(from, i - Z_MAX), i);
      if (Math.abs(values[i] - Quantiles.median(last)) > Z_LIMIT * Quantiles.mad(last)) {
        changes.add(i);
        from = i;
      }
    }
    return changes;
  }
}
