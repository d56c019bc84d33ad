package assay.report.nightly;

import java.util.List;

/**
 * A change of a series: since when, and what may have caused it.
 *
 * @param firstBad the most likely first night at the new level
 * @param earliest the first night that is nearly as likely
 * @param latest the last such night
 * @param alarmed the night of the alarm
 * @param drift whether it is a slow drift
 * @param closed whether it is over since tonight
 * @param suspects what changed on the host in the nights from {@code earliest} to {@code latest}, a
 *     line each
 * @param reproduce the command that measures the cell again
 */
public record OpenChange(
    NightRef firstBad,
    NightRef earliest,
    NightRef latest,
    NightRef alarmed,
    boolean drift,
    boolean closed,
    List<String> suspects,
    String reproduce) {
  /** Copies the list. */
  public OpenChange {
    suspects = List.copyOf(suspects);
  }
}
