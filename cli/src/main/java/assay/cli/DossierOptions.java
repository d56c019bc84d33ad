package assay.cli;

import assay.core.record.store.RunFolder;
import assay.report.document.Document;
import assay.report.money.PriceException;
import assay.report.procurement.ProcurementException;
import assay.report.procurement.ProcurementKind;
import assay.report.profile.StoredProfile;
import assay.report.text.Language;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the procurement dossier. */
final class DossierOptions {
  /** Default output folder: a dossier belongs to no single run. */
  static final Path FOLDER = Path.of("dossier");

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description = "Price file for --kind procurement; example: docs/procurement/prices.yaml.")
  private @Nullable Path prices;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "Weights of the workloads; example: docs/procurement/weights.yaml.")
  private @Nullable Path weights;

  @Option(
      names = "--reference",
      paramLabel = "SYSTEM",
      description = "Reference system, by letter, host or run (default: the first run).")
  private @Nullable String reference;

  /** Whether none of these options was given. */
  boolean none() {
    return prices == null && weights == null && reference == null;
  }

  /** The dossier of these runs and of profiles of their cells. */
  Document document(List<RunFolder> runs, List<StoredProfile> profiles, Language language)
      throws IOException {
    try {
      return new ProcurementKind(prices, weights, reference)
          .document(runs, profiles, language, "Assay " + BuildInfo.version());
    } catch (PriceException | ProcurementException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
