package assay.report.procurement;

import assay.report.money.Prices;
import assay.report.profile.StoredProfile;
import assay.report.text.Language;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Options of a dossier.
 *
 * @param prices stated prices, null for none: the section on money then says so
 * @param weights weights of the workloads
 * @param reference letter, host or run of the reference system, null for the first
 * @param seed seed of the resamples of prices and weights
 * @param language of the texts
 * @param producer the program and its version, such as {@code Assay 0.1.0}
 * @param profiles profiles of cells of the systems, in the order of the dossier
 */
public record ProcurementOptions(
    @Nullable Prices prices,
    Weights weights,
    @Nullable String reference,
    long seed,
    Language language,
    String producer,
    List<StoredProfile> profiles) {
  /** Copies the list. */
  public ProcurementOptions {
    profiles = List.copyOf(profiles);
  }

  /** The default seed. */
  public static final long DEFAULT_SEED = 42;

  /** Without prices, weights and profiles, against the first system. */
  public static ProcurementOptions of(Language language, String producer) {
    return new ProcurementOptions(
        null, Weights.EQUAL, null, DEFAULT_SEED, language, producer, List.of());
  }

  /** The same with prices. */
  public ProcurementOptions withPrices(Prices other) {
    return new ProcurementOptions(other, weights, reference, seed, language, producer, profiles);
  }

  /** The same with profiles. */
  public ProcurementOptions withProfiles(List<StoredProfile> others) {
    return new ProcurementOptions(prices, weights, reference, seed, language, producer, others);
  }
}
