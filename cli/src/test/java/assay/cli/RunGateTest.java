package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.RunRecord;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real runs that are judged as they end. */
class RunGateTest {
  @TempDir Path folder = Path.of("");

  private Cli.Answer run(String... options) throws IOException {
    Path suite = Cli.tinySuite(folder, "gemm/m=16,n=16,k=16");
    List<String> all = new ArrayList<>(List.of("run", "--suite", suite.toString()));
    all.addAll(List.of("-t", "cpu-scalar", "--threads", "1", "--host-label", "lab-1"));
    all.addAll(List.of("--no-telemetry", "--out", folder.resolve("runs").toString()));
    all.addAll(List.of(options));
    return Cli.run(all.toArray(String[]::new));
  }

  @Test
  void firstNightIsNewAndItsPageSaysSo() throws IOException {
    Cli.Answer first = run("--gate", "--confirm");
    assertThat(first.code()).as(first.all()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(first.out()).contains("nightly verdict on lab-1");
    assertThat(first.err()).contains("nothing was judged: too few earlier nights");
    List<RunFolder> runs = new RunStore(folder.resolve("runs")).list();
    assertThat(runs).hasSize(1);
    RunRecord record = runs.getFirst().read();
    assertThat(record.cells()).hasSize(1);
    assertThat(Files.readString(runs.getFirst().path().resolve("report.html")))
        .contains("its first night");
  }

  @Test
  void runIsStoredAlsoIfItCannotBeJudged() throws IOException {
    Cli.Answer answer = run("--gate", "--history", "jdbc:postgresql://127.0.0.1:1/history");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(answer.err()).contains("the run is stored, but not judged: ");
    assertThat(answer.out()).contains("record: ", "report: ");
  }

  @Test
  void whatSaysNothingWithoutAVerdictIsRefusedBeforeTheWork() throws IOException {
    for (String option : List.of("--confirm", "--strict", "--fail-while-open")) {
      Cli.Answer answer = run(option);
      assertThat(answer.code()).isEqualTo(ExitCode.USAGE);
      assertThat(answer.err()).contains("need --gate: add it");
    }
    Cli.Answer limits = run("--gate", "--limits", folder.resolve("none.yaml").toString());
    assertThat(limits.code()).isEqualTo(ExitCode.USAGE);
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void targetsMayBeListed() throws IOException {
    Cli.Answer answer = run("-t", "cpu-simd,cpu-nothing");
    assertThat(answer.code()).isEqualTo(ExitCode.USAGE);
    assertThat(answer.err()).contains("'cpu-nothing'");
  }
}
