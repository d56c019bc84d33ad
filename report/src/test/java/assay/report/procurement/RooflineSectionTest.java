package assay.report.procurement;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.program.Precision;
import assay.core.program.Work;
import assay.core.record.CellId;
import assay.core.workload.Workloads;
import assay.report.compare.RunData;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import assay.report.text.Language;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Which ceiling a workload is placed under. */
class RooflineSectionTest {
  private static final Instant START = Instant.parse("2026-10-01T02:00:00Z");
  private static final String SMALL = "gemm/m=64,n=64,k=64";
  private static final String LARGE = "gemm/m=2048,n=2048,k=2048";

  private static CellId on(String target, String workload) {
    return new CellId(workload, target, "f32");
  }

  /** 450 GB/s up to 384 KiB and a third of it up to 64 MiB, on two targets of one processor. */
  private static SampleRuns machine() {
    return new SampleRuns(SampleSystem.number(0), START, 5)
        .measured(on("cpu-simd", "peak/fma"), 1)
        .measured(on("cpu-scalar", "peak/fma"), 1)
        .measured(on("cpu-simd", "memory/triad,kib=384"), 0.1)
        .measured(on("cpu-simd", "memory/triad,kib=65536"), 1);
  }

  private static Section section(SampleRuns run) {
    SampleRuns other =
        new SampleRuns(SampleSystem.number(1), START, 6)
            .measured(on("cpu-simd", "peak/fma"), 1)
            .measured(on("cpu-simd", LARGE), 1);
    return ProcurementReport.ofData(
            List.of(data(run.done()), data(other.done())),
            ProcurementOptions.of(Language.EN, "Assay 0.1.0"))
        .sections()
        .stream()
        .filter(section -> section.anchor().equals("roofline"))
        .findFirst()
        .orElseThrow();
  }

  private static RunData data(SampleRun run) {
    return RunData.of(run.record(), run.forks());
  }

  private static Table points(SampleRuns run) {
    return section(run).blocks().stream()
        .filter(Table.class::isInstance)
        .map(Table.class::cast)
        .filter(table -> table.anchor().equals("roofline-f32-points"))
        .findFirst()
        .orElseThrow();
  }

  private static List<Table.Cell> row(Table table, String workload) {
    return table.rows().stream()
        .map(Table.Row::cells)
        .filter(cells -> text(cells.get(1)).equals(workload))
        .findFirst()
        .orElseThrow();
  }

  private static String text(Table.Cell cell) {
    return cell.text().replace('\u00a0', ' ');
  }

  @Test
  void aWorkloadIsUnderTheLevelThatItsDataComeFrom() {
    Table table =
        points(machine().measured(on("cpu-scalar", SMALL), 1).measured(on("cpu-simd", LARGE), 1));
    assertThat(text(row(table, SMALL).get(4))).isEqualTo("≤ 393 kB");
    assertThat(text(row(table, LARGE).get(4))).isEqualTo("≤ 67.1 MB");
  }

  /** Loops are under the ceiling of the processor, not under their own. */
  @Test
  void thePeakIsThatOfTheDevice() {
    Table table = points(machine().measured(on("cpu-scalar", LARGE), 1));
    Table.Cell.Figure roof = (Table.Cell.Figure) row(table, LARGE).get(7);
    assertThat(roof.key()).isBetween(7.5e11, 8.5e11);
  }

  @Test
  void withoutAMeasuredSetAsLargeThereIsNoRoof() {
    String huge = "gemm/m=8192,n=8192,k=8192";
    Table table =
        points(machine().measured(on("cpu-simd", SMALL), 1).measured(on("cpu-simd", huge), 1));
    assertThat(row(table, huge).get(4)).isInstanceOf(Table.Cell.Missing.class);
    assertThat(row(table, huge).get(7)).isInstanceOf(Table.Cell.Missing.class);
    assertThat(row(table, SMALL).get(7)).isInstanceOf(Table.Cell.Figure.class);
  }

  /** After a cache flush the data come from memory, however few they are. */
  @Test
  void aColdWorkloadIsUnderTheLastLevel() {
    Table table = points(machine().measured(on("cpu-simd", SMALL + CellId.COLD), 1));
    assertThat(text(row(table, SMALL + CellId.COLD).get(4))).isEqualTo("≤ 67.1 MB");
  }

  /** A fused program moves what enters and leaves it. */
  @Test
  void theIntensityOfAProgramCountsWhatItsFusionMoves() {
    String infer = "infer/cnn-fashion,batch=64";
    Table table = points(machine().measured(on("cpu-simd", infer), 1));
    Work work = Workloads.parse(infer).work(Precision.F32);
    double flops = Objects.requireNonNull(work.flops());
    long fused = Objects.requireNonNull(work.fusedBytes());
    assertThat(fused).isLessThan(Objects.requireNonNull(work.bytes()) / 2);
    Table.Cell.Figure intensity = (Table.Cell.Figure) row(table, infer).get(5);
    assertThat(intensity.key()).isEqualTo(flops / fused);
  }
}
