package assay.cpu.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.host.HostRoot;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanTest {
  @TempDir Path folder;

  private Scan over(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("text"), text);
    SmallFile small = new SmallFile(file, new HostRoot(folder), false, SmallFile.TEXT);
    small.refresh();
    return new Scan().over(small);
  }

  /** What a number is to the library, as the nearest of 64 bits: the oracle. */
  private static OptionalLong parsed(String token) {
    try {
      BigInteger most = BigInteger.valueOf(Long.MAX_VALUE);
      BigInteger number = new BigInteger(token);
      return token.startsWith("+")
          ? OptionalLong.empty()
          : OptionalLong.of(number.min(most).max(most.negate()).longValue());
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  @Test
  void numbersAreWhatTheLibraryTakesThemFor() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String alphabet = "0123456789-+ .x";
    for (int i = 0; i < 3000; i++) {
      StringBuilder text = new StringBuilder();
      boolean plain = random.nextBoolean();
      int length = random.nextInt(21);
      for (int j = 0; j < length; j++) {
        text.append(alphabet.charAt(random.nextInt(plain ? 10 : alphabet.length())));
      }
      String token = text.toString().replace(" ", "");
      Scan scan = over(token + "\n");
      boolean number = scan.number();
      assertThat(number).as("'%s', seed %d", token, seed).isEqualTo(parsed(token).isPresent());
      if (number) {
        assertThat(scan.value()).as("seed %d", seed).isEqualTo(parsed(token).getAsLong());
        assertThat(scan.atEnd()).as("'%s', seed %d", token, seed).isTrue();
      }
    }
  }

  @Test
  void aNumberEndsWithItsLine() throws IOException {
    Scan scan = over("a\n5");
    assertThat(scan.skip(1)).isTrue();
    assertThat(scan.number()).as("the next line's").isFalse();
    assertThat(scan.skip(1)).as("no second field").isFalse();
  }

  @Test
  void findsKeysForwardsAndTheLastMark() throws IOException {
    Scan scan = over("1 (a) b) S 2\nkey 7 key");
    byte[] key = "key".getBytes(StandardCharsets.US_ASCII);
    assertThat(scan.findOnLine(key)).isFalse();
    assertThat(scan.findLast((byte) ')')).isTrue();
    assertThat(scan.skip(1) && scan.number()).isTrue();
    assertThat(scan.value()).isEqualTo(2);
    assertThat(scan.find(key) && scan.number()).isTrue();
    assertThat(scan.value()).isEqualTo(7);
    assertThat(scan.find(key)).isTrue();
    assertThat(scan.find(key)).isFalse();
  }
}
