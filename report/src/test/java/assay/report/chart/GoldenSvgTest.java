package assay.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import assay.report.document.Theme;
import assay.report.text.Language;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** One small chart to the byte, but for the embedded faces. */
class GoldenSvgTest {
  @Test
  void smallBars() throws IOException {
    ChartStyle style = new SampleCharts(1, Language.EN).style;
    IntervalBars bars =
        new IntervalBars(
            new Quantity("Throughput", "FLOP/s"),
            List.of(
                new BarGroup(
                    "gemm/m=1024",
                    List.of(
                        new BarRow("cpu-simd", "cpu-simd · f32", Estimate.of(61e9, 58e9, 63e9)),
                        new BarRow(
                            "cpu-scalar", "cpu-scalar · f32", Estimate.withoutInterval(24e8))))),
            style);
    String svg =
        ChartImages.svg(bars, Theme.LIGHT, "cpu-simd is 25× faster", "Bars of two targets")
            .replaceAll("base64,[^)]*", "base64,…");
    Path actual = Files.createDirectories(Path.of("target", "charts")).resolve("golden-bars.svg");
    Files.writeString(actual, svg);
    assertThat(svg)
        .as("see %s; where the change is meant, it becomes the golden file", actual)
        .isEqualTo(golden());
  }

  private static String golden() throws IOException {
    try (InputStream in = GoldenSvgTest.class.getResourceAsStream("golden-bars.svg")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
