package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.0312 | s | 31.2 ms",
        "1 | s | 1.00 s",
        "12.34 | s | 12.3 s",
        "4321 | s | 4.32 ks",
        "2.5e-6 | s | 2.50 µs",
        "7e-9 | s | 7.00 ns",
        "3e-13 | s | 0.300 ps",
        "9.84e10 | FLOP/s | 98.4 GFLOP/s",
        "1.5e16 | FLOP/s | 15.0 PFLOP/s",
        "5e18 | FLOP/s | 5000 PFLOP/s",
        "123456789 | B/s | 123 MB/s",
        "0 | B/s | 0.000 B/s",
        "12345.6 | samples/s | 12,346 samples/s",
        "999.4 | samples/s | 999 samples/s",
        "87.65 | % | 87.7 %",
        "0.12344 | 1 | 0.1234"
      })
  void aValueHasAPrefixAndItsUnit(double value, String unit, String text) {
    assertThat(Quantity.of(value, unit)).isEqualTo(text);
  }

  /** Rounding must not give four digits before the point where the next prefix has one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.9999999 | s | 1.00 s",
        "999.9e6 | FLOP/s | 1.00 GFLOP/s",
        "0.00099996 | s | 1.00 ms"
      })
  void aValueThatRoundsUpToTheNextPrefixTakesIt(double value, String unit, String text) {
    assertThat(Quantity.of(value, unit)).isEqualTo(text);
  }

  @Test
  void anIntervalHasOnePrefix() {
    assertThat(Quantity.interval(0.0309, 0.0316, "s")).isEqualTo("30.9 … 31.6 ms");
    assertThat(Quantity.interval(0.0009, 0.0011, "s")).isEqualTo("900 … 1100 µs");
    assertThat(Quantity.interval(40, 60.5, "%")).isEqualTo("40.0 … 60.5 %");
  }

  @Test
  void durations() {
    assertThat(Quantity.duration(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(Quantity.duration(Duration.ofSeconds(125))).isEqualTo("2 min 05 s");
    assertThat(Quantity.duration(Duration.ofMinutes(61))).isEqualTo("1 h 01 min");
  }

  @ParameterizedTest
  @ValueSource(strings = {"de", "ar", "hi", "fa"})
  void theLanguageOfTheSystemChangesNothing(String language) {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(language + "-u-nu-native"));
      assertThat(Quantity.of(0.0312, "s")).isEqualTo("31.2 ms");
      assertThat(Quantity.of(12345.6, "samples/s")).isEqualTo("12,346 samples/s");
      assertThat(Quantity.duration(Duration.ofSeconds(125))).isEqualTo("2 min 05 s");
    } finally {
      Locale.setDefault(before);
    }
  }
}
