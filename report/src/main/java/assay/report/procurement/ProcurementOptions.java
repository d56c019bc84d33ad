package assay.report.procurement;

import assay.report.money.Prices;
import assay.report.text.Language;
import org.jspecify.annotations.Nullable;

/**
 * What a dossier is made with, beside the runs.
 *
 * @param prices stated prices, null for none: the section on money then says so
 * @param weights how much each workload counts
 * @param reference letter, host or run of the system the others are set against, null for the first
 * @param seed what the draws of prices and weights come from
 * @param language of its words
 * @param producer the program and its version, such as {@code Assay 0.1.0}
 */
public record ProcurementOptions(
    @Nullable Prices prices,
    Weights weights,
    @Nullable String reference,
    long seed,
    Language language,
    String producer) {
  /** A seed for those who state none. */
  public static final long DEFAULT_SEED = 42;

  /** Without prices and weights, against the first system. */
  public static ProcurementOptions of(Language language, String producer) {
    return new ProcurementOptions(null, Weights.EQUAL, null, DEFAULT_SEED, language, producer);
  }

  /** The same with prices. */
  public ProcurementOptions withPrices(Prices other) {
    return new ProcurementOptions(other, weights, reference, seed, language, producer);
  }
}
