package assay.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.record.json.RecordJson;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunLock;
import assay.core.record.store.RunStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStoreTest {
  private static final RunId OLD = new RunId("20261121T051500Z-ffffff");
  private static final RunId NEW = new RunId("20261123T051500Z-aaaaaa");

  @TempDir Path folder = Path.of("");
  private RunStore store = new RunStore(Path.of(""));

  @BeforeEach
  void store() {
    store = new RunStore(folder.resolve("results").resolve("runs"));
  }

  @Test
  void writesInPlaceAndLeavesNothingBeside() throws Exception {
    RunFolder run = store.create(Fixtures.RUN);
    assertThat(run.hasRecord()).isFalse();
    run.write(Fixtures.run());
    run.write(Fixtures.run());
    assertThat(run.read()).isEqualTo(Fixtures.run());
    try (var files = Files.list(run.path())) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("run.json");
    }
  }

  @Test
  void findsByNameStartPathAndLatest() throws Exception {
    RunFolder old = store.create(OLD);
    old.write(Fixtures.run());
    RunFolder middle = store.create(Fixtures.RUN);
    middle.write(Fixtures.run());
    RunFolder unfinished = store.create(NEW);
    assertThat(store.list()).containsExactly(unfinished, middle, old);
    assertThat(store.find("latest")).isEqualTo(middle);
    assertThat(store.find(OLD.value())).isEqualTo(old);
    assertThat(store.find("20261122")).isEqualTo(middle);
    assertThat(store.find(old.path().toString()).path()).isEqualTo(old.path());
    assertThat(store.find(old.runFile().toString()).runFile()).isEqualTo(old.runFile());
    // A run that was interrupted before its first cell does not stand in the way of the others.
    assertThat(store.find("20261123")).isEqualTo(unfinished);
    notFound("202611", "2 runs start with 202611");
    notFound("2027", "no run 2027");
    notFound("", "no run");
    notFound("\0", "no run");
    assertThatThrownBy(unfinished::read)
        .isInstanceOf(RunStoreException.NotFound.class)
        .hasMessageContaining("was interrupted");
  }

  private RunFolder renamed(String name, String id, String started) throws Exception {
    RunFolder folder = new RunFolder(Files.createDirectories(store.runs().resolve(name)));
    String json = RecordJson.write(Fixtures.run());
    Files.writeString(
        folder.runFile(),
        json.replace(Fixtures.RUN.value(), id)
            .replace("\"" + Fixtures.run().startedUtc() + "\"", "\"" + started + "\""));
    return folder;
  }

  /** What a folder is called says nothing about when its run began. */
  @Test
  void runsAreOrderedByTheirStartWhateverTheirFoldersAreCalled() throws Exception {
    RunFolder first = renamed("z", "20261101T000000Z-aaaaaa", "2026-11-01T00:00:00Z");
    RunFolder third = renamed("baseline", "20261103T000000Z-aaaaaa", "2026-11-03T00:00:00Z");
    RunFolder second = renamed("host-b", "20261102T000000Z-aaaaaa", "2026-11-02T00:00:00Z");
    RunFolder damaged = store.create(new RunId("20261102T120000Z-aaaaaa"));
    Files.writeString(damaged.runFile(), "{\"schemaVersion\": 3, \"runId\"");
    assertThat(store.list()).containsExactly(third, damaged, second, first);
    assertThat(store.find("latest")).isEqualTo(third);
    assertThat(store.find("base")).isEqualTo(third);
    assertThat(store.find("20261103")).isEqualTo(third);
    assertThat(third.id()).hasValue(new RunId("20261103T000000Z-aaaaaa"));
    // The whole name of one is the beginning of another's.
    RunFolder other = renamed("baseline-2", "20261104T000000Z-aaaaaa", "2026-11-04T00:00:00Z");
    assertThat(store.find("baseline")).isEqualTo(third);
    assertThat(store.find("latest")).isEqualTo(other);
    // A copy of a run under another name.
    renamed("20261103T000000Z-aaaaaa", "20261103T000000Z-aaaaaa", "2026-11-03T00:00:00Z");
    assertThat(store.find("20261103T000000Z-aaaaaa").name()).isEqualTo("20261103T000000Z-aaaaaa");
  }

  private void notFound(String name, String message) {
    assertThatThrownBy(() -> store.find(name))
        .isInstanceOf(RunStoreException.NotFound.class)
        .hasMessageContaining(message);
  }

  @Test
  void anEmptyStoreHasNoLatest() throws Exception {
    assertThat(store.list()).isEmpty();
    notFound("latest", "no run in");
  }

  /** The process that measures is another one, which is killed. */
  @Test
  @Tag("slow")
  void aRunIsRunningAsLongAsItsProcessLives() throws Exception {
    RunFolder run = store.create(Fixtures.RUN);
    run.write(Fixtures.unfinished());
    assertThat(run.state(run.read())).isEqualTo(RunState.INTERRUPTED);
    Process process = LockHolder.start(run.path());
    try {
      assertThat(run.state(run.read())).isEqualTo(RunState.RUNNING);
      assertThat(run.lock()).isEmpty();
      assertThat(run.state(Fixtures.run())).isEqualTo(RunState.FINISHED);
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(run.state(run.read())).isEqualTo(RunState.INTERRUPTED);
    try (RunLock _ = run.lock().orElseThrow()) {
      assertThat(run.isLocked()).isTrue();
    }
    try (var files = Files.list(run.path())) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("run.json");
    }
  }

  @Test
  void checkingLeavesNothingBehind() throws Exception {
    store.checkWritable();
    assertThat(store.runs()).isEmptyDirectory();
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    assertThatThrownBy(() -> new RunStore(file.resolve("runs")).checkWritable())
        .isInstanceOf(RunStoreException.Unwritable.class);
  }

  @Test
  void strangeFilesAreNoRuns() throws Exception {
    Files.createDirectories(store.runs().resolve("notes"));
    Files.writeString(store.runs().resolve("20261122T051500Z-ab12ce"), "a file");
    assertThat(store.list()).isEmpty();
  }

  @Test
  void anUnwritableFolderIsOneClearError() throws Exception {
    Files.writeString(folder.resolve("results"), "already exists");
    assertThatThrownBy(() -> store.create(Fixtures.RUN))
        .isInstanceOf(RunStoreException.Unwritable.class)
        .hasMessageStartingWith("cannot write " + store.runs().resolve(Fixtures.RUN.value()))
        .message()
        .doesNotContain("\n");
    RunFolder gone = new RunFolder(folder.resolve("gone"));
    assertThatThrownBy(() -> gone.write(Fixtures.run()))
        .isInstanceOf(RunStoreException.Unwritable.class);
  }

  @Test
  void theSameRunIsNotCreatedTwice() throws Exception {
    store.create(Fixtures.RUN);
    assertThatThrownBy(() -> store.create(Fixtures.RUN))
        .isInstanceOf(RunStoreException.Unwritable.class)
        .hasMessageContaining("already exists");
  }

  @Test
  void aDamagedRecordIsOneClearError() throws Exception {
    RunFolder run = store.create(Fixtures.RUN);
    Files.writeString(run.runFile(), RecordJson.write(Fixtures.run()).substring(0, 900));
    assertThatThrownBy(run::read)
        .isInstanceOf(RunStoreException.Damaged.class)
        .hasMessageContaining("run.json is damaged");
    Files.writeString(run.runFile(), "{\"schemaVersion\": 4}");
    assertThatThrownBy(run::read).isInstanceOf(RunStoreException.OtherVersion.class);
  }
}
