package assay.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import assay.report.text.Language;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of the environment in a trend, crowded as they come. */
class EventLabelsTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void labelsKeepOffEachOtherAndOffEachOthersLines(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Instant first = Instant.parse("2026-01-01T02:00:00Z");
    List<Night> nights = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      double value = 1e9 * random.nextDouble(0.98, 1.02);
      nights.add(
          new Night(first.plusSeconds(86_400L * i), Estimate.of(value, value - 5e6, value + 5e6)));
    }
    List<TrendChart.Change> changes = new ArrayList<>();
    int count = 2 + random.nextInt(9);
    for (int i = 0; i < count; i++) {
      Instant at = first.plusSeconds(random.nextLong(86_400L * 120));
      changes.add(new TrendChart.Change(at, "change ".repeat(1 + random.nextInt(4)) + i));
    }
    ChartStyle style = new SampleCharts(1, Language.EN).style;
    SvgProbe svg =
        new SvgProbe(
            new TrendChart(
                new Quantity("Throughput", "FLOP/s"),
                List.of(new TrendChart.Trend("cuda", "cuda", nights)),
                changes,
                style));
    List<SvgProbe.Text> labels =
        svg.texts.stream().filter(text -> text.text().startsWith("change")).toList();
    assertThat(labels).as("seed %d", seed).hasSize(count);
    List<SvgProbe.Line> dashed = svg.lines.stream().filter(line -> line.width() == 1.2).toList();
    assertThat(dashed).as("seed %d", seed).hasSize(count);
    for (SvgProbe.Text label : labels) {
      assertThat(labels)
          .as("seed %d: %s", seed, label)
          .filteredOn(other -> other.box().intersects(label.box()))
          .containsExactly(label);
      assertThat(dashed)
          .as("seed %d: lines through %s", seed, label)
          .noneMatch(
              line -> label.box().intersectsLine(line.x1(), line.y1(), line.x2(), line.y2()));
    }
  }
}
