package assay.report.testing;

import assay.core.record.ForkRecord;
import assay.core.record.RunId;
import assay.core.record.RunRecord;
import assay.core.record.store.ForkLog;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import java.io.IOException;
import java.util.List;

/**
 * A run and the forks that it sums up.
 *
 * @param record what stands in {@code run.json}
 * @param forks what stands in {@code forks.jsonl}
 */
public record SampleRun(RunRecord record, List<ForkRecord> forks) {
  public SampleRun {
    forks = List.copyOf(forks);
  }

  /** The same as a run that measures another's cells again. */
  public SampleRun confirming(RunId run) {
    RunRecord.Plan plan = record.plan();
    return new SampleRun(
        new RunRecord(
            record.schemaVersion(),
            record.runId(),
            record.startedUtc(),
            record.finishedUtc(),
            record.suite(),
            record.seed(),
            record.assay(),
            record.environment(),
            new RunRecord.Plan(
                plan.suite(),
                plan.workloads(),
                plan.targets(),
                plan.precisions(),
                plan.threads(),
                plan.jvmArgs(),
                plan.targetHalfWidthPercent(),
                plan.maxForks(),
                plan.budgetSeconds(),
                plan.parameters(),
                new RunRecord.GatePlan(List.of(), run)),
            record.telemetry(),
            record.cells()),
        forks);
  }

  /** Stores both files. */
  public RunFolder write(RunStore store) throws IOException {
    RunFolder folder = writeRecordOnly(store);
    try (ForkLog log = folder.openForkLog()) {
      for (ForkRecord fork : forks) {
        log.append(fork);
      }
    }
    return folder;
  }

  /** Stores {@code run.json} alone, as somebody who tidied up would leave it. */
  public RunFolder writeRecordOnly(RunStore store) throws IOException {
    RunFolder folder = store.create(record.runId());
    folder.write(record);
    return folder;
  }
}
