package assay.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reading can be, for every source. */
class ReadingsTest {
  private static final Domain HOST = Domain.host("host", Domain.Kind.HOST);

  private static Readings read(Channel channel, double value) {
    Readings readings = new Readings(List.of(channel), 0);
    readings.value(0, value);
    return readings;
  }

  @ParameterizedTest
  @CsvSource({
    "°C, 255",
    "°C, 4294967.295",
    "°C, -273.15",
    "Hz, 4294967295e6",
    "%, 255",
    "%, 65535",
    "W, 4294967295",
    "W, -1",
    "V, 65.535",
    "B, 18446744073709551615",
    "rpm, 65535",
    "1/min, 65535",
    "1, 4294967295",
  })
  void aGaugeOutsideItsRangeIsMissing(String unit, double value) {
    assertThat(read(new Channel.Gauge("g", HOST, unit), value).reason(0))
        .startsWith("read as ")
        .contains("outside its range")
        .endsWith(unit);
  }

  @ParameterizedTest
  @CsvSource({"°C, -40", "°C, 150", "Hz, 6.2e9", "%, 0", "%, 100", "W, 10200", "V, 1.2", "1, 16"})
  void aGaugeWithinItsRangeIsAReading(String unit, double value) {
    assertThat(read(new Channel.Gauge("g", HOST, unit), value).value(0)).isEqualTo(value);
  }

  /** The largest number of a register is none, the one below it is. */
  @ParameterizedTest
  @CsvSource({
    "rpm, 65534",
    "1/min, 65534",
    "1, 4294967294",
    "Hz, 1e11",
    "W, 1e6",
    "V, 60",
    "B, 1152921504606846976",
    "rpm, 0"
  })
  void theEndsOfARangeAreReadings(String unit, double value) {
    Channel.Gauge gauge = new Channel.Gauge("g", HOST, unit);
    assertThat(read(gauge, value).value(0)).isEqualTo(value);
    double beyond = value == 0 ? -1 : value + Math.max(1, Math.ulp(value));
    assertThat(read(gauge, beyond).reason(0)).isNotNull();
  }

  @Test
  void powerFlagsAndCountersHaveRangesToo() {
    assertThat(read(new Channel.Power("p", HOST, 1, 0, null), 4294967.295).reason(0))
        .isEqualTo("read as 4294967.295 W, outside its range: 0 to 1000000 W");
    assertThat(read(new Channel.Flag("f", HOST, InterferenceKind.THERMAL), 255).reason(0))
        .isEqualTo("read as 255, outside its range: 0 to 1");
    assertThat(read(new Channel.Tally("t", HOST, "s", 1), -0.01).reason(0))
        .isEqualTo("read as -0.01 s, outside its range: it cannot be negative");
    assertThat(read(new Channel.Tally("t", HOST, "s", 1), 4294967295.0).value(0))
        .as("a count may pass every number")
        .isEqualTo(4294967295.0);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        -1,
        0xFFFF_FFFFL,
        0x7FFF_FFFFL,
        Long.MAX_VALUE,
        4_294_967_295_000L,
        4_294_967_295_000_000L,
      })
  void allBitsSetIsNoNumber(long raw) {
    assertThat(ValidRange.isAllOnes(raw)).isTrue();
    assertThat(ValidRange.isAllOnesOfRegister(raw)).isTrue();
    assertThat(ValidRange.isAllOnes(raw - 1)).isFalse();
  }

  @Test
  void theLargestSignedNumberOfAScaleIsNone() {
    for (long scale : new long[] {1, 1_000, 1_000_000}) {
      assertThat(ValidRange.isAllOnes(0x7FFF_FFFFL * scale)).isTrue();
      assertThat(ValidRange.isAllOnes(0x7FFF_FFFFL * scale + 1)).isFalse();
    }
    assertThat(ValidRange.isAllOnes(0)).isFalse();
    assertThat(ValidRange.isAllOnesOfRegister(0x7FFF)).isFalse();
  }

  @Test
  void sixteenBitsAreOnlyLookedAtInARegister() {
    assertThat(ValidRange.isAllOnesOfRegister(0xFFFF)).isTrue();
    assertThat(ValidRange.isAllOnes(0xFFFF)).as("a count may have this value").isFalse();
  }
}
