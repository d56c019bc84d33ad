package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Remedy;
import assay.core.record.CellResult;
import assay.core.record.ForkRecord;
import assay.core.record.Outcome;
import assay.core.record.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An emulation beside hardware takes neither its time nor its order. */
class EmulationsComeAfterTest {
  @TempDir private Path folder;

  private StoredRun run(String name, List<String> targets, String... more) throws IOException {
    Path suite = Cli.tinySuite(folder, "gemm/m=7,n=5,k=9");
    List<String> args = new ArrayList<>(List.of("run", "--suite", suite.toString()));
    targets.forEach(target -> args.addAll(List.of("-t", target)));
    args.addAll(List.of("--out", folder.resolve(name).toString(), "--no-telemetry"));
    args.addAll(List.of("--no-report"));
    args.addAll(List.of(more));
    Cli.run(args.toArray(String[]::new));
    return StoredRun.only(folder.resolve(name));
  }

  private static List<String> order(StoredRun run) {
    return run.forks().stream().map(ForkRecord::cell).map(Object::toString).toList();
  }

  @Test
  void hardwareHasTheSameForksInTheSameOrderWithAndWithoutEmulations() throws IOException {
    List<String> alone = order(run("alone", List.of("right", "chatty"), "--max-forks", "2"));
    List<String> with =
        order(run("with", List.of("emulation", "right", "model", "chatty"), "--max-forks", "2"));
    assertThat(alone).hasSize(4);
    assertThat(with).startsWith(alone.toArray(String[]::new));
    assertThat(with.subList(4, with.size()))
        .as("checked once each, after all that is measured")
        .hasSize(2)
        .doesNotHaveDuplicates()
        .allMatch(cell -> cell.contains("emulation") || cell.contains("model"));
  }

  /** Its own bound ends an emulator that hangs, long before the limit of a fork. */
  @Test
  void anEmulatorThatHangsEndsWithTheEmulationsTime() throws IOException {
    StoredRun run = run("hangs", List.of("right", "emulation-hangs"), "--budget", "6s");
    assertThat(run.cell("right").outcome().status()).isEqualTo(Status.OK);
    Outcome<CellResult> outcome = run.cell("emulation-hangs").outcome();
    assertThat(outcome.status()).isEqualTo(Status.TIMED_OUT);
    assertThat(Remedy.textOf(outcome.remedy())).contains("budget");
  }
}
