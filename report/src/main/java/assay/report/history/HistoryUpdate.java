package assay.report.history;

import java.util.List;

/**
 * What an update did.
 *
 * @param added runs that are new in the index, or whose record had changed
 * @param unchanged runs that it had already
 * @param leftOut what it does not have, and why: a sentence each that names the folder
 */
public record HistoryUpdate(int added, int unchanged, List<String> leftOut) {
  /** Copies the list. */
  public HistoryUpdate {
    leftOut = List.copyOf(leftOut);
  }
}
