package assay.core.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.program.Precision;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What too few bits make of a verdict, and what is said of them. */
class VerdictTest {
  private static final Verdict PASSED =
      new Verdict(true, "entrywise", 42, 0.25, Optional.empty(), Optional.empty());

  private static EffectiveBits bits(double overall, double worst, double floor, double ratio) {
    return new EffectiveBits(Precision.F32, overall, worst, floor, ratio, 24);
  }

  @Test
  void sufficientBitsChangeNothingElse() {
    EffectiveBits most = bits(22, 21, 20.5, 1);
    assertThat(most.sufficient()).as("at the limit").isTrue();
    Verdict verdict = PASSED.with(most);
    assertThat(verdict)
        .isEqualTo(new Verdict(true, "entrywise", 42, 0.25, Optional.empty(), Optional.of(most)));
    assertThat(verdict.message())
        .isEqualTo("entrywise: 42 elements within bounds, the worst at 0.250 of its bound");
  }

  @Test
  void tooFewBitsAreAFailure() {
    EffectiveBits few = bits(18, 18, 20, 4);
    assertThat(bits(18, 18, 20, Math.nextUp(1.0)).sufficient()).isFalse();
    Verdict verdict = PASSED.with(few);
    assertThat(verdict)
        .isEqualTo(new Verdict(false, "entrywise", 42, 4, Optional.empty(), Optional.of(few)));
    assertThat(verdict.message())
        .isEqualTo(
            "entrywise: the results have about 18.0 significant bits; f32 has 24, and rounding"
                + " explains no fewer than 20.0");
    Verdict worse = new Verdict(false, "entrywise", 42, 5, Optional.empty(), Optional.empty());
    assertThat(worse.with(few).worst()).isEqualTo(5);
    assertThat(worse.with(bits(22, 21, 20, 0.5)).passed()).isFalse();
  }

  /** Four times the error that is explained is two bits fewer than is explained. */
  @Test
  void someRowsAreComparedWithWhatTheirOwnRoundingExplains() {
    assertThat(bits(21, 17.5, 20, 4).message())
        .isEqualTo(
            "some rows have about 17.5 significant bits; f32 has 24, and rounding explains no"
                + " fewer than 19.5");
    assertThat(bits(20, 17.5, 20, 4).message()).startsWith("some rows have about 17.5 ");
  }
}
