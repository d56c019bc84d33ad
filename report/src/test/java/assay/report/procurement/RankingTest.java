package assay.report.procurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import assay.report.money.PriceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RankingTest {
  @Test
  void aWeightFileThatIsNotUtf8NamesItsLine(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("weights.yaml");
    Files.write(file, new byte[] {'#', '\n', '#', '\n', (byte) 0xFF});
    assertThatThrownBy(() -> Weights.read(file))
        .isInstanceOf(PriceException.class)
        .hasMessage(file + ":3: not UTF-8 text");
  }

  @Test
  void countsTheDrawsInWhichTheOrderHolds() {
    double[][] draws = {
      {3, 1, 2}, // B, C, A: the order itself
      {2, 1, 3}, // B first, the others changed
      {1, 2, 3}, // A first
      {9, 1, 2}
    };
    Ranking ranking = Ranking.of(new double[] {3, 1, 2}, draws.length, r -> draws[r]);
    assertThat(ranking.order()).containsExactly(1, 2, 0);
    assertThat(ranking.holds()).isEqualTo(0.5, within(1e-12));
    assertThat(ranking.firstHolds()).isEqualTo(0.75, within(1e-12));
    assertThat(ranking.first()).containsExactly(0.25, 0.75, 0.0);
  }

  @Test
  void theFirstRuleThatFitsGivesTheWeight() {
    Weights weights =
        Weights.parse(
            "weights.yaml",
            """
            weights:
              - {workload: train/cnn*, weight: 3}
              - {workload: "*", weight: 0}
            other: 1
            """);
    assertThat(weights.of(new Task("train/cnn-fashion", "f32"))).isEqualTo(3);
    assertThat(weights.of(new Task("gemm/m=1,n=1,k=1", "f32"))).isZero();
    assertThat(Weights.EQUAL.of(new Task("gemm/m=1,n=1,k=1", "f32"))).isEqualTo(1);
    assertThatThrownBy(
            () -> Weights.parse("w.yaml", "weights:\n  - {workload: a, weight: -1}\nother: 1"))
        .hasMessageStartingWith("w.yaml:2: 'weight' must be at least 0");
    assertThatThrownBy(() -> Weights.parse("w.yaml", "weights:\n  - {workload: a, weight: 1}\n"))
        .hasMessageContaining("'other' is missing");
  }

  @Test
  void aBatchIsReadFromTheNameOfItsWorkload() {
    assertThat(Batch.of("infer/cnn-fashion,batch=64"))
        .isEqualTo(new Batch("infer/cnn-fashion", 64));
    assertThat(Batch.of("infer/batch=8,other=1")).isEqualTo(new Batch("infer/,other=1", 8));
    assertThat(Batch.of("train/cnn-fashion,batch=64")).isNull();
    assertThat(Batch.of("infer/cnn-fashion")).isNull();
  }
}
