package assay.core.stats.changepoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DetectorEvaluationTest {
  private static final List<LabelledSeries> SET = LabelledSeries.set(2, 5);

  @Test
  void theSetHasEveryShapeWithEveryNoiseAndTheSameSeedTheSameValues() {
    assertThat(SET).hasSize(2 * LabelledSeries.Shape.values().length * 4);
    Set<String> kinds =
        SET.stream().map(s -> s.shape() + " " + s.noise()).collect(Collectors.toSet());
    assertThat(kinds).hasSize(SET.size() / 2);
    for (int i = 0; i < SET.size(); i++) {
      assertThat(LabelledSeries.set(2, 5).get(i).values()).isEqualTo(SET.get(i).values());
    }
    assertThat(LabelledSeries.set(2, 6).getFirst().values()).isNotEqualTo(SET.getFirst().values());
  }

  @Test
  void labelsAreInsideAndApart() {
    for (LabelledSeries series : LabelledSeries.set(40, 9)) {
      int last = 0;
      assertThat(series.values().length).isBetween(60, 400);
      for (int change : series.changes()) {
        assertThat(change - last).as("%s", series.shape()).isGreaterThanOrEqualTo(12);
        last = change;
      }
      assertThat(series.values().length - last).isGreaterThanOrEqualTo(12);
      int expected =
          switch (series.shape()) {
            case NONE, SPIKES, VARIANCE, DRIFT -> 0;
            case STEP, RAMP -> 1;
            case RETURN -> 2;
            case STEPS -> Math.clamp(series.changes().size(), 2, 4);
          };
      assertThat(series.changes()).hasSize(expected);
    }
  }

  /** It finds the beginning of every series: of one, two, three changes all, a half, a third … */
  @Test
  void reportingNothingHasTheScoreThatItMustHave() {
    DetectorEvaluation.Result nothing =
        DetectorEvaluation.of(Method.NOTHING, SET).where(s -> s.changes().size() == 1);
    assertThat(nothing.precision()).isEqualTo(1);
    assertThat(nothing.recall()).isEqualTo(0.5);
    assertThat(DetectorEvaluation.of(Method.NOTHING, SET).where(s -> s.changes().isEmpty()).f1())
        .isEqualTo(1);
  }

  /** On a few series; 'evaluate detector' has many. */
  @Test
  void theEnsembleIsBetterThanEveryComparison() {
    List<LabelledSeries> set = LabelledSeries.set(3, 17);
    DetectorEvaluation.Result own = DetectorEvaluation.of(Method.ENSEMBLE, set).overall();
    assertThat(own.f1()).isGreaterThan(DetectorEvaluation.GOAL);
    assertThat(own.covering()).isGreaterThan(DetectorEvaluation.GOAL);
    for (Method method : Method.values()) {
      if (method.comparison()) {
        DetectorEvaluation.Result other = DetectorEvaluation.of(method, set).overall();
        assertThat(own.f1()).as(method.title()).isGreaterThan(other.f1());
        assertThat(own.covering()).as(method.title()).isGreaterThan(other.covering());
      }
    }
  }
}
