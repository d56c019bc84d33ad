package assay.cpu.telemetry.oshi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long MS = 1_000_000;

  @Test
  void whatIsCheapIsReadWheneverAsked() {
    Pace pace = new Pace();
    assertThat(pace.due(0)).isTrue();
    pace.took(0, MS);
    assertThat(pace.due(1)).isTrue();
  }

  @Test
  void whatIsDearIsReadForAThousandthOfTheTime() {
    Pace pace = new Pace();
    pace.took(0, 4 * MS);
    assertThat(pace.due(3999 * MS)).isFalse();
    assertThat(pace.reason())
        .isEqualTo("read only every 4.0 s, because one reading takes 4.0 ms of CPU time");
    assertThat(pace.due(4000 * MS)).isTrue();
  }

  @Test
  void oneOddReadingChangesNothingAndALastingOneDoes() {
    Pace pace = new Pace();
    for (int i = 0; i < 5; i++) {
      pace.took(i, MS / 10);
    }
    pace.took(5, 90 * MS);
    assertThat(pace.periodNanos()).isZero();
    pace.took(6, 90 * MS);
    pace.took(7, 90 * MS);
    assertThat(pace.periodNanos()).isEqualTo(90_000 * MS);
  }
}
