package assay.report.export;

import assay.core.record.RunRecord;
import assay.report.compare.Comparison;
import assay.report.compare.RunData;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is exported.
 *
 * @param runs at least one
 * @param comparison of these runs, null if not requested
 */
public record ExportInput(List<RunData> runs, @Nullable Comparison comparison) {
  /** Copies the list. */
  public ExportInput {
    runs = List.copyOf(runs);
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("no run to export");
    }
  }

  /** A single run. */
  public static ExportInput of(RunData run) {
    return new ExportInput(List.of(run), null);
  }

  /** The run that began last. */
  RunRecord newest() {
    return runs.stream()
        .map(RunData::record)
        .max(Comparator.comparing(RunRecord::startedUtc).thenComparing(RunRecord::runId))
        .orElseThrow();
  }
}
