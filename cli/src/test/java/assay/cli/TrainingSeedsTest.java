package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.record.ForkRecord;
import assay.core.record.Status;
import assay.core.record.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The seed is the unit of training statistics: from the plan to the record. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrainingSeedsTest {
  private static final String TRAIN = "train/cnn-fashion,images=48,epochs=1,batch=16";
  private static final String GEMM = "gemm/m=7,n=5,k=9";

  private Cli.Answer answer = new Cli.Answer(0, "", "");
  private Path out = Path.of("");

  @BeforeAll
  void run(@TempDir Path folder) throws IOException {
    out = folder.resolve("runs");
    answer =
        Cli.run(
            "run",
            "--suite",
            Cli.tinySuite(folder, TRAIN, GEMM).toString(),
            "--max-forks",
            "2",
            "--seed",
            "7",
            "--no-telemetry",
            "--out",
            out.toString(),
            "-t",
            "cpu-simd",
            "-t",
            "cpu-scalar");
  }

  private List<ForkRecord> forks(String workload, String target) throws IOException {
    List<ForkRecord> forks =
        StoredRun.only(out).forks().stream()
            .filter(f -> f.cell().workload().equals(workload) && f.cell().target().equals(target))
            .toList();
    assertThat(forks).as(answer.all()).hasSize(2);
    assertThat(forks)
        .allSatisfy(fork -> assertThat(fork.outcome().status()).isEqualTo(Status.OK));
    return forks;
  }

  private double firstLoss(String target, int fork) throws IOException {
    Training training =
        Objects.requireNonNull(forks(TRAIN, target).get(fork).outcome().result()).training();
    return Objects.requireNonNull(training).lossCurve().losses().get(0);
  }

  /** Forks of one seed were one training run, repeated. */
  @Test
  void everyTrainingForkHasASeedOfItsOwn() throws IOException {
    assertThat(forks(TRAIN, "cpu-simd")).extracting(f -> f.context().seed()).containsExactly(7L, 8L);
    assertThat(firstLoss("cpu-simd", 0)).isNotEqualTo(firstLoss("cpu-simd", 1));
  }

  /** The first loss is that of the initial weights on the first batch. */
  @Test
  void aSeedGivesTheSameWeightsAndBatchesOnEveryTarget() throws IOException {
    for (int fork = 0; fork < 2; fork++) {
      assertThat(firstLoss("cpu-scalar", fork)).isEqualTo(firstLoss("cpu-simd", fork), within(1e-5));
    }
  }

  @Test
  void kernelsKeepTheirInputs() throws IOException {
    assertThat(forks(GEMM, "cpu-simd")).extracting(f -> f.context().seed()).containsExactly(7L, 7L);
  }
}
