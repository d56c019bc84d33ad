package assay.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Remedy;
import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import assay.report.document.Table;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import assay.report.text.Language;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryTableTest {
  private static final Instant START = Instant.parse("2026-10-01T02:00:00Z");

  private static SampleRuns with(SampleRuns run, String kernel, int kib, double factor) {
    return run.measured(new CellId("memory/" + kernel + ",kib=" + kib, "cpu-simd", "f32"), factor);
  }

  private static SampleRuns run() {
    return new SampleRuns(SampleSystem.number(0), START, 5);
  }

  /** 32 KiB and 128 KiB are fast, 64 and 256 MiB are not; the kernel states three caches. */
  private static RunRecord sweep() {
    SampleRuns run = run().threads(1);
    with(run, "read", 32, 0.01);
    with(run, "read", 128, 0.03);
    with(run, "triad", 128, 0.035);
    with(run, "read", 65536, 1);
    with(run, "read", 262144, 1);
    return stated(run.done().record(), "1 × L1 Data 48K, 1 × L2 Unified 512K, 1 × L3 Unified 100M");
  }

  /** The record of a machine whose kernel states these caches. */
  private static RunRecord stated(RunRecord run, String caches) {
    Outcome.Measured<?> first = (Outcome.Measured<?>) run.cells().getFirst().outcome();
    RunRecord.Environment environment =
        RunRecord.Environment.of(
            "host-1",
            Map.of("cpu.model", first.device().name(), "cpu.caches", caches),
            Map.of(),
            Map.of(),
            List.of());
    return new RunRecord(
        run.schemaVersion(),
        run.runId(),
        run.startedUtc(),
        run.finishedUtc(),
        run.suite(),
        run.seed(),
        run.assay(),
        environment,
        run.plan(),
        run.telemetry(),
        run.cells());
  }

  private static Table table(RunRecord run) {
    RunPage page = RunPage.withPrecisions(Language.EN, Remedy::text);
    return new MemoryTable(page, run).of(run.cells()).orElseThrow();
  }

  @Test
  void aRowASizeWithTheLevelThatItShows() {
    Table table = table(sweep());
    assertThat(table.rows()).hasSize(4);
    assertThat(table.rows().stream().map(row -> row.cells().getLast().text()))
        .containsExactly("1", "1", "2", "2");
    List<Table.Cell> second = table.rows().get(1).cells();
    assertThat(second.get(3).text()).isEqualTo("131\u00a0kB");
    assertThat(second.get(5).text()).as("no copy of that size").isEqualTo("–");
    assertThat(((Table.Cell.Figure) second.get(6)).key()).isBetween(5e11, 8e11);
  }

  @Test
  void whetherAStatedCacheIsSeenIsSaid() {
    assertThat(table(sweep()).notes())
        .anyMatch(note -> note.contains("L1 cache of 49.2\u00a0kB") && note.contains("not seen"))
        .anyMatch(note -> note.contains("L2 cache of 524\u00a0kB") && note.contains("is seen"))
        .anyMatch(note -> note.contains("L3 cache of 105\u00a0MB") && note.contains("is not seen"));
  }

  @Test
  void threeSizesMakeASweep() {
    SampleRuns two = with(with(run(), "read", 32, 1), "read", 64, 1);
    RunPage page = RunPage.withPrecisions(Language.EN, Remedy::text);
    RunRecord few = two.done().record();
    List<Cell> cells = few.cells();
    assertThat(new MemoryTable(page, few).of(cells)).isEmpty();
  }
}
