package assay.report.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.record.RunStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal as a file. */
class JournalFileTest {
  private static final Instant AT = Instant.parse("2026-08-12T02:00:00Z");

  @TempDir Path folder = Path.of("");

  @Test
  void everyStatementComesBackAsItWas() throws RunStoreException {
    JournalFile file = new JournalFile(folder.resolve("runs"));
    assertThat(file.read()).isEqualTo(Journal.EMPTY);
    List<Journal.Statement> statements =
        List.of(
            new Journal.Accepted(StoredRuns.key(StoredRuns.SUSPECT, "aaaa"), "übliche \"Kosten\""),
            new Journal.HostAccepted("lab-1", "speed", "a\nb"),
            new Journal.BaselineSet("20260801T020000Z-000000", "lab-1", "gemm/*", "new"),
            new Journal.Declared(null, AT, "driver 580"),
            new Journal.Withdrawn("j1", "no"));
    List<Journal.Entry> written = new ArrayList<>();
    for (Journal.Statement statement : statements) {
      written.add(file.append(AT, "eva", statement));
    }
    assertThat(file.read().entries()).isEqualTo(written);
    assertThat(written).extracting(Journal.Entry::id).containsExactly("j1", "j2", "j3", "j4", "j5");
    assertThat(file.read().holding())
        .extracting(Journal.Entry::id)
        .containsExactly("j2", "j3", "j4");
    assertThat(file.read().holding("j1")).isNull();
  }

  @Test
  void lineThatIsNoEntryIsNamed() throws IOException {
    JournalFile file = new JournalFile(folder);
    file.append(AT, "eva", new Journal.Declared(null, AT, "driver 580"));
    Files.writeString(file.path(), Files.readString(file.path()) + "{\"id\":\"j2\"");
    assertThatThrownBy(file::read)
        .isInstanceOf(RunStoreException.Damaged.class)
        .hasMessageContaining("journal.jsonl, line 2 is damaged");
    assertThatThrownBy(() -> file.append(AT, "eva", new Journal.Withdrawn("j1", "")))
        .isInstanceOf(RunStoreException.Damaged.class);
  }

  @Test
  void folderThatCannotBeWrittenIsNamed() throws IOException {
    Path notAFolder = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(
            () -> new JournalFile(notAFolder).append(AT, "eva", new Journal.Withdrawn("j1", "")))
        .isInstanceOf(RunStoreException.Unwritable.class)
        .hasMessageContaining("journal.jsonl");
  }
}
