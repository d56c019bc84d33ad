package assay.core.telemetry;

import assay.core.checks.Checks;
import org.jspecify.annotations.Nullable;

/**
 * How far a sensor may be off by a constant share, which neither longer windows nor more forks
 * show. A sensor without one compares only with itself.
 *
 * @param percent largest error in ± % of the reading, at least 0
 * @param literature null if the vendor or the user states the error; else the publication that it
 *     is taken from, a Type-B evaluation in the sense of JCGM 100:2008, 4.3
 */
public record Calibration(double percent, @Nullable String literature) {
  public Calibration {
    Checks.notNegative("percent", percent);
    Checks.textOrNull("literature", literature);
  }

  /** As the vendor or the user states it. */
  public static Calibration stated(double percent) {
    return new Calibration(percent, null);
  }
}
