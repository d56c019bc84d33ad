package assay.report.procurement;

import assay.core.record.store.RunFolder;
import assay.report.document.Document;
import assay.report.money.PriceFile;
import assay.report.text.Language;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dossier as a command line asks for it: files by their paths, everything but the runs
 * optional.
 *
 * @param prices file of prices, null for none
 * @param weights file of weights, null to let all workloads count alike
 * @param reference letter, host or run of the reference system, null for the first run
 */
public record ProcurementKind(
    @Nullable Path prices, @Nullable Path weights, @Nullable String reference) {
  /** Name of this kind of report. */
  public static final String NAME = "procurement";

  /**
   * Makes the document.
   *
   * @param runs a run a system, two to eight
   * @param producer the program and its version
   * @throws IOException where a record or a file of weights cannot be read
   * @throws assay.report.money.PriceException where a file of prices or weights is not as it should
   *     be
   * @throws ProcurementException where the runs do not make a dossier
   */
  public Document document(List<RunFolder> runs, Language language, String producer)
      throws IOException {
    return ProcurementReport.of(
        runs,
        new ProcurementOptions(
            prices == null ? null : PriceFile.read(prices),
            weights == null ? Weights.EQUAL : Weights.read(weights),
            reference,
            ProcurementOptions.DEFAULT_SEED,
            language,
            producer));
  }
}
