package assay.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.report.document.Theme;
import assay.report.text.Format;
import assay.report.text.Language;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SpreadStripsTest {
  private static final ChartStyle STYLE =
      new ChartStyle(Format.of(Language.EN), SeriesStyles.of(List.of("a", "b")));
  private static final Quantity TIME = new Quantity("Time", "s");

  private static String svg(List<SpreadStrips.Strip> groups) {
    return ChartImages.svg(
        new SpreadStrips(TIME, "System", groups, null, STYLE), Theme.LIGHT, "Title", "Alternative");
  }

  @Test
  void everyValueIsADotAndEveryGroupIsNamed() {
    String svg =
        svg(
            List.of(
                new SpreadStrips.Strip("a", "A", List.of(1.0, 1.1, 1.2), true),
                new SpreadStrips.Strip("b", "B", List.of(2.0, 2.2), true)));
    assertThat(Pattern.compile("<path[^>]* d=\"M[^LZ]*C[^LZ]*Z\"").matcher(svg).results().count())
        .as("round shapes")
        .isEqualTo(5);
    assertThat(svg).contains(">A<").contains(">B<").contains("System").contains("Time (s)");
  }

  @Test
  void equalValuesAndASingleOneCanBeDrawn() {
    assertThat(svg(List.of(new SpreadStrips.Strip("a", "A", List.of(1.0, 1.0), true))))
        .isEqualTo(svg(List.of(new SpreadStrips.Strip("a", "A", List.of(1.0, 1.0), true))));
    assertThat(svg(List.of(new SpreadStrips.Strip("a", "A", List.of(0.001), true))))
        .contains("<svg");
  }

  @Test
  void whatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> new SpreadStrips.Strip("a", "A", List.of(Double.NaN), true))
        .hasMessageContaining("a value of A");
    assertThatThrownBy(() -> new SpreadStrips.Strip("a", "A", List.of(), true))
        .hasMessageContaining("values");
    assertThatThrownBy(() -> svg(List.of())).hasMessageContaining("strips");
  }
}
