package assay.report.nightly;

import java.time.Instant;

/**
 * Something that happened on a host, shown on the trend.
 *
 * @param at when
 * @param kind what
 * @param text one line
 */
public record Mark(Instant at, Kind kind, String text) {
  /** What happened. */
  public enum Kind {
    /** A change of the series began. */
    ONSET,
    /** Somebody accepted a change. */
    ACKNOWLEDGED,
    /** Somebody declared a change, such as a new driver. */
    NOTE,
    /** A setting, the program or a driver is another one. */
    SETTING,
    /** What the series is compared with begins anew. */
    BASELINE
  }
}
