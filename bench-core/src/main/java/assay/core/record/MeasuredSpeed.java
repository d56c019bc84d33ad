package assay.core.record;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The measured fingerprint in a run's state: names that begin with {@link #PREFIX}, values such as
 * {@code 41.2 GFLOP/s}. It identifies nothing, but two runs whose values are further apart than the
 * tolerance may be from different processors under the same name.
 */
public final class MeasuredSpeed {
  /** Beginning of the names. */
  public static final String PREFIX = "measured.";

  /**
   * The larger value over the smaller one that is still taken for noise. On shared two-core guests
   * times vary by a few up to some tens of percent, generations of processors by as much.
   */
  public static final double TOLERANCE = 1.3;

  private static final Pattern VALUE = Pattern.compile("(\\d[\\d.]*(?:e[+-]?\\d+)?) (\\S+)");

  private MeasuredSpeed() {}

  /** Whether two values of one name differ by more than {@link #TOLERANCE}. */
  static boolean differ(String one, String other) {
    Matcher left = VALUE.matcher(one);
    Matcher right = VALUE.matcher(other);
    if (!left.matches() || !right.matches() || !left.group(2).equals(right.group(2))) {
      return !one.equals(other);
    }
    double ratio = Double.parseDouble(left.group(1)) / Double.parseDouble(right.group(1));
    return !(ratio <= TOLERANCE && ratio >= 1 / TOLERANCE);
  }
}
