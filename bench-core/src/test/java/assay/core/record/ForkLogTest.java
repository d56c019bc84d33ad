package assay.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.record.json.RecordJson;
import assay.core.record.store.ForkLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForkLogTest {
  @TempDir Path folder = Path.of("");
  private Path file = Path.of("");
  private final List<ForkRecord> forks = Fixtures.everyFork();

  @BeforeEach
  void name() {
    file = folder.resolve("forks.jsonl");
  }

  private void write(List<ForkRecord> some) throws Exception {
    try (ForkLog log = ForkLog.open(file)) {
      for (ForkRecord fork : some) {
        log.append(fork);
      }
    }
  }

  @Test
  void everyForkIsOnDiskBeforeTheNext() throws Exception {
    try (ForkLog log = ForkLog.open(file)) {
      for (int i = 0; i < forks.size(); i++) {
        log.append(forks.get(i));
        assertThat(ForkLog.read(file).forks()).isEqualTo(forks.subList(0, i + 1));
      }
    }
  }

  @Test
  void aLogIsContinued() throws Exception {
    write(forks.subList(0, 2));
    write(forks.subList(2, 5));
    assertThat(ForkLog.read(file)).isEqualTo(new ForkLog.Contents(forks.subList(0, 5), null));
  }

  @Test
  void noFileIsAnEmptyLog() throws Exception {
    assertThat(ForkLog.read(file)).isEqualTo(new ForkLog.Contents(List.of(), null));
  }

  /** Cut at every byte of the last line: the whole lines are read, the rest is reported. */
  @Test
  @Tag("slow")
  void aLineTornAnywhereIsReported() throws Exception {
    reportsTornLine(1);
  }

  @Test
  void aTornLastLineIsReported() throws Exception {
    reportsTornLine(200);
  }

  /** Cut after one byte, and after each further {@code step}. */
  private void reportsTornLine(int step) throws Exception {
    write(forks.subList(0, 2));
    byte[] bytes = Files.readAllBytes(file);
    int second = RecordJson.writeLine(forks.get(0)).getBytes(StandardCharsets.UTF_8).length + 1;
    for (int length = second + 1; length < bytes.length; length += step) {
      Files.write(file, Arrays.copyOf(bytes, length));
      ForkLog.Contents contents = ForkLog.read(file);
      assertThat(contents.forks()).containsExactly(forks.get(0));
      assertThat(contents.tornLine()).isNotNull().startsWith("{");
    }
  }

  @Test
  void aTornLastLineIsMovedAsideBeforeAppending() throws Exception {
    write(forks.subList(0, 1));
    Files.writeString(file, "{\"schemaVersion\":2,\"ce", StandardOpenOption.APPEND);
    try (ForkLog log = ForkLog.open(file)) {
      Path moved = log.tornMovedTo().orElseThrow();
      assertThat(moved).hasContent("{\"schemaVersion\":2,\"ce");
      log.append(forks.get(1));
    }
    assertThat(ForkLog.read(file)).isEqualTo(new ForkLog.Contents(forks.subList(0, 2), null));
  }

  @Test
  void aDamagedWholeLineIsAnErrorWithItsNumber() throws Exception {
    write(forks.subList(0, 1));
    Files.writeString(file, "{\"schemaVersion\":2}\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> ForkLog.read(file))
        .isInstanceOf(RunStoreException.Damaged.class)
        .hasMessageContaining("forks.jsonl:2 is damaged");
    Files.writeString(file, "{\"schemaVersion\":9}\n");
    assertThatThrownBy(() -> ForkLog.read(file)).isInstanceOf(RunStoreException.OtherVersion.class);
  }

  @Test
  void anUnwritableLogIsOneClearError() {
    Path nowhere = folder.resolve("missing").resolve("forks.jsonl");
    assertThatThrownBy(() -> ForkLog.open(nowhere))
        .isInstanceOf(RunStoreException.Unwritable.class)
        .hasMessageContaining("cannot write " + nowhere);
  }
}
