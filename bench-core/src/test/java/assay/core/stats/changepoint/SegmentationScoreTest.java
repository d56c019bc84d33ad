package assay.core.stats.changepoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Against the values that the Turing benchmark's own metrics document, and by hand. */
class SegmentationScoreTest {
  private static final double CLOSE = 1e-12;

  private static SegmentationScore score(
      List<List<Integer>> annotators, List<Integer> reported, int length) {
    return SegmentationScore.of(annotators, reported, length);
  }

  @Test
  void f1IsThatOfTheBenchmark() {
    List<List<Integer>> agree =
        List.of(List.of(10, 20), List.of(11, 20), List.of(10), List.of(0, 5));
    assertThat(score(agree, List.of(10, 20), 45).f1()).isEqualTo(1);
    List<List<Integer>> differ = List.of(List.of(), List.of(10), List.of(50));
    assertThat(score(differ, List.of(10), 60).f1()).isCloseTo(0.9090909090909091, within(CLOSE));
    assertThat(score(differ, List.of(), 60).f1()).isCloseTo(0.8, within(CLOSE));
  }

  @Test
  void coveringIsThatOfTheBenchmark() {
    assertThat(
            score(List.of(List.of(10, 20), List.of(10), List.of(0, 5)), List.of(10, 20), 45)
                .covering())
        .isCloseTo(0.7962962962962963, within(CLOSE));
    List<List<Integer>> differ = List.of(List.of(), List.of(10), List.of(40));
    assertThat(score(differ, List.of(10), 45).covering())
        .isCloseTo(0.7954144620811286, within(CLOSE));
    assertThat(score(differ, List.of(), 45).covering())
        .isCloseTo(0.8189300411522634, within(CLOSE));
  }

  /** One of two reported changes is real, and one of three real ones is reported. */
  @Test
  void oneAnnotatorByHand() {
    SegmentationScore score = score(List.of(List.of(20, 50, 80)), List.of(25, 40), 100);
    assertThat(score.precision()).isCloseTo(2.0 / 3, within(CLOSE));
    assertThat(score.recall()).isCloseTo(2.0 / 4, within(CLOSE));
    assertThat(score.f1()).isCloseTo(4.0 / 7, within(CLOSE));
    // Segments of 20, 30, 30, 20; the best reported ones are [0, 25), [25, 40), [40, 100) twice.
    assertThat(score.covering())
        .isCloseTo(0.2 * 20 / 25 + 0.3 * 15 / 30 + 0.3 * 30 / 60 + 0.2 * 20 / 60, within(CLOSE));
  }

  @Test
  void theMarginIsFivePointsAndAReportedChangeCountsOnce() {
    assertThat(score(List.of(List.of(50)), List.of(55), 100).recall()).isEqualTo(1);
    assertThat(score(List.of(List.of(50)), List.of(56), 100).recall()).isEqualTo(0.5);
    assertThat(score(List.of(List.of(50, 54)), List.of(52), 100).recall())
        .isCloseTo(2.0 / 3, within(CLOSE));
  }
}
