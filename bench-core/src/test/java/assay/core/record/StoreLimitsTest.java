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
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
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
}
