package assay.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "gemm/*, gemm/m=1, true",
    "gemm/*, gemm/, true",
    "gemm/*, xgemm/m=1, false",
    "gemm/m=?, gemm/m=1, true",
    "gemm/m=?, gemm/m=12, false",
    "gemm/m=?, gemm/m=, false",
    "*m=1*, gemm/m=16, true",
    "gemm, gemm/m=1, false",
    "*, '', true",
    "a.c, abc, false",
    "a\\Eb*, a\\Ebc, true",
    "[ab], a, false",
  })
  void textsMatchAsAWhole(String glob, String text, boolean matches) {
    assertThat(Glob.of(glob).matches(text)).isEqualTo(matches);
  }

  @Test
  void anyTextMayHaveSeveralLines() {
    assertThat(Glob.of("a*b").matches("a\nb")).isTrue();
  }

  @Test
  void plainTextHasNoSigns() {
    assertThat(Glob.isPlain("gemm/m=1")).isTrue();
    assertThat(Glob.isPlain("gemm/*")).isFalse();
    assertThat(Glob.isPlain("gemm/m=?")).isFalse();
  }
}
