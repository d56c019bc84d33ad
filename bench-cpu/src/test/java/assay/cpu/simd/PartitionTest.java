package assay.cpu.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PartitionTest {
  private static int pieces(Partition p) {
    return p.rowParts() * p.columnParts() * p.depthParts();
  }

  @Test
  void coversEveryElementOnceOnTileBoundaries() {
    Random random = new Random(11);
    for (int round = 0; round < 2000; round++) {
      int m = 1 + random.nextInt(3000);
      int n = 1 + random.nextInt(3000);
      int k = 1 + random.nextInt(50_000);
      Partition p = Partition.of(m, n, k, 1 + random.nextInt(64));
      assertThat(p.row(0)).as("%s", p).isZero();
      assertThat(p.row(p.rowParts())).as("%s", p).isEqualTo(m);
      assertThat(p.column(0)).as("%s", p).isZero();
      assertThat(p.column(p.columnParts())).as("%s", p).isEqualTo(n);
      for (int i = 1; i < p.rowParts(); i++) {
        assertThat(p.row(i)).as("%s", p).isGreaterThan(p.row(i - 1)).isLessThan(m);
        assertThat(p.row(i) % Tile.MR).as("%s", p).isZero();
      }
      for (int j = 1; j < p.columnParts(); j++) {
        assertThat(p.column(j)).as("%s", p).isGreaterThan(p.column(j - 1)).isLessThan(n);
        assertThat(p.column(j) % Tile.NR).as("%s", p).isZero();
      }
      assertThat(p.depthParts()).as("%s", p).isBetween(1, Math.max(1, k / 256));
    }
  }

  @Test
  void aSquareIsSharedEvenly() {
    for (int workers : new int[] {2, 3, 4, 6}) {
      assertThat(pieces(Partition.of(1152, 1152, 1152, workers)) % workers).isZero();
    }
  }

  @Test
  void oneWorkerAndTinyProductsAreNotCut() {
    assertThat(Partition.of(1152, 64, 1152, 1).rowParts()).isOne();
    assertThat(pieces(Partition.of(32, 32, 32, 16))).isOne();
  }

  @Test
  void aSmallResultIsCutAlongTheDepth() {
    assertThat(Partition.of(32, 64, 40_000, 4).depthParts()).isGreaterThanOrEqualTo(4);
  }
}
