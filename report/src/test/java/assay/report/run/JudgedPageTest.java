package assay.report.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.report.document.Block;
import assay.report.document.Document;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.gate.GateVerdict;
import assay.report.nightly.NightlyVerdict;
import assay.report.nightly.SeriesReport;
import assay.report.render.html.HtmlRenderer;
import assay.report.testing.NightlyFixtures;
import assay.report.testing.SamplePages;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import assay.report.text.Language;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of runs that a nightly verdict judges. */
class JudgedPageTest {
  @TempDir private Path folder = Path.of("");

  private static RunReportInput judged() {
    RunReportInput input = Nights.everyKind();
    return input.with(SamplePages.verdict(input.run()));
  }

  @Test
  void thePageOpensWithTheVerdictAndTheFirstBadNight() {
    Document page = RunReport.of(judged(), Language.EN);
    Section first = page.sections().getFirst();
    assertThat(first.anchor()).isEqualTo("verdict");
    assertThat(first.subsections().stream().map(Section::anchor))
        .containsExactly("verdict-causes", "verdict-hosts");
    assertThat(first.blocks().getFirst())
        .isInstanceOfSatisfying(
            Block.Banner.class,
            banner ->
                assertThat(banner.text().toString())
                    .contains("2 series got slower on host-a; first bad night 2026-09-28."));
  }

  @Test
  void everySeriesHasItsVerdictInTheTrend() {
    Document page = RunReport.of(judged(), Language.EN);
    Table all = Nights.table(page, "trend-table");
    assertThat(all.rows().stream().map(row -> row.cells().get(1).text()))
        .hasSize(12)
        .contains("regressed", "improved", "unchanged", "invalid", "missing", "new")
        .doesNotContain("not judged");
    assertThat(Nights.table(page, "trend-marks").rows().stream().map(Nights::words))
        .anyMatch(row -> row.contains("baseline") && row.contains("new cooler"))
        .anyMatch(row -> row.contains("declared") && row.contains("driver 580.65"))
        .noneMatch(row -> row.contains("first bad night"));
    assertThat(new HtmlRenderer().render(page)).doesNotContain("No series is judged here");
  }

  @Test
  void chartsMarkWhatHappened() {
    List<String> charts =
        Nights.charts(new HtmlRenderer().render(RunReport.of(judged(), Language.EN)));
    assertThat(charts)
        .anyMatch(svg ->
            svg.contains("first bad night")
                && svg.contains("driver 580.65")
                && svg.contains("baseline: new cooler"));
    assertThat(charts).anyMatch(svg -> svg.contains("accepted: the price of"));
  }

  @Test
  void aVerdictOnAnotherRunIsRefused() {
    RunReportInput input = Nights.everyKind();
    assertThatThrownBy(() -> input.with(NightlyFixtures.busy()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(input.run().runId().value());
  }

  @Test
  void otherHostsOfTheVerdictAreLeftOut() {
    RunReportInput input = Nights.everyKind();
    NightlyVerdict own = SamplePages.verdict(input.run());
    List<SeriesReport> series = new ArrayList<>(own.series());
    series.addAll(NightlyFixtures.throttled().series());
    NightlyVerdict wide =
        new NightlyVerdict(own.tonight(), series, own.hosts(), own.threshold(), own.remarks());
    assertThat(Nights.html(input.with(wide))).isEqualTo(Nights.html(input.with(own)));
  }

  @Test
  void aSiteShowsHostsBySeriesAndLinksToTheirPages() throws IOException {
    RunStore store = new RunStore(folder.resolve("runs"));
    List<RunFolder> runs = new ArrayList<>();
    List<NightlyVerdict> verdicts = new ArrayList<>();
    for (int host = 0; host < 2; host++) {
      SampleRun run = SampleRuns.everyKind(SampleSystem.number(host), Nights.FIRST, host);
      runs.add(run.write(store));
      String label = Objects.requireNonNull(run.record().environment().host());
      verdicts.add(
          host == 0
              ? SamplePages.verdict(run.record())
              : NightlyFixtures.slowHost(label, run.record().runId(), Nights.FIRST));
    }
    Map<String, Document> pages = new LinkedHashMap<>();
    Site.of(runs, Language.EN, 1, verdicts).write(folder.resolve("site"), pages::put);
    Document overview = Objects.requireNonNull(pages.get("overview.html"));
    Table attention = Nights.table(overview, "attention-table");
    String link = attention.rows().getFirst().cells().getFirst().toString();
    assertThat(pages.keySet())
        .anyMatch(name -> name.startsWith("run-") && link.contains(name + "#trend-1"));
    Table matrix = Nights.table(overview, "series-table");
    assertThat(matrix.columns()).hasSize(3);
    assertThat(matrix.rows().getFirst().cells().get(1).text()).isEqualTo("regressed");
    Document index = Objects.requireNonNull(pages.get("index.html"));
    assertThat(index.sections().getFirst().blocks().toString())
        .contains("host-b got slower as a whole", "overview.html");
    assertThat(
            pages.entrySet().stream()
                .filter(page -> page.getKey().startsWith("machine-"))
                .map(page -> Nights.table(page.getValue(), "trend-table").rows().size()))
        .containsExactlyInAnyOrder(12, 2);
  }

  @Test
  void aVerdictWithoutAnyValueStillHasAPage() {
    RunReportInput input = Nights.everyKind();
    NightlyVerdict own = SamplePages.verdict(input.run());
    NightlyVerdict bare =
        new NightlyVerdict(
            own.tonight(),
            own.series().stream().filter(r -> r.verdict() == GateVerdict.NEW).toList(),
            List.of(),
            own.threshold(),
            List.of());
    assertThat(Nights.html(input.with(bare))).contains("No series on host-a could be judged.");
  }
}
