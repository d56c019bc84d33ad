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
 * registers of AVX2. The value is the addend of every step, which is where x86's instruction leaves
 * its result; as a factor it would make C2 copy the addend to another register before each. A
 * tensor should have at least 12 · lanes · threads elements (384 floats on two threads at 512
 * bits), a multiple of 12 · lanes if no lane is to idle: the remainder is computed in a block of
 * its own. On a processor without FMA the JVM emulates it, exactly but slowly.
 */
@SuppressWarnings("cast") // The casts are redundant in double precision.
final class FloatFmaChain {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final int BLOCK = 12 * L;

  /** Pairs of steps per call: the loop counter is an int. */
  private static final int ROUND = 1 << 16;

  private FloatFmaChain() {}

  static Runnable kernel(FmaChain op, Memory memory, Workers workers) {
    float[] x = memory.floats(op.x());
    float[] out = memory.floats(op.out());
    float multiplier = (float) op.multiplier();
    float offset = (float) op.offset();
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
          for (long left = steps / 2; left > 0; left -= ROUND) {
            run(v, multiplier, offset, (int) Math.min(left, ROUND));
          }
          if (steps % 2 == 1) {
            for (int i = 0; i < count; i++) {
              v[i] = Math.fma(multiplier, v[i], v[i]);
            }
          }
          System.arraycopy(v, 0, out, at, count);
        };
    return () -> workers.parallelFor(blocks, task);
  }

  private static void run(float[] v, float multiplier, float offset, int pairs) {
    FloatVector m = FloatVector.broadcast(S, multiplier);
    FloatVector o = FloatVector.broadcast(S, offset);
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
    for (int i = 0; i < pairs; i++) {
      v0 = m.fma(v0, v0);
      v1 = m.fma(v1, v1);
      v2 = m.fma(v2, v2);
      v3 = m.fma(v3, v3);
      v4 = m.fma(v4, v4);
      v5 = m.fma(v5, v5);
      v6 = m.fma(v6, v6);
      v7 = m.fma(v7, v7);
      v8 = m.fma(v8, v8);
      v9 = m.fma(v9, v9);
      v10 = m.fma(v10, v10);
      v11 = m.fma(v11, v11);
      v0 = m.fma(o, v0);
      v1 = m.fma(o, v1);
      v2 = m.fma(o, v2);
      v3 = m.fma(o, v3);
      v4 = m.fma(o, v4);
      v5 = m.fma(o, v5);
      v6 = m.fma(o, v6);
      v7 = m.fma(o, v7);
      v8 = m.fma(o, v8);
      v9 = m.fma(o, v9);
      v10 = m.fma(o, v10);
      v11 = m.fma(o, v11);
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
