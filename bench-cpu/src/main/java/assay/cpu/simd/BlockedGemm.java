package assay.cpu.simd;

/**
 * The loops around the register tile, for one block of C on one worker.
 *
 * <p>B is packed in blocks of {@link #DEPTH} × {@link #COLUMNS}, sized to stay in the second-level
 * cache while the rows of A pass by. A is read where it lies when its rows are contiguous: six rows
 * of one depth block stay in the first-level cache while the panels of B stream past them, and a
 * copy would be no faster. A transposed A and one that comes from a packer are packed in blocks of
 * {@link #PACKED_ROWS} rows.
 */
final class BlockedGemm {
  static final int DEPTH = Integer.getInteger("assay.gemm.kc", 384);
  static final int COLUMNS = Integer.getInteger("assay.gemm.nc", 384) / Tile.COLUMNS * Tile.COLUMNS;
  static final int PACKED_ROWS = 96;

  /** B is not packed for fewer rows than this: reading it twice is cheaper than copying it. */
  private static final int DIRECT_ROWS = Integer.getInteger("assay.gemm.dr", 6);

  /** Rows of B this close together (in elements) share pages, so a copy gains nothing. */
  private static final int DIRECT_STRIDE = Integer.getInteger("assay.gemm.ds", 128);

  /** One worker's buffers. */
  static final class Scratch {
    final float[] a = new float[PACKED_ROWS / Tile.ROWS * Packing.transposedPanel(DEPTH)];
    final float[] b = new float[DEPTH * COLUMNS];
    final float[] tile = new float[Tile.ROWS * Tile.COLUMNS];
  }

  private final LeftOperand left;
  private final RightOperand right;
  private final float alpha;

  BlockedGemm(LeftOperand left, RightOperand right, float alpha) {
    this.left = left;
    this.right = right;
    this.alpha = alpha;
  }

  /**
   * C[i0…i1, j0…j1] ← alpha · A[…, k0…k1] · B[k0…k1, …] + beta · C.
   *
   * @param c0 where C's element (0, 0) would be
   */
  void run(
      int i0,
      int i1,
      int j0,
      int j1,
      int k0,
      int k1,
      float beta,
      float[] c,
      int c0,
      int ldc,
      Scratch scratch) {
    int blocks = Math.max(1, ceilDiv(k1 - k0, DEPTH));
    for (int q = 0; q < blocks; q++) {
      int from = split(k0, k1, blocks, q);
      int depth = split(k0, k1, blocks, q + 1) - from;
      float keep = q == 0 ? beta : 1;
      for (int j = j0; j < j1; j += COLUMNS) {
        int cols = Math.min(COLUMNS, j1 - j);
        depthBlock(i0, i1, j, cols, from, depth, keep, c, c0, ldc, scratch);
      }
    }
  }

  private void depthBlock(
      int i0,
      int i1,
      int j,
      int cols,
      int k0,
      int depth,
      float beta,
      float[] c,
      int c0,
      int ldc,
      Scratch s) {
    float[] b = s.b;
    int bAt = 0;
    int bStep = Tile.COLUMNS;
    int bPanel = Tile.COLUMNS * depth;
    if (readsInPlace(i1 - i0, j, cols, k0, depth)) {
      b = right.data();
      bAt = right.at(k0, j);
      bStep = right.depthStride();
      bPanel = Tile.COLUMNS;
    } else {
      Packing.columns(right, k0, depth, j, cols, b, 0);
    }
    boolean packA = left.packer() != null || left.depthStride() != 1;
    int chunk = packA ? PACKED_ROWS : i1 - i0;
    for (int i = i0; i < i1; i += chunk) {
      int rows = Math.min(chunk, i1 - i);
      float[] a = s.a;
      int aAt = 0;
      int aRow = depth;
      int aStep = 1;
      int aPanel = Tile.ROWS * depth;
      if (left.packer() != null) {
        Packing.rows(left, i, rows, k0, depth, a, 0);
      } else if (packA) {
        Packing.transposedRows(left, i, rows, k0, depth, a, 0);
        aRow = 1;
        aStep = Tile.ROWS;
        aPanel = Packing.transposedPanel(depth);
      } else {
        a = left.data();
        aAt = left.at(i, k0);
        aRow = left.rowStride();
        aPanel = Tile.ROWS * aRow;
      }
      for (int r = 0; r < rows; r += Tile.ROWS, aAt += aPanel) {
        int live = Math.min(Tile.ROWS, rows - r);
        if (live < Tile.ROWS && !packA && !rowsFit(a, aAt, aRow, depth, live)) {
          Packing.rows(left, i + r, live, k0, depth, s.a, 0);
          strip(
              live,
              cols,
              depth,
              s.a,
              0,
              depth,
              1,
              b,
              bAt,
              bStep,
              bPanel,
              beta,
              c,
              c0 + (i + r) * ldc + j,
              ldc,
              s.tile);
        } else {
          strip(
              live,
              cols,
              depth,
              a,
              aAt,
              aRow,
              aStep,
              b,
              bAt,
              bStep,
              bPanel,
              beta,
              c,
              c0 + (i + r) * ldc + j,
              ldc,
              s.tile);
        }
      }
    }
  }

  /** Whether a kernel may read its surplus rows beyond row {@code live} of an unpacked A. */
  private static boolean rowsFit(float[] a, int aAt, int aRow, int depth, int live) {
    return aAt + (long) (Tile.kernelRows(live) - 1) * aRow + depth <= a.length;
  }

  private boolean readsInPlace(int rows, int j, int cols, int k0, int depth) {
    if (right.packer() != null || right.columnStride() != 1) {
      return false;
    }
    if (rows > DIRECT_ROWS && right.depthStride() > DIRECT_STRIDE) {
      return false;
    }
    // A tile reads whole vectors, so the last row must have them.
    int panels = ceilDiv(cols, Tile.COLUMNS);
    return depth > 0
        && right.at(k0 + depth - 1, j) + (long) panels * Tile.COLUMNS <= right.data().length;
  }

  /** One strip of up to six rows against all panels of B. */
  private void strip(
      int rows,
      int cols,
      int depth,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      int bPanel,
      float beta,
      float[] c,
      int cAt,
      int ldc,
      float[] tile) {
    int kernelRows = Tile.kernelRows(rows);
    boolean plain = alpha == 1 && beta == 0 && rows == kernelRows;
    for (int j = 0; j < cols; j += Tile.COLUMNS, bAt += bPanel) {
      int width = Math.min(Tile.COLUMNS, cols - j);
      int vectors = kernelRows < 6 ? Tile.VECTORS : ceilDiv(width, Tile.LANES);
      if (plain && width == vectors * Tile.LANES) {
        Tile.run(kernelRows, vectors, depth, a, aAt, aRow, aStep, b, bAt, bStep, c, cAt + j, ldc);
      } else {
        Tile.run(
            kernelRows, vectors, depth, a, aAt, aRow, aStep, b, bAt, bStep, tile, 0, Tile.COLUMNS);
        TileMerge.merge(tile, rows, width, alpha, beta, c, cAt + j, ldc);
      }
    }
  }

  static int ceilDiv(int x, int y) {
    return (x + y - 1) / y;
  }

  /**
   * The start of part {@code part} when [from, to) is cut into {@code parts} almost equal parts.
   */
  static int split(int from, int to, int parts, int part) {
    return from + (int) ((long) (to - from) * part / parts);
  }
}
