package assay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {
  @ParameterizedTest
  @CsvSource({
    "2, 1, 0.95",
    "NaN, 1, 0.95",
    "1, Infinity, 0.95",
    "1, 2, 0",
    "1, 2, 1",
    "1, 2, NaN",
  })
  void refusesWhatIsNoInterval(double low, double high, double level) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Interval(low, high, level));
  }

  @Test
  void containsItsEnds() {
    Interval interval = new Interval(2, 3, 0.95);
    assertThat(interval.contains(2)).isTrue();
    assertThat(interval.contains(3)).isTrue();
    assertThat(interval.contains(Math.nextDown(2.0))).isFalse();
    assertThat(interval.contains(Math.nextUp(3.0))).isFalse();
    assertThat(new Interval(2, 2, 0.95).contains(2)).isTrue();
  }

  @Test
  void halfTheWidthRelativeToAValue() {
    assertThat(new Interval(3, 5, 0.95).relativeHalfWidth(4)).isEqualTo(0.25);
    assertThat(new Interval(3, 5, 0.95).relativeHalfWidth(8)).isEqualTo(0.125);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Interval(-1, 1, 0.95).relativeHalfWidth(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Interval(-1, 1, 0.95).relativeHalfWidth(-1));
  }
}
