package assay.report.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.record.MetricKey.Better;
import assay.core.record.RunId;
import assay.core.record.RunRecord;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.report.history.foreign.ForeignFormat;
import assay.report.nightly.simulate.SimulatedFortnight;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index in a real SQLite file, held against the records that it is made of. */
class HistoryTest {
  @TempDir Path runs = Path.of("");

  private final SimulatedFortnight fleet = new SimulatedFortnight(SimulatedFortnight.SEED);
  private final List<RunFolder> folders = new ArrayList<>();

  @BeforeEach
  void write() throws IOException {
    RunStore store = new RunStore(runs);
    for (int night = 10; night <= 13; night++) {
      folders.add(fleet.run("lab-1", night).write(store));
      folders.add(fleet.run("lab-4", night).write(store));
    }
  }

  private History open() throws HistoryException {
    return History.open(new RunStore(runs), null);
  }

  private Path index() {
    return runs.resolve(History.FILE);
  }

  @Test
  void theIndexHasWhatTheRecordsSay() throws IOException {
    try (History history = open()) {
      HistoryUpdate update = history.update();
      assertThat(update.added()).isEqualTo(folders.size());
      assertThat(update.leftOut()).isEmpty();
      List<StoredRun> stored = history.runs();
      assertThat(stored).hasSize(folders.size());
      for (StoredRun run : stored) {
        RunRecord record = new RunStore(runs).find(run.run().value()).read();
        StoredRun expected = FromRecord.run(record, run.identity());
        assertThat(run.values()).containsExactlyInAnyOrderElementsOf(expected.values());
        assertThat(run).usingRecursiveComparison().ignoringFields("values").isEqualTo(expected);
        assertThat(record.environment().identityHash()).startsWith(run.identity());
      }
      assertThat(history.verify().passed()).isTrue();
      assertThat(history.update().added()).as("nothing is new").isZero();
    }
  }

  @Test
  void theOrderInWhichRunsArriveDoesNotMatter() throws IOException {
    List<StoredRun> atOnce;
    try (History history = open()) {
      history.update();
      atOnce = history.runs();
    }
    for (int seed = 0; seed < 3; seed++) {
      Files.delete(index());
      Collections.shuffle(folders, new Random(seed));
      try (History history = open()) {
        for (RunFolder folder : folders) {
          history.update(List.of(folder));
        }
        assertThat(history.runs()).isEqualTo(atOnce);
        history.rebuild();
        assertThat(history.runs()).isEqualTo(atOnce);
      }
    }
  }

  @Test
  void whatFoldersAreCalledDoesNotMatter() throws IOException {
    Files.move(folders.getFirst().path(), runs.resolve("zzz-first"));
    try (History history = open()) {
      history.update();
      assertThat(history.runs().getFirst().run())
          .isEqualTo(new RunFolder(runs.resolve("zzz-first")).read().runId());
    }
  }

  @Test
  void copiesAndUnreadableFoldersAreSaid() throws IOException {
    Path copy = Files.createDirectory(runs.resolve("copy"));
    Files.copy(folders.getFirst().runFile(), copy.resolve("run.json"));
    Path broken = Files.createDirectory(runs.resolve("broken"));
    Files.writeString(broken.resolve("run.json"), "{\"schemaVersion\": 3, ");
    try (History history = open()) {
      HistoryUpdate update = history.update();
      assertThat(update.added()).isEqualTo(folders.size());
      assertThat(update.leftOut())
          .hasSize(2)
          .anyMatch(line -> line.contains("broken"))
          .anyMatch(line -> line.contains("copy") || line.contains(folders.getFirst().name()));
    }
  }

  @Test
  void recordThatChangedIsReadAgain() throws IOException {
    try (History history = open()) {
      history.update();
      Path file = folders.getLast().runFile();
      Files.writeString(
          file,
          Files.readString(file)
              .replaceFirst("\"suite\" : \"[a-z]+\"", "\"suite\" : \"nightly2\""));
      assertThat(history.verify().different()).hasSize(1);
      assertThat(history.update().added()).isEqualTo(1);
      assertThat(history.verify().passed()).isTrue();
      assertThat(history.runs()).anyMatch(run -> run.suite().equals("nightly2"));
    }
  }

  @Test
  void damagedIndexIsMadeAnewAndThatIsSaid() throws IOException {
    List<StoredRun> before;
    try (History history = open()) {
      history.update();
      before = history.runs();
    }
    byte[] bytes = Files.readAllBytes(index());
    new Random(1).nextBytes(bytes);
    for (byte[] damaged :
        List.of(bytes, new byte[100], "no index".getBytes(StandardCharsets.UTF_8))) {
      Files.write(index(), damaged);
      try (History history = open()) {
        history.update();
        assertThat(history.runs()).isEqualTo(before);
        assertThat(history.notices()).singleElement().asString().contains("is made anew");
      }
    }
  }

  /** A file that somebody names may be anybody's. */
  @Test
  void fileThatIsNoIndexIsRefusedAndStays(@TempDir Path other) throws IOException {
    Path notes =
        Files.writeString(other.resolve("notes.txt"), "my notes, longer than a header of SQLite");
    String url = "jdbc:sqlite:" + notes;
    assertThatThrownBy(
            () -> {
              try (History history = History.open(new RunStore(runs), url)) {
                history.update();
              }
            })
        .isInstanceOf(HistoryException.Refused.class)
        .hasMessageContaining("cannot be used");
    assertThat(notes).hasContent("my notes, longer than a header of SQLite");
  }

  @Test
  void databaseOfAnotherProgramIsRefusedAndStays(@TempDir Path other) throws Exception {
    Path database = other.resolve("their.db");
    String url = "jdbc:sqlite:" + database;
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("create table theirs (a text)");
    }
    byte[] before = Files.readAllBytes(database);
    assertThatThrownBy(() -> History.open(new RunStore(runs), url))
        .isInstanceOf(HistoryException.Refused.class)
        .hasMessageContaining("their.db is no history: it has a table theirs");
    assertThat(database).hasBinaryContent(before);
  }

  @Test
  void seriesIsFoundWithItsValues() throws IOException {
    try (History history = open()) {
      history.update();
      List<StoredSeries> found =
          history.find(
              SeriesFilter.of(List.of("lab-1", "gemm/m=2048,*", "cpu-simd", "time"))::matches);
      assertThat(found).hasSize(1);
      List<SeriesPoint> points = history.points(found.getFirst());
      assertThat(points)
          .hasSize(4)
          .isSortedAccordingTo((a, b) -> a.started().compareTo(b.started()));
      assertThat(history.find(SeriesFilter.of(List.of(found.getFirst().series().id()))::matches))
          .isEqualTo(found);
      List<SeriesExtent> extents = history.series(SeriesFilter.of(List.of("lab-1", "time")));
      assertThat(extents).isNotEmpty().allMatch(extent -> extent.runs() == 4);
    }
  }

  @Test
  void whatIsGoneOrOldIsPrunedAndRecordsStay() throws IOException {
    try (History history = open()) {
      history.update();
      RunId gone = folders.getFirst().read().runId();
      Files.move(folders.getFirst().path(), runs.resolveSibling("elsewhere"));
      assertThat(history.verify().extra()).containsExactly(gone);
      assertThat(history.prune(true, null)).containsExactly(gone);
      assertThat(history.verify().passed()).isTrue();
      Instant third = history.runs().get(3).started();
      assertThat(history.prune(false, third)).hasSize(3);
      history.update();
      assertThat(history.runs()).hasSize(4).allMatch(run -> !run.started().isBefore(third));
      try (Stream<Path> left = Files.list(runs)) {
        assertThat(left.filter(Files::isDirectory)).hasSize(folders.size() - 1);
      }
      history.rebuild();
      assertThat(history.runs()).hasSize(7);
    } finally {
      Path elsewhere = runs.resolveSibling("elsewhere");
      try (Stream<Path> files = Files.walk(elsewhere)) {
        for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Test
  void twoCanUpdateAtOnce() throws Exception {
    List<Callable<Integer>> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      writers.add(() -> {
        try (History history = open()) {
          history.update();
          return history.runs().size();
        }
      });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Integer> each : threads.invokeAll(writers)) {
        assertThat(each.get()).isEqualTo(folders.size());
      }
    }
  }

  @Test
  void databaseThatIsNoneOrCannotBeReachedIsRefused() {
    assertThatThrownBy(() -> History.open(new RunStore(runs.resolve("none")), null))
        .isInstanceOf(HistoryException.Refused.class)
        .hasMessageContaining("there is no folder");
    assertThatThrownBy(() -> History.open(new RunStore(runs), "jdbc:oracle:thin:@x"))
        .isInstanceOf(HistoryException.Refused.class);
    assertThatThrownBy(() -> History.open(new RunStore(runs), "jdbc:postgresql://127.0.0.1:1/x"))
        .isInstanceOf(HistoryException.Unreachable.class);
  }

  @Test
  void importedFileIsKeptAndRebuiltFrom(@TempDir Path other) throws IOException {
    Path csv =
        Files.writeString(
            other.resolve("old.csv"),
            "time,value\n2026-01-01T00:00:00Z,1.5\n2026-01-02T00:00:00Z,1.6\n");
    try (History history = open()) {
      History.Imported imported =
          history.importFile(csv, ForeignFormat.CSV, "lab-9", Instant.EPOCH, Better.LOWER);
      assertThat(imported.runs()).isEqualTo(2);
      assertThat(imported.values()).isEqualTo(2);
      assertThat(
              history
                  .importFile(csv, ForeignFormat.CSV, "lab-9", Instant.EPOCH, Better.LOWER)
                  .runs())
          .as("once is enough")
          .isZero();
      List<StoredRun> before = history.runs();
      history.rebuild();
      assertThat(history.runs()).isEqualTo(before);
      StoredSeries series = history.find(key -> key.host().equals("lab-9")).getFirst();
      assertThat(history.points(series)).extracting(SeriesPoint::value).containsExactly(1.5, 1.6);
    }
  }
}
