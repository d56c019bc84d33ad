package assay.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.report.document.Theme;
import assay.report.text.Language;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is drawn stands where its value is: read back from the drawing by its own tick marks. */
class GeometryTest {
  // Two decimals of the SVG, and tick marks read to the same.
  private static final double PIXEL = 0.03;
  private static final ChartStyle STYLE = new SampleCharts(1, Language.EN).style;
  private static final Quantity RATE = new Quantity("Throughput", "FLOP/s");

  private static BarGroup group(Estimate... estimates) {
    List<BarRow> rows = new ArrayList<>();
    for (int i = 0; i < estimates.length; i++) {
      rows.add(new BarRow("cpu-simd", "row " + i, estimates[i]));
    }
    return new BarGroup("", rows);
  }

  private static double linear(double value, double low, double atLow, double high, double atHigh) {
    return atLow + (value - low) / (high - low) * (atHigh - atLow);
  }

  @Test
  void whiskersOfBarsEndAtTheirIntervals() {
    SvgProbe svg =
        new SvgProbe(
            new IntervalBars(
                RATE,
                List.of(group(Estimate.of(80e9, 61e9, 95e9), Estimate.of(3e9, 2e9, 9e9))),
                STYLE));
    double zero = svg.across("0");
    double eighty = svg.across("80");
    List<SvgProbe.Line> whiskers = svg.levelWhiskers();
    assertThat(whiskers).hasSize(2);
    double[][] intervals = {{61, 95}, {2, 9}};
    for (int i = 0; i < 2; i++) {
      assertThat(whiskers.get(i).left())
          .isCloseTo(linear(intervals[i][0], 0, zero, 80, eighty), within(PIXEL));
      assertThat(whiskers.get(i).right())
          .isCloseTo(linear(intervals[i][1], 0, zero, 80, eighty), within(PIXEL));
    }
  }

  @Test
  void aValueWithoutIntervalHasNoWhisker() {
    SvgProbe svg =
        new SvgProbe(new IntervalBars(RATE, List.of(group(Estimate.withoutInterval(80e9))), STYLE));
    assertThat(svg.levelWhiskers()).isEmpty();
    assertThat(svg.words()).contains("80.0\u00a0GFLOP/s");
  }

  @Test
  void ratiosStandOnALogarithmicAxisAboutOne() {
    RatioForest forest =
        new RatioForest(
            "Ratio",
            new RatioForest.Sides("slower", "faster"),
            List.of(group(Estimate.of(2, 1.5, 4), Estimate.of(0.5, 0.25, 0.8))),
            STYLE);
    SvgProbe svg = new SvgProbe(forest);
    double one = svg.across("1×");
    double two = svg.across("2×");
    double half = svg.across("0.5×");
    assertThat(two - one).isCloseTo(one - half, within(PIXEL));
    double[][] intervals = {{1.5, 4}, {0.25, 0.8}};
    List<SvgProbe.Line> whiskers = svg.levelWhiskers();
    assertThat(whiskers).hasSize(2);
    for (int i = 0; i < 2; i++) {
      assertThat(whiskers.get(i).left())
          .isCloseTo(one + (two - one) * Math.log(intervals[i][0]) / Math.log(2), within(PIXEL));
      assertThat(whiskers.get(i).right())
          .isCloseTo(one + (two - one) * Math.log(intervals[i][1]) / Math.log(2), within(PIXEL));
    }
    assertThat(svg.text("← slower").box().getMaxX()).isLessThan(one);
    assertThat(svg.text("faster →").box().getMinX()).isGreaterThan(one);
  }

  @Test
  void theBandOfATrendRunsAlongItsIntervalsAndStopsAtAMissingNight() {
    Instant first = Instant.parse("2026-09-01T00:00:00Z");
    List<Night> nights = new ArrayList<>();
    double[] low = {90e9, 92e9, 0, 91e9, 94e9};
    for (int i = 0; i < low.length; i++) {
      Estimate median = i == 2 ? null : Estimate.of(low[i] + 1e9, low[i], low[i] + 2e9);
      nights.add(new Night(first.plusSeconds(86_400L * i), median));
    }
    SvgProbe svg =
        new SvgProbe(
            new TrendChart(
                RATE, List.of(new TrendChart.Trend("cuda", "cuda", nights)), List.of(), STYLE));
    double ninety = svg.up("90");
    double ninetySix = svg.up("96");
    List<double[]> bands =
        svg.paths.stream()
            .map(SvgProbe.Path::data)
            .filter(d -> corners(d).length == 8)
            .map(GeometryTest::corners)
            .toList();
    assertThat(bands).as("two stretches of two nights, a closed band each").hasSize(2);
    double[][] lower = {{90, 92}, {91, 94}};
    for (int i = 0; i < 2; i++) {
      // There along the lower ends, back along the upper ones.
      double[] ends = {lower[i][0], lower[i][1], lower[i][1] + 2, lower[i][0] + 2};
      for (int k = 0; k < 4; k++) {
        assertThat(bands.get(i)[2 * k + 1])
            .as("corner %d of stretch %d", k, i)
            .isCloseTo(linear(ends[k], 90, ninety, 96, ninetySix), within(PIXEL));
      }
    }
  }

  private static double[] corners(String path) {
    return Arrays.stream(path.split("[^-\\d.]+", -1))
        .filter(s -> !s.isEmpty())
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  @Test
  void intervalsOfATradeOffRunBothWays() {
    Estimate watts = Estimate.of(100, 50, 200);
    Estimate rate = Estimate.of(1e12, 0.5e12, 4e12);
    SvgProbe svg =
        new SvgProbe(
            TradeOffChart.power(
                new Quantity("Power", "W"),
                RATE,
                new Quantity("Efficiency", "FLOP/s/W"),
                List.of(
                    new TradeOff("cuda", "cuda", List.of(new TradeOff.Point("gemm", watts, rate)))),
                STYLE));
    SvgProbe.Line across = svg.levelWhiskers().getFirst();
    assertThat(across.left()).isCloseTo(svg.across("50\u00a0W"), within(PIXEL));
    assertThat(across.right()).isCloseTo(svg.across("200\u00a0W"), within(PIXEL));
    assertThat(svg.lines.stream().filter(line -> line.width() == 1.6 && !line.level()))
        .filteredOn(line -> Math.abs(Math.abs(line.y1() - line.y2()) - 8) > 0.1)
        .singleElement()
        .satisfies(line -> {
          assertThat(Math.max(line.y1(), line.y2())).isCloseTo(svg.up("500\u00a0G"), within(PIXEL));
          assertThat(Math.abs(line.y1() - line.y2()))
              .isCloseTo(3 * (svg.up("500\u00a0G") - svg.up("1\u00a0T")), within(4 * PIXEL));
        });
  }

  @Test
  void aSlantedCeilingMeetsTheLevelOneAtItsRidge() {
    SvgProbe svg =
        new SvgProbe(
            new Roofline(
                new Quantity("Intensity", "FLOP/B"),
                RATE,
                List.of(new Ceiling("memory", 100e9)),
                List.of(new Ceiling("peak", 1e12)),
                List.of(
                    new Roofline.Point(
                        "cuda",
                        "gemm",
                        Estimate.withoutInterval(10),
                        Estimate.of(4e11, 3e11, 5e11))),
                List.of(),
                STYLE));
    List<SvgProbe.Line> ceilings = svg.lines.stream().filter(line -> line.width() == 1.8).toList();
    assertThat(ceilings).hasSize(2);
    SvgProbe.Line level = ceilings.get(0);
    SvgProbe.Line slanted = ceilings.get(1);
    assertThat(level.y1()).isCloseTo(svg.up("1\u00a0T"), within(PIXEL));
    assertThat(level.left()).as("10 FLOP/B").isCloseTo(svg.across("10"), within(PIXEL));
    assertThat(slanted.right()).isCloseTo(level.left(), within(PIXEL));
    assertThat(Math.min(slanted.y1(), slanted.y2())).isCloseTo(level.y1(), within(PIXEL));
  }

  @Test
  void labelsRunAlongTheirSlantedCeilings() {
    Roofline roofline =
        new Roofline(
            new Quantity("Intensity", "FLOP/B"),
            RATE,
            List.of(new Ceiling("memory", 100e9)),
            List.of(new Ceiling("peak", 1e12)),
            List.of(),
            List.of(),
            STYLE);
    SvgProbe.Line slanted =
        new SvgProbe(roofline)
            .lines.stream().filter(line -> line.width() == 1.8 && !line.level()).findFirst().get();
    double degrees =
        Math.toDegrees(Math.atan2(slanted.y2() - slanted.y1(), slanted.x2() - slanted.x1()));
    String svg = ChartImages.svg(roofline, Theme.LIGHT, "Title", "Alternative");
    Matcher turned = Pattern.compile("rotate\\(([-\\d.]+)\\)").matcher(svg);
    assertThat(turned.find()).isTrue();
    assertThat(Double.parseDouble(turned.group(1))).isCloseTo(degrees, within(0.02));
  }

  @Test
  void barsOfATornadoLeadFromTheBaseCaseToTheirOutcomes() {
    SvgProbe svg =
        new SvgProbe(
            new Tornado(
                new Quantity("Cost", "EUR"),
                20,
                List.of(new Sensitivity("price", "1", "2", 10, 40)),
                new Tornado.Words("low", "high", "base"),
                STYLE));
    double ten = svg.across("10");
    double forty = svg.across("40");
    double base = linear(20, 10, ten, 40, forty);
    assertThat(svg.boxes.stream().filter(box -> box.getHeight() == 18))
        .satisfiesExactly(
            high -> {
              assertThat(high.getMinX()).isCloseTo(base, within(PIXEL));
              assertThat(high.getMaxX()).isCloseTo(forty, within(PIXEL));
            },
            low -> {
              assertThat(low.getMinX()).isCloseTo(ten, within(PIXEL));
              assertThat(low.getMaxX()).isCloseTo(base, within(PIXEL));
            });
  }

  @Test
  void windowsOfForksAndThrottlingStandAtTheirTimes() {
    double[] seconds = {0, 50, 100};
    HealthChart.Trace trace =
        new HealthChart.Trace("cuda", "clock", seconds, new double[] {1e9, 2e9, 3e9});
    SvgProbe svg =
        new SvgProbe(
            new HealthChart(
                "Time",
                List.of(new HealthChart.Plot(new Quantity("Clock", "Hz"), List.of(trace))),
                List.of(new HealthChart.Span(20, 60)),
                List.of(new HealthChart.Span(40, 40.1)),
                new HealthChart.Words("fork", "throttled"),
                STYLE));
    double twenty = svg.across("20");
    double hundred = svg.across("100");
    assertThat(svg.boxes)
        .anySatisfy(fork -> {
          assertThat(fork.getMinX()).isCloseTo(twenty, within(PIXEL));
          assertThat(fork.getMaxX()).isCloseTo(linear(60, 20, twenty, 100, hundred), within(PIXEL));
          assertThat(fork.getHeight()).isGreaterThan(80);
        })
        .anySatisfy(throttled -> {
          double from = linear(40, 20, twenty, 100, hundred);
          assertThat(throttled.getMinX()).isCloseTo(from, within(PIXEL));
          assertThat(throttled.getWidth()).as("a moment shows").isGreaterThan(1.5);
          assertThat(throttled.getHeight()).isCloseTo(6, within(0.1));
        });
  }

  @Test
  void boxesAndMediansOfStripsStandAtTheirQuartiles() {
    SpreadStrips.Strip strip =
        new SpreadStrips.Strip("cuda", "fork", List.of(5.0, 1.0, 2.0, 4.0, 3.0), true);
    SvgProbe svg =
        new SvgProbe(
            new SpreadStrips(
                new Quantity("Time", "s"),
                "Fork",
                List.of(strip),
                Estimate.of(3, 1.5, 4.5),
                STYLE));
    double one = svg.up("1");
    double five = svg.up("5");
    assertThat(svg.boxes)
        .anySatisfy(quartiles -> {
          assertThat(quartiles.getMaxY()).isCloseTo(linear(2, 1, one, 5, five), within(PIXEL));
          assertThat(quartiles.getMinY()).isCloseTo(linear(4, 1, one, 5, five), within(PIXEL));
        })
        .anySatisfy(interval -> {
          assertThat(interval.getMaxY()).isCloseTo(linear(1.5, 1, one, 5, five), within(PIXEL));
          assertThat(interval.getMinY()).isCloseTo(linear(4.5, 1, one, 5, five), within(PIXEL));
        });
    assertThat(svg.lines.stream().filter(line -> line.width() == 2.6))
        .singleElement()
        .satisfies(
            median -> assertThat(median.y1()).isCloseTo(linear(3, 1, one, 5, five), within(PIXEL)));
  }

  @Test
  void aCellWithoutAValueHasADashAndItsNeighboursTheirNumbers() {
    SvgProbe svg =
        new SvgProbe(
            new Heatmap(
                RATE,
                "Threads",
                List.of("1", "2"),
                List.of(new Heatmap.Row("cuda", Arrays.asList(40e9, null))),
                STYLE));
    assertThat(svg.text("40.0").box().getCenterX())
        .isCloseTo(svg.text("1").box().getCenterX(), within(1.0));
    assertThat(svg.text("–").box().getCenterX())
        .isCloseTo(svg.text("2").box().getCenterX(), within(1.0));
    assertThat(svg.boxes.stream().filter(box -> box.getHeight() < 40)).hasSize(2);
  }
}
