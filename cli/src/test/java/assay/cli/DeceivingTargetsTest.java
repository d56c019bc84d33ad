package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.CellResult;
import assay.core.record.Outcome;
import assay.core.record.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Targets that are right whenever their results are read, and would win elsewhere: each is INVALID,
 * in real forks, while the target that they imitate is measured in the same run. See
 * docs/attacks.md.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeceivingTargetsTest {
  private static final String GEMM = "gemm/m=256,n=256,k=256";
  private static final String TRAINING = "train/cnn-fashion,batch=16,images=320,epochs=1";

  private Cli.Answer kernels = new Cli.Answer(0, "", "");
  private Cli.Answer training = new Cli.Answer(0, "", "");
  private Path folder = Path.of("");

  @BeforeAll
  void runAll(@TempDir Path temporary) throws IOException {
    folder = temporary;
    kernels =
        run(
            GEMM,
            "kernels",
            "cpu-openblas",
            "computes-in-read",
            "computes-elsewhere",
            "computes-in-write",
            "every-second",
            "once-after-writes",
            "some-after-writes",
            "one-in-twenty",
            "cached-by-input",
            "after-writes-only",
            "cached-by-set",
            "fewer-bits",
            "bf16-twice");
    training =
        run(
            TRAINING,
            "training",
            "cpu-simd",
            "optimizer-rests",
            "stops-learning",
            "learns-when-watched");
  }

  private Cli.Answer run(String workload, String out, String... targets) throws IOException {
    Path suite = Cli.tinySuite(folder, workload);
    String longer = Files.readString(suite).replace("iterationMillis: 10", "iterationMillis: 50");
    Files.writeString(suite, longer);
    List<String> args =
        new ArrayList<>(List.of("run", "--suite", suite.toString(), "--threads", "1"));
    args.addAll(List.of("--out", folder.resolve(out).toString()));
    for (String target : targets) {
      args.addAll(List.of("-t", target));
    }
    return Cli.run(args.toArray(String[]::new));
  }

  private Outcome<CellResult> outcome(String out, String target) throws IOException {
    return StoredRun.only(folder.resolve(out)).cell(target).outcome();
  }

  @Test
  void theHonestTargetIsMeasured() throws IOException {
    assertThat(outcome("kernels", "cpu-openblas").status()).as(kernels.all()).isEqualTo(Status.OK);
    assertThat(outcome("training", "cpu-simd").status()).as(training.all()).isEqualTo(Status.OK);
    assertThat(kernels.code()).isEqualTo(ExitCode.INVALID);
    assertThat(training.code()).isEqualTo(ExitCode.INVALID);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "computes-in-read | left work undone",
        "computes-elsewhere | left work undone",
        "computes-in-write | left work undone",
        "every-second | was not written by one execution",
        "once-after-writes | left work undone",
        "some-after-writes | left work undone",
        "one-in-twenty | left work undone",
        "cached-by-input | left work undone",
        "after-writes-only | expected",
        "cached-by-set | left work undone",
        "fewer-bits | expected",
        "bf16-twice | significant bits; f32 has 24"
      })
  void noneOfThemHasATime(String target, String said) throws IOException {
    assertInvalid(kernels, outcome("kernels", target), said);
  }

  @ParameterizedTest
  @CsvSource({
    "optimizer-rests, expected",
    "stops-learning, expected",
    "learns-when-watched, expected"
  })
  void noneOfThemIsTrained(String target, String said) throws IOException {
    assertInvalid(training, outcome("training", target), said);
  }

  private static void assertInvalid(Cli.Answer answer, Outcome<CellResult> outcome, String said) {
    assertThat(outcome.status()).as(answer.all()).isEqualTo(Status.INVALID);
    assertThat(outcome.reason()).startsWith("wrong output: ").contains(said);
    assertThat(outcome.result()).isNull();
  }
}
