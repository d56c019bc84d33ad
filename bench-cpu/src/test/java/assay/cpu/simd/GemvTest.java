package assay.cpu.simd;

import static org.assertj.core.api.Assertions.assertThat;

import assay.cpu.Workers;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Products of a vector at every length around those where a loop over vectors, columns or rows ends
 * and its tail begins. The values are small integers, whose sums single precision holds exactly in
 * any order, and around them lies NaN.
 */
class GemvTest {
  private static final int LANES = Tile.LANES;

  /** One below, at and above each multiple at which a loop changes. */
  private static int[] around(int... multiples) {
    TreeSet<Integer> lengths = new TreeSet<>();
    for (int multiple : multiples) {
      for (int length = multiple - 1; length <= multiple + 1; length++) {
        if (length > 0) {
          lengths.add(length);
        }
      }
    }
    return lengths.stream().mapToInt(Integer::intValue).toArray();
  }

  private static float[] integers(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(19) - 9;
    }
    return values;
  }

  /** Rows of {@code columns} values, {@code gap} NaN apart, behind an offset of NaN. */
  private static float[] spread(float[] dense, int columns, int gap, int offset) {
    int rows = dense.length / columns;
    float[] spread = new float[offset + rows * (columns + gap)];
    Arrays.fill(spread, Float.NaN);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(dense, i * columns, spread, offset + i * (columns + gap), columns);
    }
    return spread;
  }

  /** x·M, or M·x where the vector is a column, in each storage order of M. */
  private static void check(Workers workers, int depth, int count, boolean column, boolean turned) {
    Random random = new Random(31L * depth + count);
    float[] x = integers(random, depth);
    float[] matrix = integers(random, depth * count);
    float[] y = integers(random, count);
    float beta = random.nextBoolean() ? 0 : -2;
    float alpha = random.nextBoolean() ? 1 : 3;
    double[] expected = new double[count];
    for (int j = 0; j < count; j++) {
      double sum = 0;
      for (int p = 0; p < depth; p++) {
        sum += (double) x[p] * matrix[p * count + j];
      }
      expected[j] = alpha * sum + (beta == 0 ? 0 : beta * y[j]);
    }
    // As a left operand the matrix is count × depth, as a right one depth × count.
    boolean transposed = column != turned;
    float[] stored = turned ? transposed(matrix, depth, count) : matrix;
    int columns = turned ? depth : count;
    float[] m = spread(stored, columns, 3, 5);
    float[] c = new float[2 + 4 * count];
    Arrays.fill(c, Float.NaN);
    int stride = column ? 4 : 1;
    for (int j = 0; j < count && beta != 0; j++) {
      c[2 + j * stride] = y[j];
    }
    SimdGemm gemm = new SimdGemm(workers);
    if (column) {
      boolean across = random.nextBoolean();
      float[] vector = spread(x, across ? depth : 1, across ? 0 : 2, 1);
      gemm.multiply(
          transposed,
          across,
          count,
          1,
          depth,
          alpha,
          m,
          5,
          columns + 3,
          vector,
          1,
          across ? depth : 3,
          beta,
          c,
          2,
          4);
    } else {
      boolean down = random.nextBoolean();
      float[] vector = spread(x, down ? 1 : depth, down ? 2 : 0, 1);
      gemm.multiply(
          down,
          turned,
          1,
          count,
          depth,
          alpha,
          vector,
          1,
          down ? 3 : depth,
          m,
          5,
          columns + 3,
          beta,
          c,
          2,
          count);
    }
    String what = "%d × %d, column %s, turned %s".formatted(depth, count, column, turned);
    for (int j = 0; j < count; j++) {
      assertThat((double) c[2 + j * stride]).as("%s at %d", what, j).isEqualTo(expected[j]);
      c[2 + j * stride] = Float.NaN;
    }
    for (float outside : c) {
      assertThat(outside).as("beside the result of %s", what).isNaN();
    }
  }

  private static float[] transposed(float[] matrix, int rows, int columns) {
    float[] out = new float[matrix.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        out[j * rows + i] = matrix[i * columns + j];
      }
    }
    return out;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void everyTail(int threads) {
    int[] lengths = around(1, 4, 8, LANES, 2 * LANES, 4 * LANES, 8 * LANES);
    try (Workers workers = new Workers(threads)) {
      for (int depth : lengths) {
        for (int count : lengths) {
          for (int way = 0; way < 4; way++) {
            check(workers, depth, count, way % 2 == 1, way / 2 == 1);
          }
        }
      }
    }
  }

  /** Long enough to be cut along the results, along the depth, and along both. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void everyPart(int threads) {
    int[][] sizes = {
      {3, 1023},
      {3, 1024},
      {3, 1025},
      {70, 2049},
      {500, 1030},
      {1023, 3},
      {2048, 5},
      {9001, 7},
      {66_000, 1},
      {66_000, 9},
      {3000, 300}
    };
    try (Workers workers = new Workers(threads)) {
      for (int[] size : sizes) {
        for (int way = 0; way < 4; way++) {
          check(workers, size[0], size[1], way % 2 == 1, way / 2 == 1);
        }
      }
    }
  }

  /** Buffers that an earlier, longer product has left do not count. */
  @Test
  void aShorterProductAfterALongerOne() {
    try (Workers workers = new Workers(2)) {
      SimdGemm gemm = new SimdGemm(workers);
      float[] ones = new float[40_000];
      Arrays.fill(ones, 1);
      float[] y = new float[4000];
      gemm.multiply(false, false, 1, 4000, 10, 1, ones, 0, 10, ones, 0, 4000, 0, y, 0, 4000);
      assertThat(y).containsOnly(10);
      gemm.multiply(false, false, 1, 5, 3, 1, ones, 0, 3, ones, 0, 5, 0, y, 0, 5);
      assertThat(Arrays.copyOf(y, 6)).containsExactly(3, 3, 3, 3, 3, 10);
    }
  }
}
