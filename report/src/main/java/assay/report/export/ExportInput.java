package assay.report.export;

import assay.core.record.RunRecord;
import assay.report.compare.Comparison;
import assay.report.compare.RunData;
import assay.report.nightly.NightlyVerdict;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is exported.
 *
 * @param runs the runs whose results are exported, at least one; the base of a comparison only if
 *     it is reported on as well
 * @param comparison the comparison to export, null if not requested
 * @param verdict the nightly verdict to export, null if not requested; only it says that a series
 *     became worse
 */
public record ExportInput(
    List<RunData> runs, @Nullable Comparison comparison, @Nullable NightlyVerdict verdict) {
  /** Copies the list. */
  public ExportInput {
    runs = List.copyOf(runs);
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("no run to export");
    }
  }

  /** Runs without a nightly verdict. */
  public ExportInput(List<RunData> runs, @Nullable Comparison comparison) {
    this(runs, comparison, null);
  }

  /** The same with a nightly verdict. */
  public ExportInput with(NightlyVerdict nightly) {
    return new ExportInput(runs, comparison, nightly);
  }

  /** A single run. */
  public static ExportInput of(RunData run) {
    return new ExportInput(List.of(run), null);
  }

  /** A file for each run: of that name if there is one run, else with the run before its ending. */
  List<ExportFile> fileEach(String name, Function<RunData, String> content) {
    if (runs.size() == 1) {
      return List.of(new ExportFile(name, content.apply(runs.getFirst())));
    }
    int dot = name.lastIndexOf('.');
    return runs.stream()
        .map(run ->
            new ExportFile(
                name.substring(0, dot) + "-" + run.record().runId() + name.substring(dot),
                content.apply(run)))
        .toList();
  }

  /** The run that began last. */
  RunRecord newest() {
    return runs.stream()
        .map(RunData::record)
        .max(Comparator.comparing(RunRecord::startedUtc).thenComparing(RunRecord::runId))
        .orElseThrow();
  }
}
