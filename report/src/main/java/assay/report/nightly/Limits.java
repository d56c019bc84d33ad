package assay.report.nightly;

import assay.core.text.Glob;
import assay.core.text.YamlMap;
import assay.report.history.SeriesKey;
import assay.report.history.StoredValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Floors and ceilings that a value must not leave, whatever it was before. Read from a file:
 *
 * <pre>
 * limits:
 *   - workload: gemm/*          # a pattern, as are target, precision and host
 *     target: cpu-simd          # optional, as are precision and host
 *     metric: percentOfPeak     # optional: time
 *     unit: "%"
 *     lower: 70
 *   - workload: infer/cnn-fashion,batch=1
 *     unit: µs
 *     reference: 48             # then lower and upper are deviations from it in %
 *     upper: 10
 * </pre>
 *
 * @param all in the order of the file
 */
public record Limits(List<Limit> all) {
  /** No limit. */
  public static final Limits NONE = new Limits(List.of());

  /** Copies the list. */
  public Limits {
    all = List.copyOf(all);
  }

  /**
   * A floor, a ceiling or both for the series that match.
   *
   * @param host a pattern, as are {@code workload}, {@code target} and {@code precision}
   * @param lower in {@code unit}, null for no floor
   * @param upper in {@code unit}, null for no ceiling
   * @param unit as it is written in the file
   * @param text as a person would say it
   */
  public record Limit(
      String host,
      String workload,
      String target,
      String precision,
      String metric,
      @Nullable Double lower,
      @Nullable Double upper,
      String unit,
      String text) {
    /** Whether it concerns that series. */
    public boolean concerns(SeriesKey series) {
      return metric.equals(series.metric())
          && Glob.of(host).matches(series.host())
          && Glob.of(workload).matches(series.workload())
          && Glob.of(target).matches(series.target())
          && Glob.of(precision).matches(series.precision());
    }

    /**
     * What a value breaks, in words; null if it is within the limit.
     *
     * @throws LimitException if the value is of another dimension
     */
    @Nullable String broken(StoredValue value) {
      double factor = Units.factor(unit, value.unit());
      if (Double.isNaN(factor)) {
        throw new LimitException(
            String.format(
                Locale.ROOT,
                "the limit '%s' is in %s, but %s is in %s",
                text,
                unit,
                value.series().metric(),
                value.unit()));
      }
      double given = value.value() / factor;
      if (lower != null && given < lower) {
        return String.format(Locale.ROOT, "%.4g %s is below the floor of %.4g", given, unit, lower);
      }
      if (upper != null && given > upper) {
        return String.format(
            Locale.ROOT, "%.4g %s is above the ceiling of %.4g", given, unit, upper);
      }
      return null;
    }
  }

  /**
   * Reads the file.
   *
   * @throws LimitException if it is missing or invalid
   */
  public static Limits read(Path path) {
    Path name = path.getFileName();
    return parse(
        name == null ? path.toString() : name.toString(), YamlMap.read(path, LimitException::new));
  }

  static Limits parse(String file, String yaml) {
    YamlMap root = YamlMap.parse(file, yaml, LimitException::new);
    List<Limit> limits = new ArrayList<>();
    for (YamlMap.Item item : root.items("limits")) {
      limits.add(limit(item));
    }
    root.done();
    return new Limits(limits);
  }

  private static Limit limit(YamlMap.Item item) {
    YamlMap map = item.map();
    String workload = map.text("workload");
    String metric = map.has("metric") ? map.text("metric") : "time";
    String unit = map.text("unit");
    Double reference = map.has("reference") ? map.positive("reference") : null;
    Double lower = map.has("lower") ? map.number("lower", _ -> "") : null;
    Double upper = map.has("upper") ? map.number("upper", _ -> "") : null;
    if (lower == null && upper == null) {
      throw item.error("a limit needs 'lower', 'upper' or both");
    }
    if (reference != null) {
      lower = lower == null ? null : (Double) (reference * (1 - Math.abs(lower) / 100));
      upper = upper == null ? null : (Double) (reference * (1 + Math.abs(upper) / 100));
    }
    if (lower != null && upper != null && lower > upper) {
      throw item.error("the floor is above the ceiling");
    }
    Limit limit =
        new Limit(
            pattern(map, "host"),
            workload,
            pattern(map, "target"),
            pattern(map, "precision"),
            metric,
            lower,
            upper,
            unit,
            metric + " of " + workload);
    map.done();
    return limit;
  }

  private static String pattern(YamlMap map, String key) {
    return map.has(key) ? map.text(key) : "*";
  }
}
