package assay.gpu;

import assay.core.harness.ObservationPlan;
import assay.core.harness.PlannedCell;
import assay.core.harness.ResumeException;
import assay.core.harness.RunClock;
import assay.core.harness.RunExecutor;
import assay.core.harness.RunListener;
import assay.core.harness.RunPlan;
import assay.core.host.HostRoot;
import assay.core.program.Precision;
import assay.core.record.ForkRecord;
import assay.core.record.RunId;
import assay.core.record.RunRecord;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.core.spi.Targets;
import assay.core.stats.StoppingRule;
import assay.core.workload.Suite;
import assay.core.workload.Workloads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What runs in a JVM with the stand-in driver: one run over several of its devices. */
public final class DevicesChild {
  private static final String WORKLOAD = "gemm/m=7,n=5,k=9";

  private DevicesChild() {}

  /**
   * Stores a run with one cell for each target, or resumes the one that is stored; prints why it
   * was refused.
   *
   * @param args folder for the run; a file, and what it is given before each fork: the visible
   *     cards; then names of targets
   */
  public static void main(String[] args) throws IOException {
    List<PlannedCell> cells = new ArrayList<>();
    for (String name : List.of(args).subList(3, args.length)) {
      cells.add(
          new PlannedCell(
              Workloads.parse(WORKLOAD), Targets.byId(name).orElseThrow(), Precision.F32));
    }
    RunPlan plan =
        new RunPlan(
            "custom",
            cells,
            new Suite.Measure(1, 10, 2, 10, 0, 0),
            new StoppingRule(0.05, 1, true),
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
    RunStore store = new RunStore(Path.of(args[0]));
    List<RunFolder> stored = store.list();
    RunClock clock = new RunClock();
    RunId id = RunId.create(clock.instant(), RandomGenerator.getDefault());
    RunFolder folder = stored.isEmpty() ? store.create(id) : stored.getFirst();
    RunExecutor executor =
        new RunExecutor(
            plan,
            stored.isEmpty() ? id : folder.read().runId(),
            clock,
            new RunRecord.Build("test", null),
            new Renumbering(Path.of(args[1]), args[2]));
    try {
      if (!stored.isEmpty()) {
        executor.resume(folder.read(), folder.readForks().forks());
      }
      executor.run(folder);
    } catch (ResumeException e) {
      System.out.println(e.getMessage());
    }
  }

  /** Changes which devices are visible before each fork. */
  private record Renumbering(Path file, String line) implements RunListener {
    @Override
    public void forkStarts(PlannedCell cell, Progress progress) {
      try {
        Files.writeString(file, line);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void forkEnded(ForkRecord fork, Progress progress) {}
  }
}
