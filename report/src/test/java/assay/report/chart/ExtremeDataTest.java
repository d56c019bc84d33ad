package assay.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.report.document.Theme;
import assay.report.text.Language;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtremeDataTest {
  private static final ChartStyle STYLE = new SampleCharts(1, Language.EN).style;
  private static final Quantity RATE = new Quantity("Throughput", "FLOP/s");
  private static final String LONG = "gemm/m=1024,".repeat(834).substring(0, 10_000);
  private static final Instant NIGHT = Instant.parse("2026-09-01T02:00:00Z");

  private static BarGroup rows(String heading, int count, String label) {
    return new BarGroup(
        heading,
        IntStream.range(0, count)
            .mapToObj(i -> new BarRow("cuda", label + i, Estimate.of(i + 2, i + 1, i + 3)))
            .toList());
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void whatIsNotFiniteIsRefusedInWords(double value) {
    String remedy = "write why it is missing";
    assertThatThrownBy(() -> Estimate.withoutInterval(value)).hasMessageContaining(remedy);
    assertThatThrownBy(() -> Estimate.of(1, 0, value)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SpreadStrips.Strip("cuda", "1", List.of(1.0, value), true))
        .hasMessageContaining(remedy);
    assertThatThrownBy(
            () -> new Curve("cuda", "a curve", new double[] {1}, new double[] {value}, null))
        .hasMessageContaining("'a curve'")
        .hasMessageContaining(remedy);
    assertThatThrownBy(() -> new Heatmap.Row("a row", List.of(value)))
        .hasMessageContaining("a row")
        .hasMessageContaining(remedy);
    assertThatThrownBy(() -> new Sensitivity("price", "1", "2", 1, value))
        .hasMessageContaining("price");
    assertThatThrownBy(() -> new Ceiling("L2", value)).hasMessageContaining("L2");
  }

  @Test
  void whatHasNoPlaceOnItsAxisIsRefused() {
    assertThatThrownBy(() ->
            new TradeOff.Point("batch 1", Estimate.of(1, -0.1, 2), Estimate.withoutInterval(1)))
        .hasMessageContaining("batch 1")
        .hasMessageContaining("must be above 0");
    assertThatThrownBy(() ->
            new IntervalBars(
                RATE,
                List.of(
                    new BarGroup("", List.of(new BarRow("cuda", "row", Estimate.of(1, -1, 2))))),
                STYLE))
        .hasMessageContaining("row reaches down to -1.0");
    assertThatThrownBy(() -> new Interval(2, 1)).hasMessageContaining("empty");
    assertThatThrownBy(() -> new IntervalBars(RATE, List.of(), STYLE))
        .hasMessageContaining("write why there are none");
  }

  @Test
  void aSeriesWithoutStyleIsRefusedWithTheIdsThereAre() {
    BarGroup group = new BarGroup("", List.of(new BarRow("tpu", "row", Estimate.of(1, 1, 1))));
    assertThatThrownBy(() -> new SvgProbe(new IntervalBars(RATE, List.of(group), STYLE)))
        .hasMessageContaining("'tpu'")
        .hasMessageContaining("cpu-onednn");
  }

  @Test
  void oneNightIsAPointWithItsWhisker() {
    SvgProbe svg =
        new SvgProbe(
            new TrendChart(
                RATE,
                List.of(
                    new TrendChart.Trend(
                        "cuda", "cuda", List.of(new Night(NIGHT, Estimate.of(9e9, 8e9, 10e9))))),
                List.of(),
                STYLE));
    assertThat(svg.words()).contains("2026-09-01", "9.0");
    assertThat(svg.lines).anyMatch(line -> line.width() == 1.6 && !line.level());
  }

  @Test
  void aTrendOfMissingNightsIsRefused() {
    List<TrendChart.Trend> trends =
        List.of(new TrendChart.Trend("cuda", "cuda", List.of(new Night(NIGHT, null))));
    assertThatThrownBy(() -> new TrendChart(RATE, trends, List.of(), STYLE))
        .hasMessageContaining("a night that has a value");
  }

  @Test
  void equalValuesStandInTheMiddleOfAnAxisThatNamesThem() {
    List<SpreadStrips.Strip> forks =
        Collections.nCopies(
            6, new SpreadStrips.Strip("cuda", "F", Collections.nCopies(5, 0.0312), true));
    SvgProbe svg =
        new SvgProbe(
            new SpreadStrips(
                new Quantity("Time", "s"),
                "Fork",
                forks,
                Estimate.of(0.0312, 0.0312, 0.0312),
                STYLE));
    List<SvgProbe.Line> medians = svg.lines.stream().filter(line -> line.width() == 2.6).toList();
    assertThat(medians).hasSize(6);
    assertThat(medians.getFirst().y1()).isBetween(svg.up("31.4"), svg.up("31.0"));
  }

  @Test
  void zerosAreBarsOfNoLength() {
    BarGroup zero = new BarGroup("", List.of(new BarRow("cuda", "row", Estimate.of(0, 0, 0))));
    SvgProbe svg = new SvgProbe(new IntervalBars(RATE, List.of(zero), STYLE));
    assertThat(svg.levelWhiskers())
        .singleElement()
        .satisfies(
            line -> assertThat(line.left()).isEqualTo(line.right()).isEqualTo(svg.across("0")));
  }

  @Test
  void fiveHundredRowsMakeTheChartGrowAndPortionsCutIt() {
    List<BarGroup> groups = List.of(rows("gemm", 300, "a"), rows("conv", 200, "b"));
    IntervalBars all = new IntervalBars(RATE, groups, STYLE);
    assertThat(all.height()).isGreaterThan(500 * 20);
    assertThat(new SvgProbe(all).levelWhiskers()).hasSize(500);

    List<List<BarGroup>> portions = BarGroup.portions(groups, 120);
    assertThat(portions).hasSize(5);
    assertThat(portions.stream().flatMap(List::stream).flatMap(g -> g.rows().stream()).toList())
        .isEqualTo(groups.stream().flatMap(g -> g.rows().stream()).toList());
    assertThat(portions.get(2).stream().map(BarGroup::heading)).containsExactly("gemm", "conv");
    assertThat(portions)
        .allSatisfy(p ->
            assertThat(p.stream().mapToInt(g -> g.rows().size()).sum()).isLessThanOrEqualTo(120));
  }

  @Test
  void aPngBeyondReasonIsRefusedWithARemedy() {
    IntervalBars huge = new IntervalBars(RATE, List.of(rows("gemm", 2_000, "r")), STYLE);
    assertThatThrownBy(() -> ChartImages.png(huge, Theme.LIGHT, "Title"))
        .hasMessageContaining("draw fewer rows to a chart, or take the SVG");
  }

  @Test
  void longLabelsAreShortenedWithinTheChartAndKeptInFull() {
    List<VectorChart> charts =
        List.of(
            new IntervalBars(RATE, List.of(rows(LONG, 3, LONG)), STYLE),
            new TrendChart(
                RATE,
                List.of(
                    new TrendChart.Trend(
                        "cuda", LONG, List.of(new Night(NIGHT, Estimate.of(3, 2, 4))))),
                List.of(new TrendChart.Change(NIGHT, LONG + 1)),
                STYLE),
            new Heatmap(
                RATE, LONG, List.of(LONG), List.of(new Heatmap.Row(LONG, List.of(1.0))), STYLE),
            TradeOffChart.power(
                new Quantity("Power", "W"),
                RATE,
                new Quantity("Efficiency", "FLOP/s/W"),
                List.of(
                    new TradeOff(
                        "cuda",
                        LONG,
                        List.of(
                            new TradeOff.Point(LONG, Estimate.of(3, 2, 4), Estimate.of(3, 2, 4))))),
                STYLE),
            new Tornado(
                new Quantity(LONG, "EUR"),
                1,
                List.of(new Sensitivity(LONG, LONG, LONG, 0, 2)),
                new Tornado.Words(LONG, LONG, LONG),
                STYLE));
    for (VectorChart chart : charts) {
      assertThat(chart.shortened()).as(chart.getClass().getSimpleName()).isNotEmpty();
      assertThat(chart.shortened()).allMatch(label -> label.length() >= 10_000);
      assertThat(new SvgProbe(chart).texts)
          .as(chart.getClass().getSimpleName())
          .anyMatch(text -> text.text().endsWith("…"))
          .allMatch(text ->
              text.box().getMinX() >= -0.1 && text.box().getMaxX() <= VectorChart.WIDTH + 16);
    }
  }

  @Test
  void hostileTextStaysText() {
    String hostile = "<script>alert(1)</script>&\"'\u0000\u202egnp.exe";
    BarGroup group =
        new BarGroup(hostile, List.of(new BarRow("cuda", hostile, Estimate.of(2, 1, 3))));
    String svg =
        ChartImages.svg(
            new IntervalBars(RATE, List.of(group), STYLE), Theme.LIGHT, hostile, hostile);
    SvgProbe probe = new SvgProbe(svg, 45);
    assertThat(probe.elements).doesNotContain("script");
    assertThat(probe.words()).anyMatch(word -> word.startsWith("<script>alert(1)</script>&\"'"));
    assertThat(svg).doesNotContain("\u0000").doesNotContain("\u202e");
  }

  @Test
  void manyStepsAreThinnedButTheirExtremesStay() {
    int n = 200_000;
    double[] x = IntStream.range(0, n).mapToDouble(i -> i).toArray();
    double[] y = new double[n];
    Arrays.fill(y, 1);
    y[123_457] = 9;
    TrainingCurves loss =
        TrainingCurves.loss(
            new Quantity("Step", "1"),
            new Quantity("Loss", "1"),
            List.of(new Curve("cuda", "cuda", x, y, null)),
            STYLE);
    SvgProbe svg = new SvgProbe(loss);
    assertThat(ChartImages.svg(loss, Theme.LIGHT, "T", "A").length()).isLessThan(80_000);
    double nine = svg.up("8") - (svg.up("2") - svg.up("8")) / 6;
    assertThat(svg.paths.stream().map(SvgProbe.Path::data))
        .anyMatch(data ->
            Arrays.stream(data.split("[ML]", -1))
                .filter(corner -> corner.contains(" "))
                .anyMatch(corner ->
                    Math.abs(Double.parseDouble(corner.strip().split(" ", -1)[1]) - nine) < 0.1));
  }

  @Test
  void aHeatmapOfManyColumnsHasALegendInsteadOfCutNumbers() {
    List<String> columns = IntStream.rangeClosed(1, 40).mapToObj(Integer::toString).toList();
    List<Double> values = new ArrayList<>();
    columns.forEach(column -> values.add(1e9 * Integer.parseInt(column)));
    SvgProbe svg =
        new SvgProbe(
            new Heatmap(RATE, "Threads", columns, List.of(new Heatmap.Row("cuda", values)), STYLE));
    assertThat(svg.words()).contains("0", "40.0").noneMatch(word -> word.contains("…"));
    List<SvgProbe.Text> names =
        svg.texts.stream()
            .filter(text -> text.text().matches("[1-9]\\d*") && text.y() < 60)
            .toList();
    assertThat(names).hasSizeGreaterThan(5);
    for (int i = 0; i < names.size(); i++) {
      assertThat(names.get(i).box().getMaxX()).isLessThanOrEqualTo(VectorChart.WIDTH);
      if (i > 0) {
        assertThat(names.get(i).box().getMinX())
            .as("%s apart from %s", names.get(i), names.get(i - 1))
            .isGreaterThan(names.get(i - 1).box().getMaxX() + 4);
      }
    }
  }

  @Test
  void namesOfManyForksAreLeftOutNotCut() {
    List<SpreadStrips.Strip> forks =
        IntStream.rangeClosed(1, 40)
            .mapToObj(
                i -> new SpreadStrips.Strip("cuda", Integer.toString(i), List.of(1.0, 2.0), true))
            .toList();
    SvgProbe svg =
        new SvgProbe(new SpreadStrips(new Quantity("Time", "s"), "Fork", forks, null, STYLE));
    assertThat(svg.words()).contains("1").noneMatch(word -> word.contains("…"));
  }
}
