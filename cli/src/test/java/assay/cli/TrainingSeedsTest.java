package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.record.CellResult;
import assay.core.record.ForkRecord;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
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
  private static final String FOLDS = "train/cnn-fashion,images=60,epochs=1,batch=16,folds=3";
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
            Cli.tinySuite(folder, FOLDS, GEMM).toString(),
            "--max-forks",
            "3",
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
    assertThat(forks).as(answer.all()).hasSize(3);
    assertThat(forks).allSatisfy(fork -> assertThat(fork.outcome().status()).isEqualTo(Status.OK));
    return forks;
  }

  private static Training training(ForkRecord fork) {
    return Objects.requireNonNull(
        Objects.requireNonNull(fork.outcome().result()).training(), "not a training run");
  }

  private double firstLoss(String target, int fork) throws IOException {
    return training(forks(FOLDS, target).get(fork)).lossCurve().losses().get(0);
  }

  /** Forks of one seed were one training run, repeated. */
  @Test
  void everyTrainingForkHasASeedOfItsOwn() throws IOException {
    assertThat(forks(FOLDS, "cpu-simd"))
        .extracting(f -> f.context().seed())
        .containsExactly(7L, 8L, 9L);
    assertThat(firstLoss("cpu-simd", 0)).isNotEqualTo(firstLoss("cpu-simd", 1));
  }

  /** The first loss is that of the initial weights on the first batch. */
  @Test
  void aSeedGivesTheSameWeightsAndBatchesOnEveryTarget() throws IOException {
    for (int fork = 0; fork < 3; fork++) {
      assertThat(firstLoss("cpu-scalar", fork))
          .isEqualTo(firstLoss("cpu-simd", fork), within(1e-5));
    }
  }

  @Test
  void kernelsKeepTheirInputs() throws IOException {
    assertThat(forks(GEMM, "cpu-simd"))
        .extracting(f -> f.context().seed())
        .containsExactly(7L, 7L, 7L);
  }

  /** Forks are folds, each tested on images of its own. */
  @Test
  void aCrossValidationHasTheMeanOfItsFolds() throws IOException {
    List<ForkRecord> forks = forks(FOLDS, "cpu-simd");
    assertThat(forks)
        .extracting(f -> training(f).fold())
        .containsExactly(
            new Training.Fold(0, 3, 40), new Training.Fold(1, 3, 40), new Training.Fold(2, 3, 40));
    CellResult result =
        StoredRun.only(out).record().cells().stream()
            .filter(c -> c.id().workload().equals(FOLDS) && c.id().target().equals("cpu-simd"))
            .map(c -> Objects.requireNonNull(c.outcome().result()))
            .findFirst()
            .orElseThrow();
    Metric mean = Objects.requireNonNull(result.metric(MetricKey.CROSS_VALIDATED_ACCURACY));
    assertThat(mean.median())
        .isEqualTo(
            forks.stream().mapToDouble(f -> training(f).finalAccuracy()).average().orElseThrow(),
            within(1e-12));
    assertThat(mean.forks()).isEqualTo(3);
    assertThat(result.whyNot(MetricKey.FINAL_ACCURACY)).contains("crossValidatedAccuracy");
  }

  @Test
  void theRecordIsValid() throws IOException {
    StoredRun run = StoredRun.only(out);
    run.assertValid();
    run.assertRecomputes();
  }
}
