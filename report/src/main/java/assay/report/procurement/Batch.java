package assay.report.procurement;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A workload of a batch sweep.
 *
 * @param sweep the workload without its batch
 * @param size samples in a batch
 */
record Batch(String sweep, int size) {
  private static final Pattern BATCH = Pattern.compile("^(infer/.*?),?batch=(\\d{1,9})(.*)$");

  /** The batch of an inference workload, null for any other. */
  static @Nullable Batch of(String workload) {
    Matcher matcher = BATCH.matcher(workload);
    return matcher.matches()
        ? new Batch(matcher.group(1) + matcher.group(3), Integer.parseInt(matcher.group(2)))
        : null;
  }
}
