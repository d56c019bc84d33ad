package assay.report.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FormatTest {
  private static final Format EN = Format.of(Language.EN);
  private static final Format DE = Format.of(Language.DE);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.0312    | s         | 31.2_ms",
        "1.2345e11 | FLOP/s    | 123_GFLOP/s",
        "9.9951e8  | FLOP/s    | 1.00_GFLOP/s",
        "999.4e6   | B/s       | 999_MB/s",
        "4321.5    | s         | 4322_s",
        "43215     | s         | 43;215_s",
        "12345.67  | samples/s | 12;346_samples/s",
        "0         | J         | 0_J",
        "-0.5      | %         | −0.500_%",
        "48.25     | %         | 48.2_%",
        "1.5       | 1         | 1.50",
        "0.0000012 | 1         | 1.20_×_10⁻⁶",
        "3.2e-13   | s         | 0.320_ps",
        "71.5      | °C        | 71.5_°C"
      })
  void valuesHaveThreeDigitsAndTheirUnit(double value, String unit, String expected) {
    assertThat(EN.value(value, unit)).isEqualTo(spaces(expected));
  }

  @Test
  void germanDiffersInTheMarkAlone() {
    assertThat(DE.value(0.0312, "s")).isEqualTo(spaces("31,2_ms"));
    assertThat(DE.money(1234567.5, "EUR", 2)).isEqualTo(spaces("1;234;567,50_EUR"));
    assertThat(DE.count(10_000)).isEqualTo(spaces("10;000"));
    assertThat(DE.count(9999)).isEqualTo("9999");
  }

  @Test
  void bothEndsOfAnIntervalShareAPrefixAndDiffer() {
    assertThat(EN.interval(0.99985, 1.0002, "s")).isEqualTo(spaces("0.99985 … 1.00020_s"));
    assertThat(EN.interval(0.0309, 0.0316, "s")).isEqualTo(spaces("30.90 … 31.60_ms"));
    assertThat(DE.interval(98e9, 104e9, "FLOP/s")).isEqualTo(spaces("98,0 … 104,0_GFLOP/s"));
    assertThat(EN.interval(5, 5, "W")).isEqualTo(spaces("5.00 … 5.00_W"));
    assertThat(EN.ratios(0.98, 1.02)).isEqualTo("0.980 … 1.020×");
  }

  /** As a share of 1,048,589 cycles of 16 multiply-adds: 99.998760…; and nearer and nearer to 1. */
  @Test
  void aPartIsNeverRoundedUpToTheWhole() {
    assertThat(EN.partOfHundred(100 * 16_777_216 / (16 * 1_048_589.0)))
        .isEqualTo(spaces("99.999_%"));
    assertThat(DE.partOfHundred(46.7754)).isEqualTo(spaces("46,775_%"));
    assertThat(EN.partOfHundred(99.99951)).isEqualTo(spaces("99.9995_%"));
    assertThat(EN.partOfHundred(100)).isEqualTo(spaces("100.000_%"));
    assertThat(EN.part(15.99999, 16, 4)).isEqualTo("15.99999");
    assertThat(EN.part(15.9998, 16, 4)).isEqualTo("15.9998");
    for (double below = 100; below > 1e-12; below /= 3) {
      String text = EN.part(100 - below, 100, 3);
      assertThat(Double.parseDouble(text)).as(text).isLessThan(100);
    }
    assertThat(Double.parseDouble(EN.part(Math.nextDown(16.0), 16, 4))).isLessThanOrEqualTo(16);
  }

  @Test
  void changesSayTheirSign() {
    assertThat(EN.change(2.1)).isEqualTo(spaces("+2.10_%"));
    assertThat(DE.change(-2.1)).isEqualTo(spaces("−2,10_%"));
    assertThat(EN.change(0)).isEqualTo(spaces("0_%"));
    assertThat(EN.plusMinus(0.8123)).isEqualTo(spaces("±_0.81_%"));
  }

  @Test
  void momentsAreIsoInUtcAndDurationsSayTheirUnits() {
    Instant instant = Instant.parse("2026-11-22T07:16:01.987Z");
    assertThat(DE.dateTime(instant)).isEqualTo("2026-11-22T07:16:01Z");
    assertThat(DE.date(instant)).isEqualTo("2026-11-22");
    assertThat(EN.duration(Duration.ofMillis(1500))).isEqualTo(spaces("1.50_s"));
    assertThat(EN.duration(Duration.ofSeconds(125))).isEqualTo(spaces("2_min 05_s"));
    assertThat(EN.duration(Duration.ofMinutes(187))).isEqualTo(spaces("3_h 07_min"));
  }

  @Test
  void whatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> EN.value(Double.NaN, "s")).hasMessageContaining("NaN");
    assertThatThrownBy(() -> EN.interval(0, Double.POSITIVE_INFINITY, "s"))
        .hasMessageContaining("Infinity");
  }

  /** Read back by its rules, a number is what it was, whatever the machine's own locale. */
  @ParameterizedTest
  @EnumSource(Language.class)
  void aNumberIsReadAsItWasMeant(Language language) {
    long seed = 20261122;
    Random random = new Random(seed);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      for (int i = 0; i < 20_000; i++) {
        double value = random.nextGaussian() * Math.pow(10, random.nextInt(19) - 9);
        String text = Format.of(language).number(value);
        assertThat(read(text, language))
            .as("%s of %s, seed %d, number %d", text, value, seed, i)
            .isCloseTo(value, org.assertj.core.data.Percentage.withPercentage(0.51));
        assertThat(text).matches(shape(language));
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  private static Pattern shape(Language language) {
    String mark = Pattern.quote(String.valueOf(language.decimalMark()));
    return Pattern.compile(
        "−?\\d+(\u202f\\d{3})*(" + mark + "\\d+)?(\u00a0×\u00a010[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?");
  }

  private static double read(String text, Language language) {
    String plain =
        text.replace("\u202f", "").replace('−', '-').replace(language.decimalMark(), '.');
    int power = plain.indexOf("\u00a0×\u00a010");
    if (power < 0) {
      return Double.parseDouble(plain);
    }
    StringBuilder exponent = new StringBuilder();
    for (char c : plain.substring(power + 5).toCharArray()) {
      exponent.append(c == '⁻' ? '-' : (char) ('0' + "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(c)));
    }
    return Double.parseDouble(plain.substring(0, power) + "e" + exponent);
  }

  private static String spaces(String expected) {
    return expected.replace('_', '\u00a0').replace(';', '\u202f');
  }
}
