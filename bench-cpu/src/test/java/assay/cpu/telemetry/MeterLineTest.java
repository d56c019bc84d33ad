package assay.cpu.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeterLineTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-11-22T08:00:00Z,123.4            | 2026-11-22T08:00:00Z      | 123.4
          2026-11-22T09:00:00.25+01:00,0        | 2026-11-22T08:00:00.250Z  | 0
          2026-11-22 08:00:00Z , 5e2            | 2026-11-22T08:00:00Z      | 500
          2026-11-22T09:00:00+01:00[Europe/Berlin],7 | 2026-11-22T08:00:00Z | 7
          1795334400,87                         | 2026-11-22T08:00:00Z      | 87
          1795334400.123456789,87.5             | 2026-11-22T08:00:00.123456789Z | 87.5
          """)
  void readsTimesAndWatts(String line, Instant stamp, double watts) {
    assertThat(MeterLine.parse(line))
        .isEqualTo(new Availability.Available<>(new MeterLine(stamp, watts)));
  }

  /** Each of these, taken for a reading, would be a wrong figure. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "timestamp,watts",
        "2026-11-22T08:00:00,123",
        "1795334400,12,5",
        "1795334400;12",
        "1795334400,",
        "1795334400,-3",
        "1795334400,NaN",
        "1795334400,Infinity",
        "1795334400,0x1p3",
        "1795334400,12 W",
        "1795334400,1e9",
        "1795334400000,12",
        "334400,12",
        "1e99,12",
        "1e30,12",
        "98.7",
        "ERR,OVL"
      })
  void refusesWhatIsNoReading(String line) {
    assertThat(MeterLine.parse(line)).isInstanceOf(Availability.Unavailable.class);
  }
}
