package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.cli.faults.Faults;
import assay.core.record.store.RunStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is killed before it has measured anything. */
class InterruptedRunTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir Path folder = Path.of("");

  @Test
  void killedWhileTargetsAreProbedItLeavesNoFolder() throws Exception {
    Path asked = folder.resolve("asked");
    Path runs = folder.resolve("runs");
    Process process =
        new ProcessBuilder(
                Cli.command(
                    List.of("-D" + Faults.ProbeWaits.ASKED + "=" + asked),
                    "run",
                    "-w",
                    "gemm/m=7,n=5,k=9",
                    "-t",
                    "probe-waits",
                    "--out",
                    runs.toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    try {
      Instant end = Instant.now().plus(LIMIT);
      while (!Files.exists(asked) && process.isAlive() && Instant.now().isBefore(end)) {
        Thread.sleep(Duration.ofMillis(50));
      }
      assertThat(asked).as(Files.readString(folder.resolve("said"))).exists();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    assertThat(runs).isEmptyDirectory();
  }

  /** As earlier versions left one: it is said as such, and stands in nobody's way. */
  @Test
  void anEmptyFolderOfAnEarlierVersionIsSaidAsSuch() throws Exception {
    Path suite = Cli.tinySuite(folder, "gemm/m=7,n=5,k=9");
    String runs = folder.resolve("runs").toString();
    Cli.run("run", "--suite", suite.toString(), "-t", "right", "--no-report", "--out", runs);
    String id = StoredRun.only(folder.resolve("runs")).folder().name();
    Path empty = Files.createDirectories(folder.resolve("runs/" + id.substring(0, 16) + "-zzzzzz"));
    assertThat(Cli.run("show", "--out", runs).out())
        .contains("interrupted before its first cell: nothing measured");
    assertThat(new RunStore(folder.resolve("runs")).find(id.substring(0, 12)).name()).isEqualTo(id);
    Cli.Answer shown = Cli.run("show", String.valueOf(empty.getFileName()), "--out", runs);
    assertThat(shown.code()).isEqualTo(ExitCode.USAGE);
    assertThat(shown.err()).contains("was interrupted before its first cell");
    assertThat(Cli.run("report", "latest", "--runs", runs).code()).isEqualTo(ExitCode.OK);
  }
}
