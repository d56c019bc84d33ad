package assay.report.procurement;

import assay.core.program.Work;
import assay.core.record.Cell;
import assay.core.record.RunRecord;
import assay.report.testing.SampleRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs whose cells go by the same names and do other work. */
final class OtherWork {
  private OtherWork() {}

  /** The same run with twice the operations in every cell. */
  static SampleRun twice(SampleRun run) {
    RunRecord old = run.record();
    List<Cell> cells =
        old.cells().stream()
            .map(cell -> new Cell(cell.id(), twice(cell.work()), cell.outcome()))
            .toList();
    return new SampleRun(
        new RunRecord(
            old.schemaVersion(),
            old.runId(),
            old.startedUtc(),
            old.finishedUtc(),
            old.suite(),
            old.seed(),
            old.assay(),
            old.environment(),
            old.plan(),
            old.telemetry(),
            cells),
        run.forks());
  }

  private static @Nullable Work twice(@Nullable Work work) {
    Long flops = work == null ? null : work.flops();
    return work == null
        ? null
        : new Work(flops == null ? null : 2 * flops, work.bytes(), work.samples());
  }
}
