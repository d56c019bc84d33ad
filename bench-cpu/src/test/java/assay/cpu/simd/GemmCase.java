package assay.cpu.simd;

import java.util.Arrays;
import java.util.Random;

/**
 * One product with random data in padded arrays, its float64 reference and the check against it.
 */
record GemmCase(
    int m,
    int n,
    int k,
    boolean transposeA,
    boolean transposeB,
    float alpha,
    float beta,
    int gap,
    long seed) {
  private static final float UNTOUCHED = 12345.5f;

  /** How the operands reach the product under test. */
  enum Hooks {
    NONE,
    A,
    B,
    BOTH
  }

  private int lda() {
    return (transposeA ? m : k) + gap;
  }

  private int ldb() {
    return (transposeB ? k : n) + 2 * gap;
  }

  private int ldc() {
    return n + gap;
  }

  /**
   * Runs the product and compares every element of C's array.
   *
   * @throws AssertionError with this case, its seed included, and the first wrong element
   */
  void verify(SimdGemm gemm, Hooks hooks) {
    Random random = new Random(seed);
    int offset = 3 * gap;
    float[] a = normal(random, offset + (transposeA ? k : m) * lda());
    float[] b = normal(random, offset + (transposeB ? n : k) * ldb());
    float[] c = new float[offset + m * ldc() + gap];
    Arrays.fill(c, UNTOUCHED);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        c[offset + i * ldc() + j] = beta == 0 ? Float.NaN : (float) random.nextGaussian();
      }
    }
    float[] before = c.clone();
    APanel aPanel =
        hooks == Hooks.A || hooks == Hooks.BOTH
            ? APanel.packed((row0, rows, k0, depth, dst, at) -> {
              for (int i = 0; i < rows; i++) {
                for (int p = 0; p < depth; p++) {
                  dst[at + i * depth + p] = a[aAt(offset, row0 + i, k0 + p)];
                }
              }
            })
            : APanel.dense(a, offset, lda(), transposeA);
    BPanel bPanel =
        hooks == Hooks.B || hooks == Hooks.BOTH
            ? BPanel.packed((k0, depth, col0, cols, dst, at) -> {
              int w = SimdGemm.panelColumns();
              for (int j = 0; j < cols; j++) {
                for (int p = 0; p < depth; p++) {
                  dst[at + j / w * w * depth + p * w + j % w] = b[bAt(offset, k0 + p, col0 + j)];
                }
              }
            })
            : BPanel.dense(b, offset, ldb(), transposeB);
    gemm.multiply(m, n, k, alpha, aPanel, bPanel, beta, c, offset, ldc());
    compare(a, b, c, before, offset);
  }

  private int aAt(int offset, int i, int p) {
    return offset + (transposeA ? p * lda() + i : i * lda() + p);
  }

  private int bAt(int offset, int p, int j) {
    return offset + (transposeB ? j * ldb() + p : p * ldb() + j);
  }

  /**
   * The bound is 4 (√k + 2) u · (|alpha| |A||B| + |beta C|): rounding errors of a sum of k terms
   * add like a random walk, at worst like γ_k.
   */
  private void compare(float[] a, float[] b, float[] c, float[] before, int offset) {
    boolean[] inside = new boolean[c.length];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        double magnitude = 0;
        if (alpha != 0) {
          for (int p = 0; p < k; p++) {
            double term = (double) a[aAt(offset, i, p)] * b[bAt(offset, p, j)];
            sum += term;
            magnitude += Math.abs(term);
          }
        }
        int at = offset + i * ldc() + j;
        inside[at] = true;
        double old = beta == 0 ? 0 : (double) beta * before[at];
        double expected = alpha * sum + old;
        double bound =
            4
                * (Math.sqrt(k) + 2)
                * 0x1p-24
                * (Math.abs(alpha) * magnitude + Math.abs(old) + Float.MIN_NORMAL);
        if (!(Math.abs(c[at] - expected) <= bound)) {
          throw new AssertionError(
              "%s: C[%d,%d] is %s, expected %s within %s"
                  .formatted(this, i, j, c[at], expected, bound));
        }
      }
    }
    for (int at = 0; at < c.length; at++) {
      if (!inside[at] && c[at] != UNTOUCHED) {
        throw new AssertionError(
            "%s: element %d outside C was overwritten with %s".formatted(this, at, c[at]));
      }
    }
  }

  private static float[] normal(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
