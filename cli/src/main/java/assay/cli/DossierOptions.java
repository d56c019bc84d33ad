package assay.cli;

import assay.core.record.store.RunFolder;
import assay.report.document.Document;
import assay.report.money.PriceException;
import assay.report.procurement.ProcurementException;
import assay.report.procurement.ProcurementKind;
import assay.report.text.Language;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the procurement dossier. */
final class DossierOptions {
  /** Folder of the files unless another is named: a dossier belongs to no single run. */
  static final Path FOLDER = Path.of("dossier");

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description = "Prices for --kind procurement; docs/procurement/prices.yaml is an example.")
  private @Nullable Path prices;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "How much each workload counts; docs/procurement/weights.yaml is an example.")
  private @Nullable Path weights;

  @Option(
      names = "--reference",
      paramLabel = "SYSTEM",
      description = "Letter, host or run the systems are set against (default: the first run).")
  private @Nullable String reference;

  /** Whether none of them was given. */
  boolean none() {
    return prices == null && weights == null && reference == null;
  }

  /** The dossier of these runs. */
  Document document(List<RunFolder> runs, Language language) throws IOException {
    try {
      return new ProcurementKind(prices, weights, reference)
          .document(runs, language, "Assay " + BuildInfo.version());
    } catch (PriceException | ProcurementException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
