package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.CellResult;
import assay.core.record.Outcome;
import assay.core.record.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Training that goes wrong in the timed steps is caught in real forks, also where the last state
 * looks sound.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrainingFaultsTest {
  private Cli.Answer answer = new Cli.Answer(0, "", "");
  private Path out = Path.of("");

  @BeforeAll
  void train(@TempDir Path folder) throws IOException {
    out = folder.resolve("runs");
    Path suite = Cli.tinySuite(folder, "train/cnn-fashion,images=640,epochs=1");
    answer =
        Cli.run(
            "run",
            "--suite",
            suite.toString(),
            "--out",
            out.toString(),
            "-t",
            "cpu-simd",
            "-t",
            "astray-once",
            "-t",
            "optimizer-off",
            "-t",
            "loses-loss");
  }

  @Test
  void theRightTargetIsMeasured() throws IOException {
    Outcome<CellResult> outcome = StoredRun.only(out).cell("cpu-simd").outcome();
    assertThat(outcome.status()).as(answer.all()).isEqualTo(Status.OK);
    assertThat(Objects.requireNonNull(outcome.verification()).check())
        .contains("further step", "first step", "replay of 10 losses", "timed step");
    assertThat(answer.code()).isEqualTo(ExitCode.INVALID);
  }

  /**
   * A weight that goes astray is found by the repeated losses, or in a window that it falls into.
   */
  @ParameterizedTest
  @CsvSource({
    "astray-once, (when timed and|dense2.b)",
    "optimizer-off, dense2.b",
    "loses-loss, is NaN"
  })
  void theWrongOnesHaveNoFigure(String target, String said) throws IOException {
    Outcome<CellResult> outcome = StoredRun.only(out).cell(target).outcome();
    assertThat(outcome.status()).as(answer.all()).isEqualTo(Status.INVALID);
    assertThat(outcome.reason()).containsPattern(said);
    assertThat(outcome.result()).isNull();
  }
}
