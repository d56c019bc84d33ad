package assay.report.procurement;

import assay.core.record.store.RunFolder;
import assay.report.document.Document;
import assay.report.money.PriceFile;
import assay.report.profile.StoredProfile;
import assay.report.text.Language;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dossier as requested on a command line: files by path, everything but the runs optional.
 *
 * @param prices price file, null for none
 * @param weights weight file, null to weight all workloads equally
 * @param reference letter, host or run of the reference system, null for the first run
 */
public record ProcurementKind(
    @Nullable Path prices, @Nullable Path weights, @Nullable String reference) {
  /** Name of this kind of report. */
  public static final String NAME = "procurement";

  /**
   * Makes the document.
   *
   * @param runs one run per system, two to eight
   * @param profiles of cells of these runs
   * @param producer the program and its version
   * @throws IOException if a record cannot be read
   * @throws assay.report.money.PriceException if a price or weight file is missing or invalid
   * @throws ProcurementException if the runs do not suit a dossier
   */
  public Document document(
      List<RunFolder> runs, List<StoredProfile> profiles, Language language, String producer)
      throws IOException {
    return ProcurementReport.of(
        runs,
        new ProcurementOptions(
            prices == null ? null : PriceFile.read(prices),
            weights == null ? Weights.EQUAL : Weights.read(weights),
            reference,
            ProcurementOptions.DEFAULT_SEED,
            language,
            producer,
            profiles));
  }
}
