package assay.cpu.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.cpu.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimdGemmTest {
  private static final int[] RAGGED = {1, 2, 3, 5, 7, 13, 16, 17, 31, 33, 63, 65, 97, 130, 207};
  private static final List<Float> SCALARS = List.of(0f, 1f, -0.5f, 2f);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void agreesWithTheReferenceOnRaggedSizes(int threads) {
    Random random = new Random(1000 + threads);
    try (Workers workers = new Workers(threads)) {
      SimdGemm gemm = new SimdGemm(workers);
      for (int m : RAGGED) {
        for (int n : RAGGED) {
          for (int k : RAGGED) {
            randomCase(random, m, n, k).verify(gemm, GemmCase.Hooks.NONE);
          }
        }
      }
    }
  }

  private static GemmCase randomCase(Random random, int m, int n, int k) {
    return new GemmCase(
        m,
        n,
        k,
        random.nextBoolean(),
        random.nextBoolean(),
        SCALARS.get(random.nextInt(SCALARS.size())),
        SCALARS.get(random.nextInt(SCALARS.size())),
        random.nextInt(4),
        random.nextLong());
  }

  @ParameterizedTest
  @CsvSource({"false,false", "true,false", "false,true", "true,true"})
  void everyTransposeWithEveryScalar(boolean transposeA, boolean transposeB) {
    Random random = new Random(7);
    try (Workers workers = new Workers(2)) {
      SimdGemm gemm = new SimdGemm(workers);
      for (float alpha : SCALARS) {
        for (float beta : SCALARS) {
          for (int gap : new int[] {0, 5}) {
            new GemmCase(61, 143, 70, transposeA, transposeB, alpha, beta, gap, random.nextLong())
                .verify(gemm, GemmCase.Hooks.NONE);
          }
        }
      }
    }
  }

  /** Larger than a block in each direction, and the shapes that are cut along k. */
  @ParameterizedTest
  @CsvSource({
    "200, 850, 800",
    "6, 448, 1153",
    "500, 10, 385",
    "4, 3, 9001",
    "1, 5, 9001",
    "5, 1, 9001",
    "1, 2500, 70",
    "2500, 1, 70",
    "32, 40, 6000",
    "2, 900, 400",
    "700, 64, 9"
  })
  void agreesAcrossBlocks(int m, int n, int k) {
    Random random = new Random(m * 31L + n);
    for (int threads : new int[] {1, 2, 5}) {
      try (Workers workers = new Workers(threads)) {
        SimdGemm gemm = new SimdGemm(workers);
        for (int t = 0; t < 4; t++) {
          new GemmCase(m, n, k, t % 2 == 1, t / 2 == 1, -0.5f, t == 0 ? 0 : 2, t, random.nextLong())
              .verify(gemm, GemmCase.Hooks.NONE);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(GemmCase.Hooks.class)
  void packersTakeThePlaceOfArrays(GemmCase.Hooks hooks) {
    Random random = new Random(99);
    try (Workers workers = new Workers(3)) {
      SimdGemm gemm = new SimdGemm(workers);
      for (int[] s : new int[][] {{1, 70, 5}, {7, 1, 400}, {101, 450, 390}, {64, 33, 5000}}) {
        randomCase(random, s[0], s[1], s[2]).verify(gemm, hooks);
        new GemmCase(s[0], s[1], s[2], false, false, 1, 1, 2, random.nextLong())
            .verify(gemm, hooks);
      }
    }
  }

  @Test
  void anEmptyDepthScalesC() {
    float[] c = {1, 2, 3, 4};
    try (Workers workers = new Workers(1)) {
      SimdGemm gemm = new SimdGemm(workers);
      float[] none = {};
      gemm.multiply(false, false, 2, 2, 0, 1, none, 0, 1, none, 0, 2, 2, c, 0, 2);
      assertThat(c).containsExactly(2, 4, 6, 8);
      gemm.multiply(false, false, 0, 2, 3, 1, none, 0, 3, new float[6], 0, 2, 0, c, 0, 2);
      assertThat(c).containsExactly(2, 4, 6, 8);
    }
  }

  @Test
  void sameCallSameBits() {
    Random random = new Random(5);
    float[] a = new float[64 * 3000];
    float[] b = new float[3000 * 100];
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < b.length; i++) {
      b[i] = (float) random.nextGaussian();
    }
    float[] first = new float[64 * 100];
    float[] again = new float[64 * 100];
    try (Workers workers = new Workers(3)) {
      SimdGemm gemm = new SimdGemm(workers);
      gemm.multiply(false, false, 64, 100, 3000, 1, a, 0, 3000, b, 0, 100, 0, first, 0, 100);
      for (int i = 0; i < 20; i++) {
        Arrays.fill(again, Float.NaN);
        gemm.multiply(false, false, 64, 100, 3000, 1, a, 0, 3000, b, 0, 100, 0, again, 0, 100);
        assertThat(again).isEqualTo(first);
      }
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    try (Workers workers = new Workers(1)) {
      SimdGemm gemm = new SimdGemm(workers);
      float[] six = new float[6];
      float[] nine = new float[9];
      assertThatThrownBy(
              () -> gemm.multiply(false, false, 2, 3, 3, 1, six, 1, 3, nine, 0, 3, 0, six, 0, 3))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessageContaining("A (stored 2×3, offset 1, leading dimension 3)");
      assertThatThrownBy(
              () -> gemm.multiply(false, false, 2, 3, 3, 1, six, 0, 3, nine, 0, 2, 0, six, 0, 3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("B: leading dimension 2 < stored row of 3");
      assertThatThrownBy(
              () -> gemm.multiply(false, false, 2, -3, 3, 1, six, 0, 3, nine, 0, 3, 0, six, 0, 3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("negative size");
    }
  }
}
