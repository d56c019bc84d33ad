package assay.cpu.simd;

import assay.core.program.op.FmaChain;
import assay.cpu.IndexedTask;
import assay.cpu.Memory;
import assay.cpu.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The peak of the multiply-add units: twelve independent vectors per worker, held in registers.
 *
 * <p>A fused multiply-add takes 4 cycles on current x86 cores, which start at most two per cycle:
 * eight vectors in flight suffice, twelve leave slack, and with the two operands they fit the 16
 * registers of AVX2. A tensor should have at least 12 · lanes · threads elements (384 on two
 * threads at 512 bits), a multiple of 12 · lanes if no lane is to idle: the remainder is computed
 * in a block of its own. On a processor without FMA the JVM emulates it, exactly but slowly.
 */
final class SimdFmaChain {
  private static final VectorSpecies<Float> S = Tile.SPECIES;
  private static final int L = Tile.LANES;
  private static final int BLOCK = 12 * L;

  /** Steps per call: the loop counter is an int. */
  private static final int ROUND = 1 << 16;

  private SimdFmaChain() {}

  static Runnable kernel(FmaChain op, Memory memory, Workers workers) {
    float[] x = memory.floats(op.x());
    float[] out = memory.floats(op.out());
    float multiplier = (float) op.multiplier();
    float addend = (float) op.addend();
    long steps = op.steps();
    int n = Memory.length(op.x());
    float[][] buffers = new float[workers.count()][BLOCK];
    int blocks = (n - 1) / BLOCK + 1;
    IndexedTask task =
        (worker, block) -> {
          float[] v = buffers[worker];
          int at = block * BLOCK;
          int count = Math.min(BLOCK, n - at);
          System.arraycopy(x, at, v, 0, count);
          for (long left = steps; left > 0; left -= ROUND) {
            run(v, multiplier, addend, (int) Math.min(left, ROUND));
          }
          System.arraycopy(v, 0, out, at, count);
        };
    return () -> workers.parallelFor(blocks, task);
  }

  private static void run(float[] v, float multiplier, float addend, int steps) {
    FloatVector m = FloatVector.broadcast(S, multiplier);
    FloatVector a = FloatVector.broadcast(S, addend);
    FloatVector v0 = FloatVector.fromArray(S, v, 0);
    FloatVector v1 = FloatVector.fromArray(S, v, L);
    FloatVector v2 = FloatVector.fromArray(S, v, 2 * L);
    FloatVector v3 = FloatVector.fromArray(S, v, 3 * L);
    FloatVector v4 = FloatVector.fromArray(S, v, 4 * L);
    FloatVector v5 = FloatVector.fromArray(S, v, 5 * L);
    FloatVector v6 = FloatVector.fromArray(S, v, 6 * L);
    FloatVector v7 = FloatVector.fromArray(S, v, 7 * L);
    FloatVector v8 = FloatVector.fromArray(S, v, 8 * L);
    FloatVector v9 = FloatVector.fromArray(S, v, 9 * L);
    FloatVector v10 = FloatVector.fromArray(S, v, 10 * L);
    FloatVector v11 = FloatVector.fromArray(S, v, 11 * L);
    for (int i = 0; i < steps; i++) {
      v0 = v0.fma(m, a);
      v1 = v1.fma(m, a);
      v2 = v2.fma(m, a);
      v3 = v3.fma(m, a);
      v4 = v4.fma(m, a);
      v5 = v5.fma(m, a);
      v6 = v6.fma(m, a);
      v7 = v7.fma(m, a);
      v8 = v8.fma(m, a);
      v9 = v9.fma(m, a);
      v10 = v10.fma(m, a);
      v11 = v11.fma(m, a);
    }
    v0.intoArray(v, 0);
    v1.intoArray(v, L);
    v2.intoArray(v, 2 * L);
    v3.intoArray(v, 3 * L);
    v4.intoArray(v, 4 * L);
    v5.intoArray(v, 5 * L);
    v6.intoArray(v, 6 * L);
    v7.intoArray(v, 7 * L);
    v8.intoArray(v, 8 * L);
    v9.intoArray(v, 9 * L);
    v10.intoArray(v, 10 * L);
    v11.intoArray(v, 11 * L);
  }
}
