package assay.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import assay.report.document.Table;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceTableTest {
  private static RunReportInput input(String... targets) {
    SampleRuns run = new SampleRuns(SampleSystem.number(1), Nights.FIRST, 3);
    for (String target : targets) {
      run.measured(SampleRuns.id(Nights.GEMM, target), 1);
    }
    SampleRun done = run.done();
    return RunReportInput.of(done.record(), done.forks());
  }

  private static List<Table> tables(RunReportInput input) {
    return Nights.tables(Nights.page(input)).stream()
        .filter(table -> table.anchor().endsWith("-device"))
        .toList();
  }

  /** The sample's device time is 96 % of the host's; a GPU is no design with a peak of its own. */
  @Test
  void aDeviceWithAClockHasItsBusyShare() {
    List<Table> tables = tables(input("cpu-simd", "cuda"));
    assertThat(tables).hasSize(1);
    assertThat(tables.getFirst().rows()).hasSize(1);
    assertThat(Nights.words(tables.getFirst().rows().getFirst()))
        .extracting(word -> word.replaceAll("[\\h\u202F]", " "))
        .contains("cuda · f32", "unavailable", "96.0 %", "–");
  }

  @Test
  void withoutAClockThereIsNoSuchTable() {
    assertThat(tables(input("cpu-simd"))).isEmpty();
  }
}
