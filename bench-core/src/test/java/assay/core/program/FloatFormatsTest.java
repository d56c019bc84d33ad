package assay.core.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every code of the small formats, and ties. */
class FloatFormatsTest {
  private static final int CODES = 1 << 16;

  @Test
  void everyBf16AndF16RoundTrips() {
    for (int code = 0; code < CODES; code++) {
      float bf16 = FloatFormats.bf16ToFloat((short) code);
      float f16 = Float.float16ToFloat((short) code);
      if (!Float.isNaN(bf16)) {
        assertThat(FloatFormats.doubleToBf16(bf16)).isEqualTo((short) code);
        assertThat(FloatFormats.floatToBf16(bf16)).isEqualTo((short) code);
      } else {
        assertThat(FloatFormats.bf16ToFloat(FloatFormats.doubleToBf16(bf16))).isNaN();
      }
      if (!Float.isNaN(f16)) {
        assertThat(FloatFormats.doubleToF16(f16)).isEqualTo((short) code);
      } else {
        assertThat(Float.float16ToFloat(FloatFormats.doubleToF16(f16))).isNaN();
      }
    }
  }

  /** Between each pair of neighbours: the middle goes to the even code, all else to the nearer. */
  @Test
  void neighboursRoundToNearestEven() {
    for (int code = 0; code < 0x7F7F; code++) {
      double low = FloatFormats.bf16ToFloat((short) code);
      double high = FloatFormats.bf16ToFloat((short) (code + 1));
      double middle = low + (high - low) / 2;
      int even = (code & 1) == 0 ? code : code + 1;
      assertThat(FloatFormats.doubleToBf16(middle)).isEqualTo((short) even);
      // Rounding through binary32 first would lose these last bits and take them for ties.
      assertThat(FloatFormats.doubleToBf16(Math.nextUp(middle))).isEqualTo((short) (code + 1));
      assertThat(FloatFormats.doubleToBf16(Math.nextDown(middle))).isEqualTo((short) code);
    }
    for (int code = 0; code < 0x7BFF; code++) {
      double low = Float.float16ToFloat((short) code);
      double high = Float.float16ToFloat((short) (code + 1));
      double middle = low + (high - low) / 2;
      int even = (code & 1) == 0 ? code : code + 1;
      assertThat(FloatFormats.doubleToF16(middle)).isEqualTo((short) even);
      assertThat(FloatFormats.doubleToF16(Math.nextUp(middle))).isEqualTo((short) (code + 1));
      assertThat(FloatFormats.doubleToF16(Math.nextDown(middle))).isEqualTo((short) code);
    }
  }

  /** OCP 8-bit Floating Point Specification, revision 1.0, tables 1 and 2. */
  @Test
  void everyF8CodeHasTheValueOfTheSpecification() {
    for (int code = 0; code < 256; code++) {
      int exponent = code >> 3 & 15;
      int fraction = code & 7;
      float value = FloatFormats.f8e4m3ToFloat((byte) code);
      if (exponent == 15 && fraction == 7) {
        assertThat(value).isNaN();
      } else {
        double magnitude =
            exponent == 0
                ? fraction / 8.0 * Math.pow(2, -6)
                : (1 + fraction / 8.0) * Math.pow(2, exponent - 7.0);
        assertThat((double) value).isEqualTo(code < 128 ? magnitude : -magnitude);
        assertThat(FloatFormats.doubleToF8e4m3(value)).isEqualTo((byte) code);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "448, 7E",
    "0.015625, 08",
    "0.001953125, 01",
    "0.013671875, 07",
    "1, 38", // named in the table
    "449, 7E",
    "1e30, 7E",
    "-1e30, FE", // saturates
    "0.0009765625, 00",
    "0.00097656251, 01",
    "0.0029296875, 02", // half the smallest; a tie
    "17, 58",
    "19, 5A",
    "18, 59" // between 16 and 18, and 18 and 20
  })
  void f8RoundsToNearestEvenAndSaturates(double value, String code) {
    assertThat(FloatFormats.doubleToF8e4m3(value)).isEqualTo((byte) Integer.parseInt(code, 16));
  }

  @Test
  void overflowAndNan() {
    assertThat(FloatFormats.doubleToBf16(Double.MAX_VALUE)).isEqualTo((short) 0x7F80);
    assertThat(FloatFormats.doubleToF16(65520)).isEqualTo((short) 0x7C00);
    assertThat(FloatFormats.doubleToF16(65519.99)).isEqualTo((short) 0x7BFF);
    assertThat(FloatFormats.f8e4m3ToFloat(FloatFormats.doubleToF8e4m3(Double.NaN))).isNaN();
  }
}
