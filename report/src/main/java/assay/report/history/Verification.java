package assay.report.history;

import assay.core.record.RunId;
import java.util.List;

/**
 * The index compared with the records.
 *
 * @param same runs of which the index has what the record says
 * @param missing runs that are not in the index
 * @param extra runs in the index of which there is no record
 * @param different runs of which the index has something else
 * @param leftOut records that could not be read: a sentence each that names the folder
 */
public record Verification(
    int same, List<RunId> missing, List<RunId> extra, List<RunId> different, List<String> leftOut) {
  /** Copies the lists. */
  public Verification {
    missing = List.copyOf(missing);
    extra = List.copyOf(extra);
    different = List.copyOf(different);
    leftOut = List.copyOf(leftOut);
  }

  /** Whether the index has what the records say, and nothing else. */
  public boolean passed() {
    return missing.isEmpty() && extra.isEmpty() && different.isEmpty();
  }
}
