package assay.report.compare;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability.Unavailable;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of ratios whose evidence is given. */
class JudgeTest {
  private static final Nights NIGHT = new Nights.One();
  private static final ForkRatio NONE = ForkRatio.without(3, "too few");

  private static ForkRatio ratio(double ratio, double p, double smallestP, boolean same) {
    return new ForkRatio(
        ratio,
        new Unavailable<>("of no interest here"),
        new ForkRatio.Evidence(p, smallestP, same, 100, 6));
  }

  /** A difference of less than 0.1 % is none, however sure it is. */
  @ParameterizedTest
  @CsvSource({
    "1.5, 0.01, false, BETTER",
    "1.5, 0.01, true, BETTER",
    "0.5, 0.01, false, WORSE",
    "1.5, 0.02, false, BETTER",
    "1.5, 0.0201, false, NO_DIFFERENCE_SHOWN",
    "1.5, 0.0201, true, SAME",
    "1.0011, 0.01, true, BETTER",
    "0.9989, 0.01, true, WORSE",
    "1.0009, 0.01, true, SAME",
    "0.9991, 0.01, true, SAME"
  })
  void aDifferenceNeedsASmallPValueAndASize(double ratio, double p, boolean same, Verdict verdict) {
    assertThat(new Judge(NIGHT, 0.02).verdict(ratio(ratio, p, 0.001, same))).isEqualTo(verdict);
    assertThat(new Judge(new Nights.Unknown(null), 0.02).verdict(ratio(ratio, p, 0.001, same)))
        .isEqualTo(Verdict.NOT_JUDGED);
  }

  @Test
  void withoutEvidenceThereIsNoInterval() {
    assertThat(new Judge(NIGHT, 1).verdict(NONE)).isEqualTo(Verdict.NO_INTERVAL);
    assertThat(new Judge(new Nights.Unknown(null), 1).verdict(NONE)).isEqualTo(Verdict.NO_INTERVAL);
  }

  /** Of three p-values, the smallest must be 5 % ÷ 3 at most, the second 2 · 5 % ÷ 3. */
  @Test
  void ratiosAreJudgedTogether() {
    ForkRatio sure = ratio(1.5, 0.016, 0.001, false);
    ForkRatio fair = ratio(1.5, 0.04, 0.001, false);
    ForkRatio none = ratio(1.5, 0.9, 0.001, false);
    Judge three = Judge.of(NIGHT, List.of(none, fair, NONE, sure));
    assertThat(three.threshold()).isEqualTo(0.016);
    assertThat(List.of(none, fair, NONE, sure))
        .extracting(three::verdict)
        .containsExactly(
            Verdict.NO_DIFFERENCE_SHOWN,
            Verdict.NO_DIFFERENCE_SHOWN,
            Verdict.NO_INTERVAL,
            Verdict.BETTER);
    assertThat(Judge.of(NIGHT, List.of(fair)).verdict(fair)).isEqualTo(Verdict.BETTER);
  }

  @Test
  void forksAreTooFewIfNoneOfTheirPValuesWouldBeBelieved() {
    ForkRatio enough = ratio(1, 1, 0.025, false);
    ForkRatio few = ratio(1, 1, 0.031, false);
    ForkRatio fewer = ratio(1, 1, 0.0325, false);
    assertThat(Judge.of(NIGHT, List.of()).tooFew(List.of())).isEmpty();
    assertThat(tooFew(NIGHT, enough, enough)).isEmpty();
    assertThat(tooFew(NIGHT, few, NONE)).isEmpty();
    assertThat(tooFew(new Nights.Unknown(null), fewer, few, NONE, enough)).isEmpty();
    assertThat(tooFew(NIGHT, fewer, few, NONE))
        .contains(
            "2 of 2 ratios have too few forks to be singled out: their p-values are 0.031 at best,"
                + " and a lone difference among 2 needs 0.025");
    assertThat(tooFew(NIGHT, few, enough))
        .hasValueSatisfying(text -> assertThat(text).startsWith("1 of 2 ratios have too few"));
  }

  private static Optional<String> tooFew(Nights nights, ForkRatio... ratios) {
    return Judge.of(nights, List.of(ratios)).tooFew(List.of(ratios));
  }
}
