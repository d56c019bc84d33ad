package assay.cpu.simd;

import assay.cpu.Workers;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * y ← alpha · x·M + beta · y for a vector x of {@code depth} and a matrix M of {@code depth} ×
 * {@code count}, which is read once, in memory order and without a copy: the kernel is bound by
 * memory bandwidth.
 *
 * <p>If the columns of M are contiguous, every result is a dot product; if the rows are, eight rows
 * at a time are added to a run of sums that stays in the L1 cache.
 */
final class Gemv {
  private static final VectorSpecies<Float> S = Tile.SPECIES;
  private static final int L = Tile.LANES;

  /** Results per piece: 4 KiB of sums, and runs of M long enough for the hardware prefetcher. */
  private static final int STRETCH = 1024;

  /** Multiply-adds that make a piece worth handing to another thread. */
  private static final long MIN_MACS = 1 << 16;

  private static final int PIECES_PER_WORKER = 4;

  private final Workers workers;
  private float[] x = new float[0];
  private float[] sums = new float[0];

  Gemv(Workers workers) {
    this.workers = workers;
  }

  /**
   * The product of arrays.
   *
   * @param vector its elements are (0, p)
   * @param matrix M's element in row p and column j is (j, p)
   * @param beta when 0, y is not read
   */
  void multiply(
      int depth,
      int count,
      float alpha,
      Operand<?> vector,
      Operand<?> matrix,
      float beta,
      float[] y,
      int yAt,
      int yStride) {
    long macs = (long) depth * count;
    int wanted =
        workers.count() == 1
            ? 1
            : (int)
                Math.max(1, Math.min(macs / MIN_MACS, PIECES_PER_WORKER * (long) workers.count()));
    int countParts =
        Math.max(
            BlockedGemm.ceilDiv(count, STRETCH),
            Math.min(wanted, BlockedGemm.ceilDiv(count, STRETCH / 4)));
    int depthParts = Math.max(1, Math.min(wanted / countParts, depth / STRETCH));
    x = grown(x, depth);
    sums = grown(sums, count * depthParts);
    if (vector.depthStride() == 1) {
      System.arraycopy(vector.data, vector.offset, x, 0, depth);
    } else {
      for (int p = 0; p < depth; p++) {
        x[p] = vector.data[vector.at(0, p)];
      }
    }
    int depthStride = matrix.depthStride();
    int countStride = matrix.stride();
    float[] m = matrix.data;
    workers.parallelFor(
        countParts * depthParts,
        (worker, piece) -> {
          int part = piece / countParts;
          int j0 = BlockedGemm.split(0, count, countParts, piece % countParts);
          int j1 = BlockedGemm.split(0, count, countParts, piece % countParts + 1);
          int p0 = BlockedGemm.split(0, depth, depthParts, part);
          int p1 = BlockedGemm.split(0, depth, depthParts, part + 1);
          int at = matrix.at(j0, p0);
          if (depthStride == 1) {
            dots(p0, p1 - p0, j1 - j0, m, at, countStride, part * count + j0);
          } else {
            axpys(p0, p1 - p0, j1 - j0, m, at, depthStride, part * count + j0);
          }
        });
    for (int j = 0; j < count; j++) {
      float sum = sums[j];
      for (int part = 1; part < depthParts; part++) {
        sum += sums[part * count + j];
      }
      int at = yAt + j * yStride;
      y[at] = beta == 0 ? alpha * sum : Math.fma(beta, y[at], alpha * sum);
    }
  }

  private static float[] grown(float[] buffer, int size) {
    return buffer.length < size ? new float[size] : buffer;
  }

  private void dots(int p0, int depth, int count, float[] m, int at, int stride, int sumAt) {
    int j = 0;
    for (; j <= count - 4; j += 4) {
      fourDots(p0, depth, m, at + j * stride, stride, sumAt + j);
    }
    for (; j < count; j++) {
      sums[sumAt + j] = dot(p0, depth, m, at + j * stride);
    }
  }

  /** Four columns side by side: x is loaded once and four streams keep the memory busy. */
  private void fourDots(int p0, int depth, float[] m, int at, int stride, int sumAt) {
    float[] vector = x;
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    FloatVector s3 = FloatVector.zero(S);
    int p = 0;
    for (; p <= depth - L; p += L) {
      FloatVector v = FloatVector.fromArray(S, vector, p0 + p);
      s0 = v.fma(FloatVector.fromArray(S, m, at + p), s0);
      s1 = v.fma(FloatVector.fromArray(S, m, at + stride + p), s1);
      s2 = v.fma(FloatVector.fromArray(S, m, at + 2 * stride + p), s2);
      s3 = v.fma(FloatVector.fromArray(S, m, at + 3 * stride + p), s3);
    }
    float t0 = s0.reduceLanes(VectorOperators.ADD);
    float t1 = s1.reduceLanes(VectorOperators.ADD);
    float t2 = s2.reduceLanes(VectorOperators.ADD);
    float t3 = s3.reduceLanes(VectorOperators.ADD);
    for (; p < depth; p++) {
      float v = vector[p0 + p];
      t0 = Math.fma(v, m[at + p], t0);
      t1 = Math.fma(v, m[at + stride + p], t1);
      t2 = Math.fma(v, m[at + 2 * stride + p], t2);
      t3 = Math.fma(v, m[at + 3 * stride + p], t3);
    }
    sums[sumAt] = t0;
    sums[sumAt + 1] = t1;
    sums[sumAt + 2] = t2;
    sums[sumAt + 3] = t3;
  }

  private float dot(int p0, int depth, float[] m, int at) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    FloatVector s3 = FloatVector.zero(S);
    int p = 0;
    for (; p <= depth - 4 * L; p += 4 * L) {
      s0 = FloatVector.fromArray(S, x, p0 + p).fma(FloatVector.fromArray(S, m, at + p), s0);
      s1 = FloatVector.fromArray(S, x, p0 + p + L).fma(FloatVector.fromArray(S, m, at + p + L), s1);
      s2 =
          FloatVector.fromArray(S, x, p0 + p + 2 * L)
              .fma(FloatVector.fromArray(S, m, at + p + 2 * L), s2);
      s3 =
          FloatVector.fromArray(S, x, p0 + p + 3 * L)
              .fma(FloatVector.fromArray(S, m, at + p + 3 * L), s3);
    }
    float sum = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
    for (; p < depth; p++) {
      sum = Math.fma(x[p0 + p], m[at + p], sum);
    }
    return sum;
  }

  private void axpys(int p0, int depth, int count, float[] m, int at, int stride, int sumAt) {
    Arrays.fill(sums, sumAt, sumAt + count, 0);
    int p = 0;
    for (; p <= depth - 8; p += 8) {
      eightRows(p0 + p, count, m, at + p * stride, stride, sumAt);
    }
    for (; p < depth; p++) {
      oneRow(x[p0 + p], count, m, at + p * stride, sumAt);
    }
  }

  private void eightRows(int p, int count, float[] m, int at, int stride, int sumAt) {
    float[] out = sums;
    FloatVector x0 = FloatVector.broadcast(S, x[p]);
    FloatVector x1 = FloatVector.broadcast(S, x[p + 1]);
    FloatVector x2 = FloatVector.broadcast(S, x[p + 2]);
    FloatVector x3 = FloatVector.broadcast(S, x[p + 3]);
    FloatVector x4 = FloatVector.broadcast(S, x[p + 4]);
    FloatVector x5 = FloatVector.broadcast(S, x[p + 5]);
    FloatVector x6 = FloatVector.broadcast(S, x[p + 6]);
    FloatVector x7 = FloatVector.broadcast(S, x[p + 7]);
    int j = 0;
    for (; j <= count - L; j += L) {
      FloatVector s = FloatVector.fromArray(S, out, sumAt + j);
      FloatVector t = x4.mul(FloatVector.fromArray(S, m, at + 4 * stride + j));
      s = x0.fma(FloatVector.fromArray(S, m, at + j), s);
      t = x5.fma(FloatVector.fromArray(S, m, at + 5 * stride + j), t);
      s = x1.fma(FloatVector.fromArray(S, m, at + stride + j), s);
      t = x6.fma(FloatVector.fromArray(S, m, at + 6 * stride + j), t);
      s = x2.fma(FloatVector.fromArray(S, m, at + 2 * stride + j), s);
      t = x7.fma(FloatVector.fromArray(S, m, at + 7 * stride + j), t);
      s = x3.fma(FloatVector.fromArray(S, m, at + 3 * stride + j), s);
      s.add(t).intoArray(out, sumAt + j);
    }
    for (; j < count; j++) {
      float s = out[sumAt + j];
      for (int r = 0; r < 8; r++) {
        s = Math.fma(x[p + r], m[at + r * stride + j], s);
      }
      out[sumAt + j] = s;
    }
  }

  private void oneRow(float factor, int count, float[] m, int at, int sumAt) {
    int j = 0;
    for (; j <= count - L; j += L) {
      FloatVector s = FloatVector.fromArray(S, sums, sumAt + j);
      FloatVector.fromArray(S, m, at + j)
          .fma(FloatVector.broadcast(S, factor), s)
          .intoArray(sums, sumAt + j);
    }
    for (; j < count; j++) {
      sums[sumAt + j] = Math.fma(factor, m[at + j], sums[sumAt + j]);
    }
  }
}
