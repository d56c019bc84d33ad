package assay.report.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.report.document.Block;
import assay.report.document.Document;
import assay.report.document.Inline;
import assay.report.document.Level;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.gate.GateVerdict;
import assay.report.render.html.HtmlRenderer;
import assay.report.render.markdown.MarkdownRenderer;
import assay.report.render.text.TextRenderer;
import assay.report.testing.NightlyFixtures;
import assay.report.text.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a reader of a nightly verdict is told, and in which order. */
class NightlyDocumentTest {
  private static final Path GOLDEN = Path.of("src/test/resources/assay/report/nightly");

  private static String headline(NightlyVerdict verdict) {
    return Headline.of(verdict, Language.EN).text();
  }

  private static List<SeriesReport> only(GateVerdict... verdicts) {
    return NightlyFixtures.busy().series().stream()
        .filter(report -> List.of(verdicts).contains(report.verdict()))
        .toList();
  }

  @Test
  void theHeadlineSaysWhatBecameWorseWhereAndSinceWhen() {
    assertThat(headline(NightlyFixtures.busy()))
        .isEqualTo(
            "2 series got slower on lab-3; first bad night 2026-11-20. 1 series broke its limit."
                + " 1 series has no valid result. 1 series is missing. 1 series has been worse"
                + " since an earlier night. 1 series got better.");
    assertThat(headline(NightlyFixtures.throttled()))
        .isEqualTo("lab-4 got slower as a whole; first bad night 2026-11-23.");
    List<NightlyVerdict> two =
        List.of(
            NightlyFixtures.throttled(),
            NightlyFixtures.slowHost(
                "lab-5",
                NightlyFixtures.busy().tonight().getFirst().run(),
                NightlyFixtures.TONIGHT));
    assertThat(Headline.of(two, Language.EN).text())
        .isEqualTo("lab-4 and lab-5 got slower as a whole; first bad night 2026-11-23.");
    assertThat(headline(NightlyFixtures.both()))
        .startsWith("lab-4 got slower as a whole; first bad night 2026-11-23. 2 series got slower");
  }

  @Test
  void aQuietNightIsGoodAndAnUnjudgedOneIsNot() {
    assertThat(Headline.of(NightlyFixtures.quiet(), Language.EN))
        .isEqualTo(new Headline(Level.GOOD, "No series got worse on lab-3."));
    NightlyVerdict fresh = NightlyFixtures.of(only(GateVerdict.NEW));
    assertThat(Headline.of(fresh, Language.EN))
        .isEqualTo(new Headline(Level.WARN, "No series on lab-3 could be judged."));
    NightlyVerdict gone = NightlyFixtures.of(only(GateVerdict.MISSING, GateVerdict.UNCHANGED));
    assertThat(Headline.of(gone, Language.EN))
        .isEqualTo(new Headline(Level.WARN, "No series got worse on lab-3. 1 series is missing."));
  }

  @Test
  void whatIsAcceptedOrFineNeedsNoAttention() {
    Document document = NightlyDocument.of(NightlyFixtures.busy(), Language.EN);
    Section verdict = document.sections().getFirst();
    Table attention = table(verdict.blocks(), "verdict-attention");
    assertThat(attention.rows().stream().map(row -> row.cells().get(1).text()))
        .containsExactly("regressed", "regressed", "regressed", "invalid", "missing", "regressed");
    assertThat(attention.rows()).noneMatch(row -> row.toString().contains("cpu-scalar"));
    Block.Details others =
        verdict.blocks().stream()
            .filter(Block.Details.class::isInstance)
            .map(Block.Details.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(others.summary()).isEqualTo("5 other series");
    assertThat(others.blocks().toString())
        .contains("cpu-scalar", "accepted: the price of")
        .contains("Chip[level=INFO, text=regressed, detail=alarm of 2026-11-16, accepted]");
  }

  @Test
  void nightsThatAreNearlyAsLikelyAreGiven() {
    Document document = NightlyDocument.of(NightlyFixtures.busy(), Language.EN);
    Table attention = table(document.sections().getFirst().blocks(), "verdict-attention");
    assertThat(attention.rows().getFirst().cells().get(5))
        .isInstanceOfSatisfying(
            Table.Cell.Figure.class,
            night -> {
              assertThat(night.text()).isEqualTo("2026-11-20");
              assertThat(night.detail()).isEqualTo("2026-11-19 to 2026-11-21");
            });
    Table improved = table(document.sections().getFirst().blocks(), "verdict-improved");
    assertThat(improved.rows().getFirst().cells().get(5).toString())
        .contains("2026-11-21")
        .doesNotContain(" to ");
  }

  @Test
  void seriesOfOneCauseAreToldTogether() {
    Document document = NightlyDocument.of(NightlyFixtures.busy(), Language.EN);
    Section causes = section(document, "verdict-causes");
    List<String> paragraphs =
        causes.blocks().stream()
            .filter(Block.Paragraph.class::isInstance)
            .map(block -> Inline.plain(((Block.Paragraph) block).runs()))
            .toList();
    assertThat(paragraphs)
        .hasSize(4)
        .first()
        .asString()
        .startsWith("lab-3, first bad night 2026-11-20 (between 2026-11-19 and 2026-11-21).");
    assertThat(paragraphs.getFirst()).contains("driver: 580.12 → 580.65; driver 580.65 (declared)");
    assertThat(paragraphs.get(1)).contains("gemm/m=1024,n=1024,k=1024", NightlyFixtures.LONG);
    assertThat(paragraphs.get(2)).contains("Nothing that is recorded changed");
    assertThat(causes.blocks()).filteredOn(Block.Command.class::isInstance).hasSize(4);
  }

  @Test
  void theTextIsAsAgreed() throws IOException {
    String text =
        new TextRenderer(110).render(NightlyDocument.of(NightlyFixtures.both(), Language.EN));
    Path golden = GOLDEN.resolve("both.txt");
    if (System.getProperty("assay.golden", "").equals("write")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden));
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void everyMediumHasItInEveryLanguage(Language language) {
    Document document = NightlyDocument.of(NightlyFixtures.both(), language);
    String html = new HtmlRenderer().render(document);
    for (String text :
        List.of(
            new TextRenderer(100).render(document),
            new MarkdownRenderer(MarkdownRenderer.UNLIMITED).render(document),
            html.substring(html.indexOf("<main"), html.indexOf("<script>")))) {
      assertThat(text)
          .contains("2026-11-20", "lab-4", "580.65", "./assay run --suite nightly")
          .doesNotContain("{0}", "{1}", "null", "NaN");
    }
  }

  @Test
  void manyAlarmsOfOneCauseStayShort() {
    NightlyVerdict many = NightlyFixtures.manyAlarms(500);
    Document document = NightlyDocument.summary(many, Language.EN);
    String text = new MarkdownRenderer(60).render(document);
    assertThat(text.lines().count()).isLessThanOrEqualTo(60);
    assertThat(text)
        .contains("500 series got slower on lab-3; first bad night 2026-11-20.")
        .contains("driver: 580.12");
  }

  @Test
  void aSummaryCountsWhatItDoesNotList() {
    String text =
        new TextRenderer(TextRenderer.UNLIMITED)
            .render(NightlyDocument.summary(NightlyFixtures.busy(), Language.EN));
    assertThat(text)
        .contains("12 series: 5 regressed, 1 improved, 1 unchanged, 1 inconclusive, 1 invalid,")
        .doesNotContain("within 1 % of its baseline");
  }

  @Test
  void aVerdictOnNoRunIsRefused() {
    NightlyVerdict quiet = NightlyFixtures.quiet();
    NightlyVerdict none =
        new NightlyVerdict(List.of(), quiet.series(), quiet.hosts(), quiet.threshold(), List.of());
    assertThatThrownBy(() -> NightlyDocument.of(none, Language.EN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no run");
  }

  @Test
  void theOverviewHasTheMostUrgentFirst() {
    NightlyOverview overview =
        new NightlyOverview(
            List.of(NightlyFixtures.throttled(), NightlyFixtures.busy()),
            Language.EN,
            night -> "run-" + night.run().value() + ".html",
            report -> report.alarm() ? "run.html#trend-1" : null);
    Document page = overview.document();
    Table matrix = table(section(page, "series").blocks(), "series-table");
    assertThat(matrix.columns().stream().map(Table.Column::title))
        .containsExactly("Series", "lab-3", "lab-4");
    assertThat(matrix.rows()).hasSize(12);
    assertThat(matrix.rows().getFirst().cells().get(1).text()).isEqualTo("regressed");
    assertThat(matrix.rows().getFirst().cells().get(2).text()).isEqualTo("–");
    assertThat(matrix.rows().getLast().cells())
        .extracting(Table.Cell::text)
        .containsExactly(
            "gemm/m=1024,n=1024,k=1024 · cpu-simd · f32 · time", "unchanged", "unchanged");
    Table hosts = table(section(page, "hosts").blocks(), "nightly-hosts");
    assertThat(hosts.rows().getFirst().cells().stream().map(Table.Cell::text))
        .containsExactly("lab-3", "unchanged", "3", "1", "1", "1", "1", "1", "3");
    assertThat(hosts.rows().getFirst().cells().getFirst().toString()).contains("run-20261123T");
  }

  private static Section section(Document document, String anchor) {
    return document.sections().stream()
        .filter(section -> section.anchor().equals(anchor))
        .findFirst()
        .orElseThrow();
  }

  private static Table table(List<Block> blocks, String anchor) {
    return blocks.stream()
        .flatMap(block -> block instanceof Table table ? Stream.of(table) : Stream.empty())
        .filter(table -> table.anchor().equals(anchor))
        .findFirst()
        .orElseThrow();
  }
}
