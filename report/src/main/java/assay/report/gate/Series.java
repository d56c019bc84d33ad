package assay.report.gate;

import assay.core.record.MetricKey.Better;

/**
 * One metric of one cell on one host.
 *
 * @param key what tells it from all others, for the gate without further meaning
 * @param host series of one host key are corrected together by its canaries, so metrics that
 *     respond differently to the state of a machine (time, energy) need host keys of their own
 * @param better which values are better, not {@link Better#NONE}
 * @param canary whether it is there to show the state of its host
 */
public record Series(String key, String host, Better better, boolean canary) {
  /** Checks the direction. */
  public Series {
    if (better == Better.NONE) {
      throw new IllegalArgumentException(key + ": neither more nor less of it is better");
    }
  }

  /** A host's common factor as a series. */
  static Series ofHost(String host) {
    return new Series(host, host, Better.LOWER, false);
  }

  /** Whether nights of the other may follow nights of this. */
  boolean matches(Series other) {
    return host.equals(other.host()) && better == other.better();
  }

  /** 1 if a larger value is worse, −1 if it is better. */
  double sign() {
    return better == Better.LOWER ? 1 : -1;
  }
}
