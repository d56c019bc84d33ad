package assay.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LabelsTest {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789 ,=/-äöü批量大小";

  @Test
  void whatIsWrappedFitsAndNothingIsLostWithoutBeingRemembered() {
    long seed = 991;
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 500; i++) {
      StringBuilder text = new StringBuilder("x");
      int length = random.nextInt(1, 120);
      for (int k = 0; k < length; k++) {
        text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
      }
      double room = random.nextDouble(40, 300);
      Labels labels = new Labels();
      List<String> lines = labels.wrap(text.toString(), Labels.plain(), room, 3);
      String what = "seed " + seed + ", case " + i + ": " + text + " in " + room + ": " + lines;
      assertThat(lines).as(what).hasSizeBetween(1, 3);
      assertThat(lines).as(what).allMatch(line -> Labels.width(line, Labels.plain()) <= room);
      String joined = String.join("", lines).replace(" ", "");
      if (labels.shortened().isEmpty()) {
        assertThat(joined).as(what).isEqualTo(text.toString().replace(" ", ""));
      } else {
        assertThat(labels.shortened()).as(what).containsExactly(text.toString());
        assertThat(joined).as(what).endsWith("…");
      }
    }
  }

  @Test
  void aLineIsBrokenBehindPunctuation() {
    Labels labels = new Labels();
    assertThat(labels.wrap("gemm/m=1024,n=1024,k=1024", Labels.plain(), 120, 2))
        .containsExactly("gemm/m=1024,", "n=1024,k=1024");
    assertThat(labels.shortened()).isEmpty();
  }

  @Test
  void whatTheFaceLacksIsWrittenByItsCodePoint() {
    assertThat(new Labels().fit("a\ud83d\ude00b", Labels.plain(), 200)).isEqualTo("a[U+1F600]b");
  }
}
