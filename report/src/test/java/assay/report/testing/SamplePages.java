package assay.report.testing;

import assay.core.availability.Remedy;
import assay.core.profile.ProfileJson;
import assay.core.record.CellId;
import assay.core.record.RunRecord;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.report.compare.RunData;
import assay.report.document.Document;
import assay.report.money.PriceFile;
import assay.report.nightly.NightlyVerdict;
import assay.report.procurement.ProcurementOptions;
import assay.report.procurement.ProcurementReport;
import assay.report.profile.ProfileDocument;
import assay.report.profile.StoredProfile;
import assay.report.run.RunReader;
import assay.report.run.RunReport;
import assay.report.run.RunReportInput;
import assay.report.text.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The pages that users get: of stored runs, by the ways the command line goes. */
public final class SamplePages {
  private static final Instant FIRST = Instant.parse("2026-10-01T02:00:00Z");
  private static final Path EXAMPLES = Path.of("../results/examples");
  private static final int NIGHTS = 9;
  private static final String PRICES =
      """
      currency: EUR
      defaults: {priceDate: 2026-11-01, years: 5, utilizationPercent: 60, pue: 1.4,
        tariffPerKwh: 0.25, spacePerYear: 900, supportPerYear: 600, discountRatePercent: 4,
        residualValue: 500}
      systems:
        host-a: {capex: 9000}
        host-b: {capex: 14500}
        host-c: {capex: 16000}
      """;

  private SamplePages() {}

  /** Nine nights of one machine; the last has a cell of every kind, and is the page's. */
  public static Document nights(Path folder, Language language) throws IOException {
    List<RunFolder> runs = stored(folder);
    return nightly(runs.getLast(), runs, language);
  }

  /** The same page with a nightly verdict on the run. */
  public static Document judged(Path folder, Language language) throws IOException {
    List<RunFolder> runs = stored(folder);
    RunFolder tonight = runs.getLast();
    RunReportInput input =
        new RunReader(Objects.requireNonNull(tonight.path())).read(tonight, runs, NIGHTS, null);
    return RunReport.of(input.with(verdict(input.run())), language);
  }

  /** A real profile's own page. */
  public static Document profile(Language language) throws IOException {
    Path file = Path.of("src", "test", "resources", "assay", "report", "profile", "profile.json");
    return ProfileDocument.of(
        ProfileJson.read(Files.readAllBytes(file), file.toString()), language, Remedy::text);
  }

  /** A run's page with two profiles of its cells, one without times. */
  public static Document profiled(Language language) {
    SampleRun run = SampleRuns.everyKind(SampleSystem.number(0), FIRST, 7);
    CellId cell = SampleProfiles.host().cell();
    List<StoredProfile> profiles =
        List.of(SampleProfiles.host(), SampleProfiles.invalid()).stream()
            .map(like -> SampleProfiles.of(run.record(), cell, like))
            .map(profile ->
                new StoredProfile(profile, "./assay profile " + profile.profileId().value()))
            .toList();
    return RunReport.of(RunReportInput.of(run.record(), run.forks()).with(profiles), language);
  }

  /** A nightly verdict on a run. */
  public static NightlyVerdict verdict(RunRecord run) {
    return NightlyFixtures.everyKind(
        Objects.requireNonNull(run.environment().host()), run.runId(), run.startedUtc());
  }

  private static List<RunFolder> stored(Path folder) throws IOException {
    RunStore store = new RunStore(folder.resolve("nights"));
    List<RunFolder> runs = new ArrayList<>();
    for (int night = 0; night < NIGHTS; night++) {
      Instant start = FIRST.plus(Duration.ofDays(night));
      runs.add(SampleRuns.everyKind(SampleSystem.number(0), start, 1000L + night).write(store));
    }
    return runs;
  }

  /** The example among the results: a real run with its telemetry. */
  public static Document example(Language language) throws IOException {
    List<RunFolder> runs = new RunStore(EXAMPLES).list();
    return nightly(runs.getFirst(), List.of(), language);
  }

  private static Document nightly(RunFolder tonight, List<RunFolder> others, Language language)
      throws IOException {
    RunReader reader = new RunReader(Objects.requireNonNull(tonight.path()));
    return RunReport.of(reader.read(tonight, others, NIGHTS, null), language);
  }

  /** A cell of every kind on each of three systems with prices; the third meters no energy. */
  public static Document dossier(Path folder, Language language) throws IOException {
    List<RunData> systems = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      SampleRun run =
          SampleRuns.everyKind(SampleSystem.number(i), FIRST.plus(Duration.ofDays(i)), 1L + i);
      systems.add(RunData.of(run.record(), run.forks()));
    }
    Path prices = Files.writeString(folder.resolve("prices.yaml"), PRICES);
    return ProcurementReport.ofData(
        systems, ProcurementOptions.of(language, "Assay 0.1.0").withPrices(PriceFile.read(prices)));
  }
}
