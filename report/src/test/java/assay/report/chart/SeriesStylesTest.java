package assay.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesStylesTest {
  @Test
  void aStyleDoesNotDependOnTheOrderOfTheRecords() {
    List<String> ids = new ArrayList<>(SampleCharts.TARGETS);
    SeriesStyles styles = SeriesStyles.of(ids);
    Collections.shuffle(ids, new Random(5));
    SeriesStyles shuffled = SeriesStyles.of(ids);
    for (String id : ids) {
      assertThat(shuffled.style(id)).isEqualTo(styles.style(id));
    }
  }

  @Test
  void thirtySeriesDifferInColourAndShape() {
    List<String> ids = IntStream.range(10, 40).mapToObj(i -> "target" + i).toList();
    SeriesStyles styles = SeriesStyles.of(ids);
    Set<List<Object>> looks = new HashSet<>();
    for (String id : ids) {
      SeriesStyle style = styles.style(id);
      looks.add(List.of(style.color(), style.marker()));
    }
    assertThat(looks).hasSize(30);
  }

  @Test
  void eightTargetsDifferInShapeAloneForGreyPrint() {
    List<String> ids = IntStream.range(0, 8).mapToObj(i -> "target" + i).toList();
    SeriesStyles styles = SeriesStyles.of(ids);
    assertThat(ids.stream().map(id -> styles.style(id).marker())).doesNotHaveDuplicates();
  }

  @Test
  void twoSeriesOfOneTargetShareItsColourOnly() {
    List<SeriesStyle> styles = SeriesStyles.of(List.of("a", "b")).styles(List.of("a", "b", "a"));
    assertThat(styles.get(2).color()).isEqualTo(styles.get(0).color());
    assertThat(styles.get(2).marker()).isNotEqualTo(styles.get(0).marker());
    assertThat(styles.get(2).dash()).isNotEqualTo(styles.get(0).dash());
  }
}
