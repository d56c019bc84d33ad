package assay.report.procurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.report.compare.RunData;
import assay.report.document.Block;
import assay.report.document.Document;
import assay.report.document.Figure;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.money.PriceFile;
import assay.report.money.Prices;
import assay.report.render.html.HtmlRenderer;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import assay.report.text.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProcurementReportTest {
  private static final Instant FIRST = Instant.parse("2026-10-01T02:00:00Z");
  private static final Instant SECOND = Instant.parse("2026-10-02T02:00:00Z");
  private static final String PRICES =
      """
      currency: EUR
      defaults:
        priceDate: 2026-11-01
        years: 5
        utilizationPercent: 60
        pue: 1.4
        tariffPerKwh: 0.25
        spacePerYear: 900
        supportPerYear: 600
        discountRatePercent: 4
        residualValue: 500
      systems:
        host-a: {capex: 9000}
        host-b: {capex: 14500}
        host-c: {capex: 16000}
      """;

  @TempDir Path folder = Path.of("");

  private static ProcurementOptions options() {
    return ProcurementOptions.of(Language.EN, "Assay 0.1.0");
  }

  private Prices prices(String yaml) throws IOException {
    return PriceFile.read(Files.writeString(folder.resolve("prices.yaml"), yaml));
  }

  private static RunData data(SampleRun run) {
    return RunData.of(run.record(), run.forks());
  }

  /** A cell of every kind on each of three systems; the third has no energy sensor. */
  private static List<RunData> everyKind() {
    return List.of(
        data(SampleRuns.everyKind(SampleSystem.number(0), FIRST, 1)),
        data(SampleRuns.everyKind(SampleSystem.number(1), SECOND, 2)),
        data(SampleRuns.everyKind(SampleSystem.number(2), SECOND.plusSeconds(9), 3)));
  }

  private static List<Decision> decisions(SampleRun a, SampleRun b) {
    List<Decision> decisions = new ArrayList<>();
    SystemComparison.of(SystemsUnderTest.of(List.of(data(a), data(b))), null)
        .tasks()
        .forEach((task, results) -> {
          if (!task.ceiling()) {
            decisions.add(Decision.of(task, results));
          }
        });
    return decisions;
  }

  private static Stream<Block> blocks(List<Section> sections) {
    return sections.stream()
        .flatMap(s -> Stream.concat(unfolded(s.blocks()), blocks(s.subsections())));
  }

  private static Stream<Block> unfolded(List<Block> blocks) {
    return blocks.stream()
        .flatMap(block ->
            block instanceof Block.Details details ? unfolded(details.blocks()) : Stream.of(block));
  }

  private static Table table(Document document, String anchor) {
    return blocks(document.sections())
        .filter(Table.class::isInstance)
        .map(Table.class::cast)
        .filter(table -> table.anchor().equals(anchor))
        .findFirst()
        .orElseThrow();
  }

  private static Section section(Document document, String anchor) {
    return document.sections().stream()
        .filter(section -> section.anchor().equals(anchor))
        .findFirst()
        .orElseThrow();
  }

  /** The row whose first cell begins so, as texts. */
  private static List<String> row(Table table, String first) {
    return table.rows().stream()
        .map(row -> row.cells().stream().map(Table.Cell::text).toList())
        .filter(cells -> cells.getFirst().startsWith(first))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aSystemThatIsAQuarterFasterIsAheadEverywhere() {
    SampleSystem system = SampleSystem.number(0);
    List<Decision> decisions =
        decisions(
            SampleRuns.of(system, FIRST, 40, 11),
            SampleRuns.of(system.faster(1.25), SECOND, 40, 12));
    List<Decision> comparable = decisions.stream().filter(Decision::comparable).toList();
    assertThat(comparable).isNotEmpty();
    for (Decision decision : comparable) {
      assertThat(decision.shown()).as(decision.task().toString()).isEqualTo(Decision.Shown.AHEAD);
      assertThat(decision.ranked().getFirst().system().letter()).isEqualTo("B");
      assertThat(decision.leads().getFirst().ratio()).isBetween(1.23, 1.27);
    }
  }

  @Test
  void aSystemIsNotAheadOfItself() {
    SampleSystem system = SampleSystem.number(0);
    List<Decision> decisions =
        decisions(SampleRuns.of(system, FIRST, 200, 21), SampleRuns.of(system, SECOND, 200, 22));
    long comparable = decisions.stream().filter(Decision::comparable).count();
    long ahead =
        decisions.stream().filter(d -> d.comparable() && d.shown() == Decision.Shown.AHEAD).count();
    assertThat(comparable).isGreaterThan(40);
    // One in twenty by chance; three in twenty would be far beyond it.
    assertThat(ahead).isLessThan(comparable * 3 / 20);
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void theTenSectionsStandInTheirOrderInEveryLanguage(Language language) throws IOException {
    Document document =
        ProcurementReport.ofData(
            everyKind(), ProcurementOptions.of(language, "Assay 0.1.0").withPrices(prices(PRICES)));
    assertThat(document.sections().stream().map(Section::anchor))
        .containsExactly(
            "decision",
            "systems",
            "roofline",
            "latency",
            "accuracy",
            "energy",
            "sweeps",
            "money",
            "robustness",
            "provenance");
    String html = new HtmlRenderer().render(document);
    assertThat(html).contains("lang=\"" + language.tag() + "\"");
    assertThat(table(document, "break-even").rows()).hasSize(3);
  }

  @Test
  void theSameRecordsGiveTheSameBytesWhateverTheLocale() throws IOException {
    ProcurementOptions options = options().withPrices(prices(PRICES));
    String before = new HtmlRenderer().render(ProcurementReport.ofData(everyKind(), options));
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      assertThat(new HtmlRenderer().render(ProcurementReport.ofData(everyKind(), options)))
          .isEqualTo(before);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void whatWasNotMeasuredIsSaidAndComparedNowhere() {
    Document document = ProcurementReport.ofData(everyKind(), options());
    Table gaps = table(document, "gaps");
    List<String> kinds =
        gaps.rows().stream().map(row -> row.cells().get(2).text()).distinct().toList();
    assertThat(kinds)
        .containsExactlyInAnyOrder(
            "emulated", "unavailable", "unsupported", "wrong result", "failed", "timed out");
    assertThat(gaps.rows()).hasSize(18);
    for (String anchor : List.of("ahead", "times", "joules")) {
      assertThat(table(document, anchor).rows().toString())
          .as(anchor)
          .doesNotContain("pocl")
          .doesNotContain("opencl-fpga, ");
    }
    assertThat(row(table(document, "ahead"), "gemm/m=2048").get(2)).isEqualTo("no interval");
  }

  @Test
  void energyFromAStandInFolderDoesNotCount() throws IOException {
    Document document = ProcurementReport.ofData(everyKind(), options().withPrices(prices(PRICES)));
    List<String> standIn = row(table(document, "joules"), "gemm/m=512");
    assertThat(standIn.subList(3, 7)).containsOnly("unavailable");
    assertThat(standIn.getLast()).isEqualTo("stand-in");
    // Six of the seven tasks of the mix are metered by the machine itself.
    assertThat(row(table(document, "inputs"), "Power is that of").get(1)).contains("6 of 7 tasks");
  }

  @Test
  void withoutWattsOfOneSystemEnergyIsInNoTotal() throws IOException {
    Document document = ProcurementReport.ofData(everyKind(), options().withPrices(prices(PRICES)));
    assertThat(section(document, "money").blocks().toString())
        .contains("left out of every total")
        .contains("C · host-c: power was not measured");
    Table cost = table(document, "tco");
    assertThat(row(cost, "Energy").getLast()).isEqualTo("unavailable");
    // 9000 + (900 + 600) · 4.451822 − 500 / 1.04⁵
    assertThat(row(cost, "Total").get(1)).isEqualTo("15\u202f267\u00a0EUR");
    Document metered =
        ProcurementReport.ofData(everyKind().subList(0, 2), options().withPrices(prices(PRICES)));
    assertThat(section(metered, "money").blocks().toString())
        .doesNotContain("left out of every total");
  }

  @Test
  void energyOfUnknownAccuracyIsComparedWithNoOtherSystems() throws IOException {
    RunData known = new MixRuns(0).task(0, 1, 100).done();
    RunData unknown = new MixRuns(1).accuracy(null).task(0, 1, 50).done();
    Document document =
        ProcurementReport.ofData(List.of(known, unknown), options().withPrices(prices(PRICES)));
    assertThat(section(document, "money").blocks().toString())
        .contains("left out of every total")
        .contains("B · host-b: the accuracy of package-0 (rapl) is neither stated nor known")
        .doesNotContain("A · host-a: the accuracy");
    assertThat(row(table(document, "tco"), "Energy").get(2)).isNotEqualTo("unavailable");
    assertThat(section(document, "energy").blocks().toString())
        .contains("a sensor without known accuracy compares only with itself")
        .doesNotContain("does the most work per joule");
  }

  /** Half the joules of one task are more than ± 1 % of either; 1 % less are not. */
  @Test
  void theMostWorkPerJouleIsClaimedOnlyBeyondWhatTheSensorsMayBeOff() {
    RunData base = new MixRuns(0).task(0, 1, 100).done();
    RunData half = new MixRuns(1).task(0, 1, 50).done();
    RunData alike = new MixRuns(1).task(0, 1, 99).done();
    assertThat(section(ProcurementReport.ofData(List.of(base, half), options()), "energy"))
        .extracting(energy -> energy.blocks().toString())
        .asString()
        .contains("B · host-b does the most work per joule at its best");
    assertThat(section(ProcurementReport.ofData(List.of(base, alike), options()), "energy"))
        .extracting(energy -> energy.blocks().toString())
        .asString()
        .contains("No system is shown to do more work per joule");
  }

  @Test
  void whatTheEnergyCostIncludesIsSaid() throws IOException {
    String shares =
        PRICES.replace(
            "{capex: 14500}",
            "{capex: 14500, unmeteredPercent: 20, unmeteredSource: a meter in the rack}");
    Document document =
        ProcurementReport.ofData(everyKind().subList(0, 2), options().withPrices(prices(shares)));
    assertThat(section(document, "money").blocks().toString())
        .contains("do not include the same")
        .contains("A · host-a: without fans, voltage regulators and power supply")
        .contains("B · host-b: with 20.0\u00a0% for fans, voltage regulators and power supply");
    assertThat(table(document, "inputs").rows().toString()).contains("a meter in the rack");
    assertThat(table(document, "tco").rows().toString()).contains("without fans");
    Document alike =
        ProcurementReport.ofData(everyKind().subList(0, 2), options().withPrices(prices(PRICES)));
    assertThat(section(alike, "money").blocks().toString())
        .doesNotContain("do not include the same");
    assertThat(table(alike, "inputs").rows().toString())
        .contains("the price of electricity stays the same");
  }

  @Test
  void anEnergyWindowOfOtherWorkIsMarked() {
    RunData base = new MixRuns(0).task(0, 1, 100).done();
    RunData off = new MixRuns(1).windowExcess(0.03).task(0, 1, 100).done();
    Table joules = table(ProcurementReport.ofData(List.of(base, off), options()), "joules");
    assertThat(joules.rows().getFirst().toString()).doesNotContain("energy window");
    assertThat(joules.rows().getLast().toString())
        .contains("an execution took +3.00\u00a0% in the energy window");
  }

  @Test
  void aSystemWithoutAPriceIsLeftOutAndNamed() throws IOException {
    Document none = ProcurementReport.ofData(everyKind(), options());
    assertThat(section(none, "money").blocks().toString()).contains("No prices were given");
    assertThat(section(none, "money").subsections())
        .as("the mix needs no prices")
        .extracting(Section::anchor)
        .containsExactly("mix");
    String some = PRICES.replace("  host-b: {capex: 14500}\n", "");
    Document document = ProcurementReport.ofData(everyKind(), options().withPrices(prices(some)));
    assertThat(section(document, "money").blocks().toString())
        .contains("B · host-b: prices.yaml has neither its run nor its host");
    assertThat(table(document, "tco").columns()).hasSize(3);
    String partly = PRICES.replace("{capex: 16000}", "{residualValue: 1}");
    Document gap = ProcurementReport.ofData(everyKind(), options().withPrices(prices(partly)));
    assertThat(section(gap, "money").blocks().toString())
        .contains("C · host-c: not stated: capex. Write 0 if there is none");
  }

  @Test
  void theReferenceIsNamedByLetterHostOrRun() {
    List<SystemUnderTest> systems = SystemsUnderTest.of(everyKind());
    assertThat(SystemComparison.of(systems, null).reference().letter()).isEqualTo("A");
    assertThat(SystemComparison.of(systems, "B").reference().letter()).isEqualTo("B");
    assertThat(SystemComparison.of(systems, "host-c").reference().letter()).isEqualTo("C");
    assertThat(SystemComparison.of(systems, systems.get(1).runId()).reference().letter())
        .isEqualTo("B");
    assertThatThrownBy(() -> SystemComparison.of(systems, "host-z"))
        .isInstanceOf(ProcurementException.class)
        .hasMessageContaining("no systems match 'host-z'");
  }

  @Test
  void twoToEightDifferentRunsAreNeeded() {
    List<RunData> runs = everyKind();
    assertThatThrownBy(() -> SystemsUnderTest.of(runs.subList(0, 1)))
        .isInstanceOf(ProcurementException.class)
        .hasMessageContaining("2 to 8 systems, one run each; got 1");
    assertThatThrownBy(() -> SystemsUnderTest.of(List.of(runs.getFirst(), runs.getFirst())))
        .isInstanceOf(ProcurementException.class)
        .hasMessageContaining("is given twice");
  }

  @Test
  void otherWorkUnderTheSameNameIsNotCompared() {
    SampleSystem system = SampleSystem.number(0);
    List<Result> results =
        SystemComparison.of(
                SystemsUnderTest.of(
                    List.of(
                        data(SampleRuns.of(system, FIRST, 4, 1)),
                        data(OtherWork.twice(SampleRuns.of(system, SECOND, 4, 2))))),
                null)
            .tasks()
            .getOrDefault(new Task("peak/fma", "f32"), List.of());
    assertThat(results).hasSize(2);
    assertThat(results.getFirst()).isInstanceOf(Result.Measured.class);
    assertThat(results.getLast())
        .isInstanceOfSatisfying(
            Result.Absent.class,
            absent ->
                assertThat(absent.gaps().getFirst().kind()).isEqualTo(Result.Kind.OTHER_WORK));
  }

  @Test
  void weightsDecideWhatCounts() {
    List<RunData> runs = everyKind();
    SystemComparison comparison = SystemComparison.of(SystemsUnderTest.of(runs), null);
    Weights onlyTraining =
        Weights.parse("w.yaml", "weights:\n  - {workload: train/*, weight: 2}\nother: 0\n");
    Scores some = Scores.of(comparison, onlyTraining, 42);
    Scores all = Scores.of(comparison, Weights.EQUAL, 42);
    assertThat(some.counted()).containsExactly(new Task("train/cnn-fashion,epochs=4", "f32"));
    assertThat(all.counted()).hasSize(7);
    assertThat(some.all().ratio(1, 0))
        .isEqualTo(Objects.requireNonNull(all.families().get("train")).ratio(1, 0));
    assertThat(all.all().interval(1, 0).contains(all.all().ratio(1, 0))).isTrue();
  }

  @Test
  void checksumsAreThoseOfTheFiles() throws Exception {
    RunStore store = new RunStore(folder.resolve("runs"));
    List<RunFolder> folders = new ArrayList<>();
    folders.add(SampleRuns.everyKind(SampleSystem.number(0), FIRST, 1).write(store));
    folders.add(SampleRuns.everyKind(SampleSystem.number(1), SECOND, 2).write(store));
    Document document = ProcurementReport.of(folders, options());
    byte[] forks = Files.readAllBytes(folders.getFirst().forksFile());
    String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(forks));
    assertThat(table(document, "checksums").rows().toString()).contains(sum);
    assertThat(table(document, "checksums").rows()).hasSize(4);
  }

  @Test
  void whatAHostCallsItselfIsNoMarkup() throws IOException {
    SampleSystem evil =
        new SampleSystem(
            "<script>alert(1)</script>",
            "\u202eUPC",
            null,
            1,
            100,
            true,
            SampleSystem.number(0).settings());
    Document document =
        ProcurementReport.ofData(
            List.of(
                data(SampleRuns.everyKind(evil, FIRST, 1)),
                data(SampleRuns.everyKind(SampleSystem.number(1), SECOND, 2))),
            options());
    String html = new HtmlRenderer().render(document);
    assertThat(html).doesNotContain("<script>alert").doesNotContain("\u202e");
    assertThat(html).contains("&lt;script&gt;alert(1)");
  }

  @Test
  void everyFigureTellsThoseWhoCannotSeeIt() throws IOException {
    Document document = ProcurementReport.ofData(everyKind(), options().withPrices(prices(PRICES)));
    List<Figure> figures =
        blocks(document.sections())
            .filter(Figure.class::isInstance)
            .map(Figure.class::cast)
            .toList();
    assertThat(figures.stream().map(Figure::anchor))
        .contains("means", "sweep-1", "accuracy-1", "power-flop", "spread-1", "cost", "tornado-a")
        .contains("utilization");
    assertThat(figures.stream().map(Figure::title)).doesNotHaveDuplicates();
  }
}
