package assay.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.record.store.ForkLog;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunLock;
import assay.core.record.store.RunStore;
import assay.core.record.store.TelemetryLog;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.InterferenceKind;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreLimitsTest {
  private static final Domain PACKAGE = Domain.host("package-0", Domain.Kind.PACKAGE);
  private static final Instant START = Instant.parse("2026-11-22T05:15:00Z");

  @TempDir Path folder = Path.of("");

  /** Five names are all given, of six one is left off. */
  @Test
  void aStartOfManyNamesNamesFive() throws Exception {
    RunStore store = new RunStore(folder);
    for (int i = 0; i < 5; i++) {
      store.create(new RunId("20261122T05150" + i + "Z-ab12cd"));
    }
    assertThatThrownBy(() -> store.find("20261122"))
        .hasMessageStartingWith("5 runs start with 20261122: ")
        .hasMessageContaining("20261122T051500Z-ab12cd")
        .hasMessageContaining("20261122T051504Z-ab12cd")
        .hasMessageNotContaining("…");
    store.create(new RunId("20261122T051505Z-ab12cd"));
    assertThatThrownBy(() -> store.find("20261122"))
        .hasMessageStartingWith("6 runs start with 20261122: ")
        .hasMessageEndingWith(", …");
    assertThat(store.find("20261122T051505").path().getFileName())
        .hasToString("20261122T051505Z-ab12cd");
  }

  /** Released with close: another may take it, and nobody seems to measure. */
  @Test
  void aLockThatWasReleasedIsFree() throws Exception {
    RunFolder run = new RunStore(folder).create(new RunId("20261122T051500Z-ab12cd"));
    RunLock first = run.lock().orElseThrow();
    assertThat(run.lock()).isEmpty();
    first.close();
    RunLock second = run.lock().orElseThrow();
    second.close();
    assertThat(run.path().resolve("run.lock")).doesNotExist();
  }

  /** What is taken for a moment by somebody who looks is waited for. */
  @Test
  void aLockThatIsHeldForAMomentIsWaitedFor() throws Exception {
    RunFolder run = new RunStore(folder).create(new RunId("20261122T051500Z-ab12cd"));
    RunLock first = run.lock().orElseThrow();
    Thread soon =
        Thread.ofPlatform()
            .start(() -> {
              LockSupport.parkNanos(60_000_000);
              first.close();
            });
    RunLock second = run.lock().orElseThrow();
    second.close();
    soon.join();
  }

  @Test
  void nothingIsWrittenToAClosedLog() throws Exception {
    ForkLog forks = ForkLog.open(folder.resolve("forks.jsonl"));
    forks.close();
    assertThatThrownBy(() -> forks.append(Fixtures.timed(Fixtures.GEMM, 0, 1)))
        .isInstanceOfAny(RunStoreException.Unwritable.class, ClosedChannelException.class);
    TelemetryLog telemetry =
        TelemetryLog.open(
            folder.resolve("telemetry.jsonl"),
            new TelemetryLog.Header(SchemaVersion.CURRENT, null, START, List.of(tally(2))));
    telemetry.close();
    assertThatThrownBy(() -> telemetry.append(new TelemetryLog.Edge(1, "energy begin", 3)))
        .isInstanceOf(RunStoreException.Unwritable.class);
  }

  private static TelemetryLog.Column counter(double wrapsAfter) {
    return TelemetryLog.Column.of(
        "rapl", new Channel.EnergyCounter("energy", PACKAGE, 1e-6, wrapsAfter, 0.001, 500, null));
  }

  private static TelemetryLog.Column tally(double capacity) {
    return TelemetryLog.Column.of("cpu", new Channel.Tally("busy", PACKAGE, "s", capacity));
  }

  @Test
  void aColumnHasARangeAndACapacityIfItsChannelHas() {
    assertThat(counter(2.6e11).wrapsAfter()).isEqualTo(2.6e11);
    assertThat(counter(Double.POSITIVE_INFINITY).wrapsAfter()).isNull();
    assertThat(tally(2).capacity()).isEqualTo(2);
    assertThat(tally(0).capacity()).isNull();
  }

  @Test
  void aHeaderIsOfThisVersion() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new TelemetryLog.Header(SchemaVersion.CURRENT - 1, null, START, List.of()));
  }

  /** A run that is killed keeps every line that was sampled. */
  @Test
  void everyLineIsOnDiskBeforeTheNext() throws Exception {
    RunFolder run = new RunStore(folder).create(new RunId("20261122T051500Z-ab12cd"));
    TelemetryLog.Header header =
        new TelemetryLog.Header(SchemaVersion.CURRENT, null, START, List.of(tally(2)));
    TelemetryLog.Line line = new TelemetryLog.Line(0.5, List.of(1.0), null);
    assertThat(run.readTelemetry().sessions()).isEmpty();
    try (TelemetryLog log = run.openTelemetryLog(header)) {
      log.append(line);
      assertThat(run.readTelemetry().sessions())
          .containsExactly(new TelemetryLog.Session(header, List.of(line), List.of()));
    }
  }

  @Test
  void reasonsAreLeftOutIfThereAreNone() {
    assertThat(TelemetryLog.reasons(Map.of())).isNull();
    assertThat(TelemetryLog.reasons(Map.of(2, "b", 1, "a")))
        .containsExactly(Map.entry(1, "a"), Map.entry(2, "b"));
  }

  @Test
  void aColumnDescribesItsChannel() {
    Domain gpu = Domain.accelerator("gpu-0", Domain.Kind.GPU, "0000:3b:00.0");
    assertThat(
            List.of(
                new Channel.EnergyCounter("e", gpu, 1e-3, 2e9, 0.1, 700, null),
                new Channel.Power("p", gpu, 0.1, 0, null),
                new Channel.Gauge("g", gpu, "Hz"),
                new Channel.Flag("f", gpu, InterferenceKind.THERMAL),
                new Channel.CauseTally("c", gpu, "s", InterferenceKind.STEAL),
                new Channel.Tally("t", gpu, "s", 4)))
        .extracting(channel -> TelemetryLog.Column.of("nvml", channel))
        .containsExactly(
            new TelemetryLog.Column(
                "nvml", "e", "energyCounter", "count", "gpu-0", 1e-3, 2e9, null),
            new TelemetryLog.Column("nvml", "p", "power", "W", "gpu-0", null, null, null),
            new TelemetryLog.Column("nvml", "g", "gauge", "Hz", "gpu-0", null, null, null),
            new TelemetryLog.Column("nvml", "f", "flag", "1", "gpu-0", null, null, null),
            new TelemetryLog.Column("nvml", "c", "causeTally", "s", "gpu-0", null, null, null),
            new TelemetryLog.Column("nvml", "t", "tally", "s", "gpu-0", null, null, 4.0));
  }

  /** By its record, else by its name, else by when its folder was changed last. */
  @Test
  void aFolderKnowsWhenItsRunBegan() throws Exception {
    RunStore store = new RunStore(folder);
    RunFolder named = store.create(new RunId("20261122T051501Z-ab12cd"));
    assertThat(named.id()).isEmpty();
    assertThat(named.started()).isEqualTo(START.plusSeconds(1));
    named.write(Fixtures.run());
    assertThat(named.id()).contains(Fixtures.RUN);
    assertThat(named.started()).isEqualTo(Fixtures.START);
    Path other = Files.createDirectory(folder.resolve("baseline"));
    Instant changed = Instant.parse("2026-01-02T03:04:05Z");
    Files.setLastModifiedTime(other, FileTime.from(changed));
    assertThat(new RunFolder(other).started()).isEqualTo(changed);
    assertThat(new RunFolder(folder.resolve("gone")).started()).isEqualTo(Instant.EPOCH);
    assertThat(new RunFolder(folder.resolve("gone").resolve("..").resolve("x")).name())
        .isEqualTo("x");
  }

  /** A lock file that was left behind without its lock means nothing. */
  @Test
  void anUnfinishedRunIsRunningAsLongAsItIsLocked() throws Exception {
    RunFolder run = new RunStore(folder).create(new RunId("20261122T051500Z-ab12cd"));
    Files.createFile(run.path().resolve("run.lock"));
    assertThat(run.isLocked()).isFalse();
    assertThat(run.state(Fixtures.unfinished())).isEqualTo(RunState.INTERRUPTED);
    try (RunLock _ = run.lock().orElseThrow()) {
      assertThat(run.state(Fixtures.unfinished())).isEqualTo(RunState.RUNNING);
      assertThat(run.state(Fixtures.run())).isEqualTo(RunState.FINISHED);
    }
    assertThat(run.state(Fixtures.unfinished())).isEqualTo(RunState.INTERRUPTED);
  }

  /** Of runs that began together, the one whose name comes last in the alphabet is first. */
  @Test
  void runsOfOneMomentAreOrderedByName() throws Exception {
    RunStore store = new RunStore(folder);
    RunFolder a = store.create(new RunId("20261122T051500Z-aaaaaa"));
    RunFolder c = store.create(new RunId("20261122T051500Z-cccccc"));
    RunFolder b = store.create(new RunId("20261122T051500Z-bbbbbb"));
    assertThat(RunStore.newestFirst(List.of(b, a, c))).containsExactly(c, b, a);
  }

  @Test
  void aRunWithoutARecordIsStartingOrWasInterrupted() throws Exception {
    RunFolder run = new RunStore(folder).create(new RunId("20261122T051500Z-ab12cd"));
    assertThat(run.isLocked()).isFalse();
    assertThatThrownBy(run::read)
        .isInstanceOf(RunStoreException.NotFound.class)
        .hasMessage(
            run.path()
                + " has no run.json: the run was interrupted before its first cell was written");
    try (RunLock _ = run.lock().orElseThrow()) {
      assertThat(run.isLocked()).isTrue();
      assertThatThrownBy(run::read)
          .hasMessage(run.path() + " has no run.json yet: the run is starting");
    }
    assertThat(run.isLocked()).isFalse();
    Files.createDirectory(run.runFile());
    assertThat(run.hasRecord()).isFalse();
    assertThatThrownBy(run::read)
        .isInstanceOf(RunStoreException.Damaged.class)
        .hasMessageEndingWith("run.json is damaged: it cannot be read");
  }

  /** A folder of another place is meant by its path, or by a name alone if it has a record. */
  @Test
  void aPathNamesARunOutsideTheStore() throws Exception {
    RunStore store = new RunStore(folder.resolve("runs"));
    Path outside = Files.createDirectory(folder.resolve("outside"));
    assertThat(store.find(outside.toString())).isEqualTo(new RunFolder(outside));
    Path file = Files.writeString(outside.resolve("other.json"), "{}");
    assertThatThrownBy(() -> store.find(file.toString()))
        .isInstanceOf(RunStoreException.NotFound.class)
        .hasMessage("no run " + file + " in " + store.runs());
    // Tests run in the module's folder, where there is a folder of that name.
    assertThatThrownBy(() -> store.find("src")).hasMessage("no run src in " + store.runs());
    assertThatThrownBy(() -> store.find(" "))
        .hasMessage("no run without a name in " + store.runs());
    assertThatThrownBy(() -> store.find("latest")).hasMessage("no run in " + store.runs() + " yet");
  }

  /** The names of the files are part of the published form. */
  @Test
  void aRunsFilesHaveTheirNames() {
    RunFolder run = new RunFolder(folder);
    assertThat(run.runFile()).isEqualTo(folder.resolve("run.json"));
    assertThat(run.forksFile()).isEqualTo(folder.resolve("forks.jsonl"));
    assertThat(run.telemetryFile()).isEqualTo(folder.resolve("telemetry.jsonl"));
  }

  /** What is torn goes to a file that names the byte at which it began; empty logs are whole. */
  @Test
  void aTornLineIsKeptBesideItsLog() throws Exception {
    Path log = Files.writeString(folder.resolve("forks.jsonl"), "");
    try (ForkLog whole = ForkLog.open(log)) {
      assertThat(whole.tornMovedTo()).isEmpty();
    }
    Files.writeString(log, "torn");
    try (ForkLog torn = ForkLog.open(log)) {
      assertThat(torn.tornMovedTo()).contains(folder.resolve("forks.jsonl.torn-0"));
    }
    assertThat(folder.resolve("forks.jsonl.torn-0")).hasContent("torn");
    assertThat(log).isEmptyFile();
    Path history = folder.resolve("telemetry.jsonl");
    TelemetryLog.Header header =
        new TelemetryLog.Header(SchemaVersion.CURRENT, null, START, List.of(tally(2)));
    try (TelemetryLog whole = TelemetryLog.open(history, header)) {
      assertThat(whole.tornMovedTo()).isEmpty();
    }
    Files.writeString(history, "{\"t\":1", StandardOpenOption.APPEND);
    assertThat(TelemetryLog.read(history).lost())
        .containsExactly("telemetry.jsonl: its last line is incomplete");
  }

  /** A folder stands where the log should be: it cannot be read, and is not taken for empty. */
  @Test
  void aLogThatCannotBeReadIsAnError() throws Exception {
    Path inTheWay = Files.createDirectory(folder.resolve("forks.jsonl"));
    assertThatThrownBy(() -> ForkLog.read(inTheWay))
        .isInstanceOf(RunStoreException.Damaged.class)
        .hasMessage(inTheWay + " is damaged: it cannot be read");
  }
}
