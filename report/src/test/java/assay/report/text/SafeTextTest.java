package assay.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeTextTest {
  @Test
  void controlsAndHalvesOfCharactersAreReplaced() {
    assertThat(SafeText.line("a\0b\u001b[31m\u0085c\ud800d\uffff"))
        .isEqualTo("a\ufffdb\ufffd[31m\ufffdc\ufffdd\ufffd");
    assertThat(SafeText.line("a\tb\r\nc")).isEqualTo("a b  c");
    assertThat(SafeText.lines("a\tb\r\nc")).isEqualTo("a b\nc");
  }

  @Test
  void whatTurnsTextAroundIsShown() {
    assertThat(SafeText.line("user\u202etxt.exe")).isEqualTo("user[U+202E]txt.exe");
    assertThat(SafeText.line("a\u200bb\u2066c\ufeff\udb40\udc41"))
        .isEqualTo("a[U+200B]b[U+2066]c[U+FEFF][U+E0041]");
  }

  @Test
  void ordinaryTextStaysAsItIs() {
    String text = "Größe 尺寸 µs 😀 e\u0301 שלום";
    assertThat(SafeText.line(text)).isSameAs(text);
    assertThat(SafeText.rightToLeft(text)).isTrue();
    assertThat(SafeText.rightToLeft("Größe 尺寸 😀")).isFalse();
  }

  @Test
  void textIsCutBetweenCharacters() {
    assertThat(SafeText.shortened("😀😀😀", 2)).isEqualTo("😀…");
    assertThat(SafeText.shortened("😀😀😀", 3)).isEqualTo("😀😀😀");
  }

  @Test
  void whatTheFaceLacksIsShownByItsCodePoint() {
    Glyphs glyphs = new Glyphs();
    assertThat(glyphs.showable("Größe 尺寸 Ω 😀ש")).isEqualTo("Größe 尺寸 Ω [U+1F600][U+05E9]");
    assertThat(glyphs.lacking()).containsExactly(0x1F600, 0x05E9);
  }
}
