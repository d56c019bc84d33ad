package assay.cpu.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The register tile: its size on this processor and the choice of its micro-kernel.
 *
 * <p>A kernel computes C ← A·B for a tile of {@code rows} × {@code vectors · LANES} elements:
 *
 * <ul>
 *   <li>A's element (i, p) is {@code a[aAt + i * aRow + p * aStep]}, p in [0, depth);
 *   <li>B's element (p, j) is {@code b[bAt + p * bStep + j]};
 *   <li>C's element (i, j) is {@code c[cAt + i * cRow + j]}; it is written, never read.
 * </ul>
 *
 * <p>{@link TileMerge} applies alpha and beta. A kernel calls no method of this project: a call
 * that C2 does not inline boxes the accumulators, and in a method as large as a kernel it inlines
 * only what is forced.
 */
final class Tile {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  /** AVX-512 and AArch64 have 32 vector registers, AVX2 and SSE 16. */
  private static final boolean MANY_REGISTERS =
      SPECIES.vectorBitSize() >= 512 || "aarch64".equals(System.getProperty("os.arch"));

  /** Rows of a tile, named as in BLIS. */
  static final int MR = 6;

  static final int VECTORS = MANY_REGISTERS ? 4 : 2;

  /** Columns of a tile. */
  static final int NR = VECTORS * LANES;

  /** Bytes before the first element of an array. */
  private static final int HEADER = 16;

  private Tile() {}

  /**
   * The first index from {@code from} on, less than {@link #LANES} away, at which a vector begins
   * at a multiple of its own size in memory: a vector that crosses a cache line costs two accesses
   * to the L1 cache. True where objects are aligned to cache lines, which {@link
   * assay.cpu.CpuTarget} asks for; elsewhere as good an index as any other.
   */
  static int aligned(int from) {
    return from + Math.floorMod(-HEADER / Float.BYTES - from, LANES);
  }

  /** Number of rows that the kernel for {@code rows} rows computes: {@code rows} or a few more. */
  static int kernelRows(int rows) {
    if (!MANY_REGISTERS || rows > 4) {
      return MR;
    }
    return rows > 2 ? 4 : 2;
  }

  /** Computes one tile as described above; {@code rows} comes from {@link #kernelRows}. */
  static void run(
      int rows,
      int vectors,
      int depth,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      float[] c,
      int cAt,
      int cRow) {
    if (rows == 6) {
      switch (vectors) {
        case 1 -> MicroKernel6x1.run(depth, a, aAt, aRow, aStep, b, bAt, bStep, c, cAt, cRow);
        case 2 -> MicroKernel6x2.run(depth, a, aAt, aRow, aStep, b, bAt, bStep, c, cAt, cRow);
        case 3 -> MicroKernel6x3.run(depth, a, aAt, aRow, aStep, b, bAt, bStep, c, cAt, cRow);
        default -> MicroKernel6x4.run(depth, a, aAt, aRow, aStep, b, bAt, bStep, c, cAt, cRow);
      }
    } else if (rows == 4) {
      MicroKernel4x4.run(depth, a, aAt, aRow, aStep, b, bAt, bStep, c, cAt, cRow);
    } else {
      MicroKernel2x4.run(depth, a, aAt, aRow, aStep, b, bAt, bStep, c, cAt, cRow);
    }
  }

  private static final boolean[] WARM = new boolean[(MR + 1) * (VECTORS + 1)];

  /**
   * Gets the kernels for an m × n product compiled by C2 at their first use.
   *
   * <p>Until C2 has compiled it, a kernel is a hundred times slower. C2 counts calls and loop
   * iterations: many short calls reach its threshold (600 calls, and 15,000 calls and iterations)
   * with a twentieth of the work that calls of a realistic depth would need.
   */
  static void warmUp(int m, int n) {
    int last = n % NR;
    int lastVectors = (last + LANES - 1) / LANES;
    int lastRows = kernelRows(m % MR == 0 ? MR : m % MR);
    if (m >= MR) {
      warmUpOne(MR, n >= NR ? VECTORS : lastVectors);
      if (last != 0) {
        warmUpOne(MR, lastVectors);
      }
    }
    warmUpOne(lastRows, lastRows == MR && n < NR ? lastVectors : VECTORS);
  }

  private static void warmUpOne(int rows, int vectors) {
    int kernel = rows * (VECTORS + 1) + vectors;
    if (WARM[kernel]) {
      return;
    }
    WARM[kernel] = true;
    int depth = 24;
    float[] a = new float[MR * depth];
    float[] b = new float[NR * depth];
    float[] c = new float[MR * NR];
    for (int i = 0; i < 700; i++) {
      run(rows, vectors, depth, a, 0, depth, 1, b, 0, NR, c, 0, NR);
    }
  }
}
