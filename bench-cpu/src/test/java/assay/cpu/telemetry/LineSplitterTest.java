package assay.cpu.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
  /** However a stream is cut into pieces, the lines are the same; the unfinished one waits. */
  @Test
  void piecesMakeNoDifference() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] text = "1,2\n\n größer,3\nhalf".getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 200; round++) {
      List<String> lines = new ArrayList<>();
      LineSplitter splitter = new LineSplitter(lines::add);
      int at = 0;
      while (at < text.length) {
        int length = Math.min(text.length - at, random.nextInt(6));
        splitter.accept(Arrays.copyOfRange(text, at, at + length), length);
        at += length;
      }
      assertThat(lines)
          .as("seed %d, round %d", seed, round)
          .containsExactly("1,2", "", " größer,3");
      splitter.accept(new byte[] {'\n'}, 1);
      assertThat(lines.getLast()).isEqualTo("half");
    }
  }

  @Test
  void aStreamWithoutLinesFillsNoMemory() {
    List<String> lines = new ArrayList<>();
    LineSplitter splitter = new LineSplitter(lines::add);
    byte[] block = new byte[64 * 1024];
    Arrays.fill(block, (byte) '7');
    for (int i = 0; i < 100; i++) {
      splitter.accept(block, block.length);
    }
    splitter.accept(new byte[] {'\n', '1', '\n'}, 3);
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).hasSize(LineSplitter.LONGEST);
    assertThat(lines.getLast()).isEqualTo("1");
  }
}
