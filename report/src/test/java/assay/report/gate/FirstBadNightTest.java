package assay.report.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstBadNightTest {
  private static List<Point> points(double... levels) {
    List<Point> points = new ArrayList<>();
    for (double level : levels) {
      points.add(new Point(10 + points.size(), level, 0));
    }
    return points;
  }

  @Test
  void aClearStep() {
    assertThat(FirstBadNight.ofStep(points(0, 0.1, -0.1, 0, 5, 5.1, 4.9), 0, 5, 1))
        .isEqualTo(new FirstBadNight(14, 14, 14));
    assertThat(FirstBadNight.ofStep(points(0, 0.1, -0.1, 0, -5, -5.1, -4.9), 0, -5, 1))
        .isEqualTo(new FirstBadNight(14, 14, 14));
  }

  /** One outlier before the step weighs no more than a night, and two quiet nights part it. */
  @Test
  void anOutlierBeforeIt() {
    assertThat(FirstBadNight.ofStep(points(0, 0, 50, 0, 0, 0, 5, 5, 5), 0, 5, 1).night())
        .isEqualTo(16);
  }

  /** A night half way up is as likely the last good one as the first bad one. */
  @Test
  void aNightBetweenIsInTheInterval() {
    assertThat(FirstBadNight.ofStep(points(0, 0, 0, 1, 2, 2, 2), 0, 2, 0.5))
        .isEqualTo(new FirstBadNight(14, 13, 14));
  }

  /** By hand: sums of (y/2 − 1/2) from the end, within 2·(1/2)² = 0.5 of the highest. */
  @Test
  void aSmallStepHasAnIntervalOfNights() {
    assertThat(FirstBadNight.ofStep(points(0, 0, 0.8, -0.1, 1.4, 2, 1.6), 0, 2, 1))
        .isEqualTo(new FirstBadNight(14, 14, 15));
  }

  @Test
  void aDriftBeganWhereItLeftTheLevel() {
    List<Point> points = points(0, -0.1, 0.1, -0.2, 0.2, 0.5, 1, 1.5, 2.1, 2.5, 3, 3.5, 4);
    FirstBadNight drift = FirstBadNight.ofDrift(points, 0, 4, 0.2);
    // Running medians from night 12 on: 0, -0.1, 0.1, 0.2, 0.5: night 13 is the last not beyond.
    assertThat(drift.earliest()).isEqualTo(13);
    assertThat(drift.night()).isEqualTo(18);
  }
}
