package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.harness.ObservationPlan;
import assay.core.harness.PlannedCell;
import assay.core.harness.RunClock;
import assay.core.harness.RunExecutor;
import assay.core.harness.RunListener;
import assay.core.harness.RunPlan;
import assay.core.host.HostRoot;
import assay.core.program.Precision;
import assay.core.record.ForkRecord;
import assay.core.record.RunId;
import assay.core.record.RunRecord;
import assay.core.record.RunRecord.Build;
import assay.core.record.Status;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.core.spi.Targets;
import assay.core.stats.StoppingRule;
import assay.core.workload.Suite;
import assay.core.workload.Workloads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run during which somebody sets the machine's clock back loses nothing. */
class ClockSetBackTest {
  @TempDir Path folder = Path.of("");

  /** Sets the clock back by an hour when the first fork starts. */
  private record Setting(AtomicReference<Duration> offset) implements RunListener {
    @Override
    public void forkStarts(PlannedCell cell, Progress progress) {
      offset.set(Duration.ofHours(-1));
    }

    @Override
    public void forkEnded(ForkRecord fork, Progress progress) {}
  }

  private static RunPlan plan() {
    return new RunPlan(
        "custom",
        List.of(
            new PlannedCell(
                Workloads.parse("gemm/m=7,n=5,k=9"),
                Targets.byId("right").orElseThrow(),
                Precision.F32)),
        new Suite.Measure(1, 10, 2, 10, 0, 0),
        new StoppingRule(0.05, 2, true),
        Map.of(),
        1,
        Optional.empty(),
        7,
        1,
        Optional.empty(),
        Duration.ofMinutes(2),
        Optional.empty(),
        ObservationPlan.off("a test", HostRoot.machine(), Optional.empty()),
        null);
  }

  @Test
  void theRunEndsAfterItBeganAndSaysWhatHappened() throws IOException {
    AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);
    InstantSource machine = () -> Instant.now().plus(offset.get());
    RunClock clock = new RunClock(machine, System::nanoTime);
    RunId id = RunId.create(clock.instant(), new Random(1));
    RunExecutor executor =
        new RunExecutor(plan(), id, clock, new Build("test", null), new Setting(offset));
    RunFolder run = new RunStore(folder).create(id);
    executor.run(run);
    RunRecord stored = run.read();
    Instant finished = Objects.requireNonNull(stored.finishedUtc());
    assertThat(Duration.between(stored.startedUtc(), finished))
        .isBetween(Duration.ZERO, Duration.ofMinutes(10));
    assertThat(run.readForks().forks())
        .hasSize(2)
        .allSatisfy(fork ->
            assertThat(fork.context().startedUtc()).isBetween(stored.startedUtc(), finished));
    assertThat(stored.cells().getFirst().outcome().status()).isEqualTo(Status.OK);
    assertThat(executor.notes())
        .singleElement()
        .asString()
        .contains("the machine's clock was set back by 3600 s");
    assertThat(stored.environment().state())
        .containsEntry("run.note-1", executor.notes().getFirst());
  }
}
