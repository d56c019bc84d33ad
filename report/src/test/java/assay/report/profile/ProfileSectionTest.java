package assay.report.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.profile.Profile;
import assay.core.record.CellId;
import assay.core.record.RunRecord;
import assay.report.compare.RunData;
import assay.report.document.Document;
import assay.report.document.Section;
import assay.report.procurement.ProcurementException;
import assay.report.procurement.ProcurementOptions;
import assay.report.procurement.ProcurementReport;
import assay.report.render.html.HtmlRenderer;
import assay.report.render.pdf.PdfRenderer;
import assay.report.render.text.TextRenderer;
import assay.report.run.RunReport;
import assay.report.run.RunReportInput;
import assay.report.testing.Golden;
import assay.report.testing.SampleProfiles;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import assay.report.text.Language;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Profiles on a run's page and in a dossier. */
class ProfileSectionTest {
  private static final CellId CELL = SampleProfiles.host().cell();
  private static final CellId GPU = SampleRuns.id("gemm/m=1024,n=1024,k=1024", "cuda");

  private static SampleRun run(int system) {
    Instant start = Instant.parse("2026-10-01T02:00:00Z").plusSeconds(system);
    return SampleRuns.everyKind(SampleSystem.number(system), start, 7L + system);
  }

  private static StoredProfile stored(RunRecord run, CellId cell, Profile like) {
    Profile profile = SampleProfiles.of(run, cell, like);
    return new StoredProfile(profile, "./assay profile " + profile.profileId());
  }

  private static Document page(List<StoredProfile> profiles, Language language) {
    SampleRun run = run(0);
    return RunReport.of(RunReportInput.of(run.record(), run.forks()).with(profiles), language);
  }

  private static Section section(Document page) {
    return page.sections().stream()
        .filter(each -> each.anchor().equals(ProfileSection.ANCHOR))
        .findFirst()
        .orElseThrow();
  }

  private static String text(Document page) {
    Document section =
        new Document("Page", "of a run", page.language(), page.metadata(), List.of(section(page)));
    return new TextRenderer(TextRenderer.UNLIMITED).render(section);
  }

  /** With times, with a wrong output and so without times, and of a cell that was unavailable. */
  private static List<StoredProfile> three() {
    RunRecord run = run(0).record();
    return List.of(
        stored(run, CELL, SampleProfiles.host()),
        stored(run, CELL, SampleProfiles.invalid()),
        stored(run, GPU, SampleProfiles.unavailable()));
  }

  @Test
  void aRunsPageHasItsProfilesAfterItsResults() throws Exception {
    Document page = page(three(), Language.EN);
    assertThat(page.sections().stream().map(Section::anchor))
        .containsSequence("results", "profiles", "changes");
    Golden.check("profile/section.txt", text(page));
    assertThat(page.figures().stream().map(figure -> figure.anchor()))
        .contains("profile-1-roofline");
  }

  /** A profile of the page's own run without another setting has no warning. */
  @Test
  void otherSettingsAreSaid() {
    RunRecord run = run(0).record();
    Profile same = SampleProfiles.of(run, CELL, SampleProfiles.host());
    Profile two =
        new Profile(
            Profile.CURRENT,
            same.profileId(),
            same.startedUtc(),
            same.finishedUtc(),
            same.assay(),
            same.environment(),
            same.cell(),
            2,
            same.seed(),
            same.parts(),
            same.forks());
    assertThat(text(page(List.of(new StoredProfile(two, "./assay profile ID")), Language.EN)))
        .contains("1 setting was not that of the run")
        .contains("(run → profile): threads: 16 → 2.");
    assertThat(text(page(three(), Language.EN))).doesNotContain("not that of the run");
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void everyLanguageAndMediumHasThem(Language language) {
    Document page = page(three(), language);
    assertThat(new HtmlRenderer().render(page))
        .contains("id=\"profile-1-recoverable\"", "./assay profile 20261122T051500Z-pr0f1e");
    assertThat(new String(new PdfRenderer().render(page), 0, 5, StandardCharsets.US_ASCII))
        .isEqualTo("%PDF-");
  }

  @Test
  void aPageTakesNoProfileOfAnotherRun() {
    SampleRun run = run(0);
    StoredProfile other = stored(run(1).record(), CELL, SampleProfiles.host());
    RunReportInput input = RunReportInput.of(run.record(), run.forks());
    assertThatThrownBy(() -> input.with(List.of(other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is of another machine");
  }

  private static Document dossier(StoredProfile profile) {
    List<RunData> systems =
        IntStream.range(0, 2)
            .mapToObj(ProfileSectionTest::run)
            .map(run -> RunData.of(run.record(), run.forks()))
            .toList();
    return ProcurementReport.ofData(
        systems, ProcurementOptions.of(Language.EN, "Assay 0.1.0").withProfiles(List.of(profile)));
  }

  @Test
  void aDossierNamesTheSystem() {
    Document dossier = dossier(stored(run(1).record(), CELL, SampleProfiles.host()));
    assertThat(dossier.sections().stream().map(Section::anchor))
        .containsSequence("roofline", "profiles");
    assertThat(section(dossier).subsections().getFirst().title())
        .isEqualTo("infer/cnn-fashion,batch=1 on cpu-simd in f32, B · host-b");
    assertThat(text(dossier)).contains("100 µs (97.5 … 102.5 µs)");
  }

  @Test
  void aDossierTakesNoProfileOfAnotherSystem() {
    assertThatThrownBy(() -> dossier(stored(run(2).record(), CELL, SampleProfiles.host())))
        .isInstanceOf(ProcurementException.class)
        .hasMessageContaining("Example CPU 9200 in the profile and Example CPU 9000 in the run")
        .hasMessageContaining("Example CPU 9200 in the profile and Example CPU 9100 in the run");
  }
}
