package assay.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.report.document.Theme;
import assay.report.text.Format;
import assay.report.text.Language;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GroupStripsTest {
  private static final ChartStyle STYLE =
      new ChartStyle(Format.of(Language.EN), SeriesStyles.of(List.of("a", "b")));
  private static final Quantity TIME = new Quantity("Time", "s");

  private static String svg(List<GroupStrips.Group> groups) {
    return ChartImages.svg(
        new GroupStrips(TIME, "System", groups, STYLE), Theme.LIGHT, "Title", "Alternative");
  }

  @Test
  void everyValueIsADotAndEveryGroupIsNamed() {
    String svg =
        svg(
            List.of(
                new GroupStrips.Group("a", "A", List.of(1.0, 1.1, 1.2)),
                new GroupStrips.Group("b", "B", List.of(2.0, 2.2))));
    assertThat(Pattern.compile("<(circle|ellipse)").matcher(svg).results().count()).isEqualTo(5);
    assertThat(svg).contains(">A<").contains(">B<").contains("System").contains("Time (s)");
  }

  @Test
  void equalValuesAndASingleOneCanBeDrawn() {
    assertThat(svg(List.of(new GroupStrips.Group("a", "A", List.of(1.0, 1.0)))))
        .isEqualTo(svg(List.of(new GroupStrips.Group("a", "A", List.of(1.0, 1.0)))));
    assertThat(svg(List.of(new GroupStrips.Group("a", "A", List.of(0.001))))).contains("<svg");
  }

  @Test
  void whatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> new GroupStrips.Group("a", "A", List.of(Double.NaN)))
        .hasMessageContaining("a value of A");
    assertThatThrownBy(() -> new GroupStrips.Group("a", "A", List.of()))
        .hasMessageContaining("values");
    assertThatThrownBy(() -> svg(List.of())).hasMessageContaining("groups");
  }
}
