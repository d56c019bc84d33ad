package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.Cell;
import assay.core.record.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ceiling without a size of its own has work for every unit of the device. */
class SizedCeilingTest {
  @TempDir Path folder = Path.of("");

  /** Three units of 32,768 chains each; the engine says what the fork was given. */
  @Test
  void theForkExecutesAndTheRecordCountsWhatFillsTheDevice() throws IOException {
    Path suite = Cli.tinySuite(folder, "peak/fma,steps=3", "peak/fma,elements=100,steps=3");
    Path runs = folder.resolve("runs");
    Cli.Answer answer =
        Cli.run(
            "run",
            "--suite",
            suite.toString(),
            "-t",
            "three-units",
            "--no-telemetry",
            "--no-report",
            "--out",
            runs.toString());
    assertThat(answer.code()).as(answer.all()).isZero();
    StoredRun run = StoredRun.only(runs);
    assertSize(run, "peak/fma,steps=3", 98_304);
    assertSize(run, "peak/fma,elements=100,steps=3", 100);
    run.assertRecomputes();
  }

  private static void assertSize(StoredRun run, String workload, long elements) {
    Cell cell =
        run.record().cells().stream()
            .filter(c -> c.id().workload().equals(workload))
            .findFirst()
            .orElseThrow();
    assertThat(cell.outcome().status()).isEqualTo(Status.OK);
    assertThat(cell.outcome().engine()).isEqualTo(elements + " elements");
    assertThat(Objects.requireNonNull(cell.work()).flops()).isEqualTo(2 * elements * 3);
  }
}
