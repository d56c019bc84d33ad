package assay.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import assay.report.document.Chart;
import assay.report.document.Theme;
import assay.report.text.Language;
import java.awt.Color;
import java.awt.GraphicsEnvironment;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for charts of every kind. */
class EveryChartTest {
  private static final String TITLE = "What one should see, said in a sentence";

  /** Words that must be found in each, axis titles with their units first. */
  private static final Map<String, List<String>> WORDS =
      Map.ofEntries(
          Map.entry(
              "bars", List.of("Throughput (GFLOP/s)", "cpu-scalar · f32", "train/cnn-fashion")),
          Map.entry("forest", List.of("Speed of the new run to that of the old", "← slower", "1×")),
          Map.entry(
              "trend", List.of("Throughput (GFLOP/s)", "cpu-onednn · f32", "kernel 6.8.0-51")),
          Map.entry("forks", List.of("Time per call (ms)", "Fork", "10")),
          Map.entry("loss", List.of("Training loss", "Step", "cpu-simd · f32")),
          Map.entry(
              "accuracy", List.of("Test accuracy (%)", "Time (s)", "target 90 %", "cuda · f32")),
          Map.entry(
              "health",
              List.of("Utilization (%)", "Core clock (GHz)", "Package power (W)", "throttled")),
          Map.entry(
              "roofline",
              List.of("Operational intensity (FLOP/B)", "L3 triad 82 GB/s", "conv/3x3")),
          Map.entry(
              "roofline-many",
              List.of(
                  "Throughput (FLOP/s)", "14  memory/triad,variant=13,direction=backward-filter")),
          Map.entry("roofline-sized", List.of("relu_0", "relu_3", "peak 214 GFLOP/s")),
          Map.entry(
              "latency",
              List.of("Throughput (samples/s)", "Median latency", "1\u00a0ms", "cuda · f32")),
          Map.entry("heatmap", List.of("Throughput (GFLOP/s)", "Threads", "32", "cpu-simd · f32")),
          Map.entry(
              "power", List.of("Power while busy", "100\u00a0W", "10\u00a0GFLOP/s/W", "cuda")),
          Map.entry(
              "tornado",
              List.of("Cost of ownership over 4 years (EUR)", "Discount rate", "2 … 8 %")),
          Map.entry("cost", List.of("Utilization (%)", "System B", "B is cheaper from 40.5 % on")));

  private static Map<String, Chart> charts(long seed) {
    return new SampleCharts(seed, Language.EN).all();
  }

  private static String svg(Chart chart) {
    return ChartImages.svg(chart, Theme.LIGHT, TITLE, "Alternative text");
  }

  @Test
  void axesAndSeriesAreNamed() {
    Map<String, Chart> charts = charts(7);
    assertThat(WORDS.keySet()).isEqualTo(charts.keySet());
    charts.forEach((name, chart) ->
        assertThat(new SvgProbe(svg(chart), 45).words()).as(name).containsAll(WORDS.get(name)));
  }

  @Test
  void noNumberIsInScientificNotation() {
    charts(7)
        .forEach((name, chart) ->
            assertThat(new SvgProbe(svg(chart), 45).words())
                .as(name)
                .noneMatch(word -> word.matches(".*\\d[eE][-+]?\\d.*")));
  }

  /** So that a page can turn it dark by its style sheet. */
  @Test
  void everyColourIsTheThemes() {
    Set<String> theme = new TreeSet<>();
    Theme.LIGHT.roles().values().forEach(color -> theme.add(hex(color)));
    Theme.LIGHT.series().forEach(color -> theme.add(hex(color)));
    charts(7)
        .forEach((name, chart) ->
            assertThat(theme).as(name).containsAll(new SvgProbe(svg(chart), 45).colors));
  }

  private static String hex(Color color) {
    return String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xffffff);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noTextRunsIntoAnotherOrOutOfTheChart(long seed) {
    charts(seed)
        .forEach((name, chart) -> {
          SvgProbe svg = new SvgProbe(svg(chart), 45);
          List<SvgProbe.Text> texts =
              svg.texts.stream()
                  .filter(text -> !text.turned() && !text.text().equals(TITLE))
                  .toList();
          Rectangle2D page =
              new Rectangle2D.Double(-0.5, -0.5, chart.width() + 1, chart.height() + 1);
          for (SvgProbe.Text text : texts) {
            assertThat(page.contains(text.box()))
                .as("%s of seed %d: %s at %s within", name, seed, text.text(), text.box())
                .isTrue();
          }
          assertThat(overlaps(texts)).as("%s of seed %d", name, seed).isEmpty();
        });
  }

  private static List<String> overlaps(List<SvgProbe.Text> texts) {
    List<String> overlaps = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      for (int k = i + 1; k < texts.size(); k++) {
        if (texts.get(i).box().intersects(texts.get(k).box())) {
          overlaps.add(texts.get(i) + " / " + texts.get(k));
        }
      }
    }
    return overlaps;
  }

  @Test
  void theSameDataGiveTheSameBytesUnderAnotherLocaleAndTimeZone() {
    Map<String, Chart> first = charts(3);
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    List<String> before = first.values().stream().map(EveryChartTest::svg).toList();
    byte[] png = trend(first);
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      Map<String, Chart> second = charts(3);
      assertThat(second.values().stream().map(EveryChartTest::svg).toList()).isEqualTo(before);
      assertThat(trend(second)).isEqualTo(png);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  private static byte[] trend(Map<String, Chart> charts) {
    return ChartImages.png(Objects.requireNonNull(charts.get("trend")), Theme.DARK, TITLE);
  }

  /** The pictures are left in target/charts, to be looked at. */
  @Test
  void everyChartIsDrawnInEveryThemeWithoutAScreen() throws IOException {
    assertThat(GraphicsEnvironment.isHeadless()).isTrue();
    Path folder = Files.createDirectories(Path.of("target", "charts"));
    for (Map.Entry<String, Chart> each : charts(7).entrySet()) {
      Files.writeString(folder.resolve(each.getKey() + ".svg"), svg(each.getValue()));
      for (Theme theme : List.of(Theme.LIGHT, Theme.DARK, Theme.PRINT)) {
        byte[] png = ChartImages.png(each.getValue(), theme, TITLE);
        Files.write(folder.resolve(each.getKey() + "-" + theme.name() + ".png"), png);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(image.getWidth()).isEqualTo(2 * (VectorChart.WIDTH + 32));
        Set<Integer> colors = colors(image);
        int page = theme.color(Theme.Role.BACKGROUND).getRGB();
        assertThat(image.getRGB(3, 3)).as("background of %s", theme.name()).isEqualTo(page);
        assertThat(colors)
            .as("%s in %s", each.getKey(), theme.name())
            .contains(theme.color(Theme.Role.TEXT).getRGB(), page)
            .hasSizeGreaterThan(50);
        if (!each.getKey().equals("heatmap")) {
          assertThat(colors)
              .as("series of %s in %s", each.getKey(), theme.name())
              .containsAnyElementsOf(theme.series().stream().map(Color::getRGB).toList());
        }
      }
    }
  }

  private static Set<Integer> colors(BufferedImage image) {
    Set<Integer> colors = new HashSet<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        colors.add(image.getRGB(x, y));
      }
    }
    return colors;
  }

  @Test
  void germanMarksDecimalsWithACommaEverywhere() {
    new SampleCharts(7, Language.DE)
        .all()
        .forEach((name, chart) ->
            assertThat(new SvgProbe(svg(chart), 45).words().stream())
                .as(name)
                .filteredOn(word -> word.matches("[\\d.,]+(\u00a0.*|×)?"))
                .noneMatch(word -> word.contains(".")));
  }
}
