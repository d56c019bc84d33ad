package assay.report.procurement;

import assay.core.record.RunRecord;
import assay.core.record.store.RunFolder;
import assay.report.compare.RunData;
import assay.report.document.Document;
import assay.report.document.Metadata;
import assay.report.document.Section;
import assay.report.money.Prices;
import assay.report.profile.ProfileSection;
import assay.report.profile.StoredProfile;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The procurement dossier as a document: the same records, prices and options give the same
 * document.
 */
public final class ProcurementReport {
  private ProcurementReport() {}

  /**
   * A dossier of runs on disk, with the checksums of their files.
   *
   * @param runs one run per system, two to eight
   * @throws IOException where a record cannot be read
   * @throws ProcurementException where the runs do not make a dossier; the message says why
   */
  public static Document of(List<RunFolder> runs, ProcurementOptions options) throws IOException {
    return document(SystemsUnderTest.read(runs), options);
  }

  /**
   * A dossier of runs in memory; it has no checksums.
   *
   * @throws ProcurementException where the runs do not make a dossier; the message says why
   */
  public static Document ofData(List<RunData> runs, ProcurementOptions options) {
    return document(SystemsUnderTest.of(runs), options);
  }

  private static Document document(List<SystemUnderTest> systems, ProcurementOptions options) {
    SystemComparison comparison = SystemComparison.of(systems, options.reference());
    DossierPage at =
        new DossierPage(
            comparison,
            Scores.of(comparison, options.weights(), options.seed()),
            options.language());
    Prices prices = options.prices();
    MoneyCase money = prices == null ? null : MoneyCase.of(at, prices);
    String labels = systems.stream().map(SystemUnderTest::label).collect(Collectors.joining(", "));
    return new Document(
        at.text("title"),
        labels,
        options.language(),
        new Metadata(
            options.producer(), latest(systems), labels, List.of("Assay", at.text("title"))),
        sections(at, money, options));
  }

  private static List<Section> sections(
      DossierPage at, @Nullable MoneyCase money, ProcurementOptions options) {
    List<Section> sections = new ArrayList<>();
    sections.add(DecisionSection.of(at));
    sections.add(SystemsSection.of(at));
    sections.add(RooflineSection.of(at));
    if (!options.profiles().isEmpty()) {
      sections.add(profiles(at, options));
    }
    sections.add(LatencySection.of(at));
    sections.add(AccuracySection.of(at));
    sections.add(EnergySection.of(at));
    sections.add(SweepSection.of(at));
    sections.add(MoneySection.of(at, money));
    sections.add(RobustnessSection.of(at, money, options.weights(), options.seed()));
    sections.add(ProvenanceSection.of(at, money, options.weights(), options.seed()));
    return sections;
  }

  private static Section profiles(DossierPage at, ProcurementOptions options) {
    Map<String, RunRecord> runs = new LinkedHashMap<>();
    at.systems().forEach(system -> runs.put(system.label(), system.record()));
    for (StoredProfile profile : options.profiles()) {
      profile
          .refusal(runs.values())
          .ifPresent(why -> {
            throw new ProcurementException(why);
          });
    }
    return ProfileSection.of(options.profiles(), runs, options.language());
  }

  private static Instant latest(List<SystemUnderTest> systems) {
    return systems.stream()
        .map(SystemUnderTest::record)
        .map(ProcurementReport::end)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static Instant end(RunRecord run) {
    return Objects.requireNonNullElse(run.finishedUtc(), run.startedUtc());
  }
}
