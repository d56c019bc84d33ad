package assay.core.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.program.DataType;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
  private static final Tensor C = new Tensor("c", Shape.of(2, 5), DataType.F32);

  private static Comparison of(double... ratios) {
    Comparison comparison = new Comparison();
    for (int i = 0; i < ratios.length; i++) {
      comparison.compare(C, i, 0, 1, ratios[i]);
    }
    return comparison;
  }

  private static String worst(Comparison comparison) {
    return comparison.verdict("check").mismatch().orElseThrow().position();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0.5, 1.25, 0.5",
    "1, 0.5, 0, 2",
    "1, 0, 1, 0",
    "1, 0, 2, Infinity",
    "NaN, 1, NaN, 0",
    "NaN, 1, 2, Infinity",
    "1, Infinity, NaN, Infinity",
    "1, 5, NaN, Infinity",
    "1, 5, Infinity, Infinity",
    "Infinity, 5, Infinity, 0",
    "1, Infinity, Infinity, 0",
    "1, Infinity, 1e300, 0"
  })
  void theErrorAsAMultipleOfItsBound(double expected, double bound, double actual, double ratio) {
    assertThat(Comparison.ratio(expected, bound, actual)).isEqualTo(ratio);
  }

  @Test
  void theWorstElementIsKept() {
    Verdict verdict = of(0.5, 2, 7, 3, 7).verdict("check");
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.checked()).isEqualTo(5);
    assertThat(verdict.worst()).isEqualTo(7);
    Verdict.Mismatch mismatch = verdict.mismatch().orElseThrow();
    assertThat(mismatch.position()).isEqualTo("[0, 2]");
    assertThat(mismatch.expected()).isZero();
    assertThat(mismatch.actual()).isEqualTo(7);
    assertThat(mismatch.bound()).isEqualTo(1);
  }

  @Test
  void theBoundItselfIsAllowed() {
    assertThat(of(1).verdict("check").passed()).isTrue();
    assertThat(of(1).verdict("check").worst()).isEqualTo(1);
    assertThat(of(Math.nextUp(1.0)).verdict("check").passed()).isFalse();
  }

  /** A projection that was refused is noted before its row is searched for the wrong element. */
  @Test
  void aMismatchIsNamedEvenIfAProjectionWasWorse() {
    Comparison comparison = new Comparison();
    comparison.note(9);
    comparison.note(4);
    comparison.compare(C, 3, 0, 1, 0.5);
    assertThat(comparison.failed()).isFalse();
    comparison.compare(C, 4, 0, 1, 2);
    comparison.compare(C, 5, 0, 1, 3);
    assertThat(comparison.failed()).isTrue();
    assertThat(comparison.verdict("check").worst()).isEqualTo(9, within(0.0));
    assertThat(worst(comparison)).isEqualTo("[0, 4]");
  }

  @Test
  void mergingKeepsTheWorseMismatch() {
    assertThat(worst(Comparison.merged(of(2), of(0, 3)))).isEqualTo("[0, 1]");
    assertThat(worst(Comparison.merged(of(3), of(0, 2)))).isEqualTo("[0, 0]");
    assertThat(worst(Comparison.merged(of(3), of(0, 3)))).isEqualTo("[0, 0]");
    assertThat(worst(Comparison.merged(of(0.5), of(0, 2)))).isEqualTo("[0, 1]");
    assertThat(worst(Comparison.merged(of(2), of(0.5, 0.5)))).isEqualTo("[0, 0]");
    Comparison noted = of(0.5);
    noted.note(9);
    assertThat(worst(Comparison.merged(of(2), noted))).isEqualTo("[0, 0]");
    assertThat(worst(Comparison.merged(noted, of(0, 2)))).isEqualTo("[0, 1]");
  }

  @Test
  void mergingAddsWhatWasCheckedAndKeepsTheWorstRatio() {
    Comparison both = Comparison.merged(of(0.5, 0.25), of(0.75));
    both.count(10);
    assertThat(both.failed()).isFalse();
    Verdict verdict = both.verdict("entrywise");
    assertThat(verdict.checked()).isEqualTo(13);
    assertThat(verdict.worst()).isEqualTo(0.75);
    assertThat(verdict.message())
        .isEqualTo("entrywise: 13 elements within bounds, the worst at 0.750 of its bound");
  }
}
