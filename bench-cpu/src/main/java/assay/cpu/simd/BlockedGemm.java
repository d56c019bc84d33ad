package assay.cpu.simd;

/**
 * The loops around the micro-kernel, for one piece of C at a time on one worker, and that worker's
 * buffers. MC, NC and KC are the block sizes, named as in BLIS.
 *
 * <p>B is packed in blocks of {@link #KC} × {@link #NC}, sized to stay in the L2 cache while the
 * rows of A stream past. A is read in place if its rows are contiguous: six rows of one KC block
 * stay in the L1 cache while the panels of B stream past. A transposed A, or one from a packer, is
 * packed in blocks of {@link #MC} rows.
 */
final class BlockedGemm {
  /** Large, because C is read and written once per KC block: 576 × 384 floats are 0.9 MB. */
  static final int KC = 576;

  static final int NC = 384;
  private static final int MC = 96;

  /** B is not packed for fewer rows than this: reading it twice is cheaper than copying it. */
  private static final int DIRECT_ROWS = 6;

  /** Rows of B this close together (in elements) share pages, so a copy gains nothing. */
  private static final int DIRECT_STRIDE = 128;

  private final float[] aBuffer = new float[MC / Tile.MR * Packing.transposedPanel(KC)];
  private final float[] bBuffer = new float[KC * NC];
  private final float[] tile = new float[Tile.MR * Tile.NR];

  // The product.
  private APanel aPanel = APanel.dense(new float[0], 0, 1, false);
  private BPanel bPanel = BPanel.dense(new float[0], 0, 1, false);
  private float alpha;
  private float[] c = aBuffer;
  private int cRow;
  private int cColumn;

  // The current KC block.
  private int depth;
  private float beta;
  private float[] b = bBuffer;
  private int bStart;
  private int bStep;
  private int bPanelStride;

  // The current rows of A.
  private float[] a = aBuffer;
  private int aRow;
  private int aStep;
  private int aPanelStride;

  /** Sets the operands of the {@link #run} calls that follow. */
  BlockedGemm of(APanel aPanel, BPanel bPanel, float alpha) {
    this.aPanel = aPanel;
    this.bPanel = bPanel;
    this.alpha = alpha;
    return this;
  }

  /**
   * C[i0…i1, j0…j1] ← alpha · A[…, k0…k1] · B[k0…k1, …] + keep · C.
   *
   * @param into the array of C
   * @param c0 where C's element (0, 0) would be
   * @param rowStride from C's element (i, j) to (i + 1, j)
   * @param columnStride from C's element (i, j) to (i, j + 1): 1, or C is written transposed
   */
  void run(
      int i0,
      int i1,
      int j0,
      int j1,
      int k0,
      int k1,
      float keep,
      float[] into,
      int c0,
      int rowStride,
      int columnStride) {
    c = into;
    cRow = rowStride;
    cColumn = columnStride;
    int blocks = ceilDiv(k1 - k0, KC);
    for (int q = 0; q < blocks; q++) {
      int from = split(k0, k1, blocks, q);
      depth = split(k0, k1, blocks, q + 1) - from;
      beta = q == 0 ? keep : 1;
      for (int j = j0; j < j1; j += NC) {
        int cols = Math.min(NC, j1 - j);
        chooseB(i1 - i0, j, cols, from);
        rows(i0, i1, from, cols, c0 + j * cColumn);
      }
    }
  }

  private void chooseB(int rows, int j, int cols, int k0) {
    if (readsInPlace(rows, j, cols, k0)) {
      b = bPanel.data;
      bStart = bPanel.at(j, k0);
      bStep = bPanel.depthStride();
      bPanelStride = Tile.NR;
    } else {
      b = bBuffer;
      bStart = 0;
      bStep = Tile.NR;
      bPanelStride = Tile.NR * depth;
      Packing.columns(bPanel, k0, depth, j, cols, b, 0);
    }
  }

  private boolean readsInPlace(int rows, int j, int cols, int k0) {
    if (bPanel.packer() != null || bPanel.stride() != 1) {
      return false;
    }
    if (rows > DIRECT_ROWS && bPanel.depthStride() > DIRECT_STRIDE) {
      return false;
    }
    // A tile reads whole vectors, so the last row must extend that far.
    long panels = ceilDiv(cols, Tile.NR);
    return bPanel.at(j, k0 + depth - 1) + panels * Tile.NR <= bPanel.data.length;
  }

  private void rows(int i0, int i1, int k0, int cols, int cAt) {
    if (aPanel.packer() == null && aPanel.depthStride() == 1) {
      rowsInPlace(i0, i1, k0, cols, cAt);
      return;
    }
    for (int i = i0; i < i1; i += MC) {
      int count = Math.min(MC, i1 - i);
      if (aPanel.packer() != null) {
        Packing.rows(aPanel, i, count, k0, depth, aBuffer, 0);
        useRows(aBuffer, depth, 1, Tile.MR * depth);
      } else {
        Packing.transposedRows(aPanel, i, count, k0, depth, aBuffer, 0);
        useRows(aBuffer, 1, Tile.MR, Packing.transposedPanel(depth));
      }
      for (int r = 0, at = 0; r < count; r += Tile.MR, at += aPanelStride) {
        strip(Math.min(Tile.MR, count - r), at, cols, cAt + (i + r) * cRow);
      }
    }
  }

  private void rowsInPlace(int i0, int i1, int k0, int cols, int cAt) {
    useRows(aPanel.data, aPanel.stride(), 1, Tile.MR * aPanel.stride());
    for (int i = i0; i < i1; i += Tile.MR) {
      int live = Math.min(Tile.MR, i1 - i);
      int at = aPanel.at(i, k0);
      // A kernel reads whole strips; rows are copied if that would read past the array.
      if (live < Tile.MR && at + (Tile.kernelRows(live) - 1L) * aRow + depth > aPanel.data.length) {
        Packing.rows(aPanel, i, live, k0, depth, aBuffer, 0);
        useRows(aBuffer, depth, 1, Tile.MR * depth);
        at = 0;
      }
      strip(live, at, cols, cAt + i * cRow);
    }
  }

  private void useRows(float[] data, int rowStride, int depthStride, int panel) {
    a = data;
    aRow = rowStride;
    aStep = depthStride;
    aPanelStride = panel;
  }

  /** One strip of up to six rows against all panels of B. */
  private void strip(int rows, int aAt, int cols, int cAt) {
    int kernelRows = Tile.kernelRows(rows);
    boolean plain = alpha == 1 && beta == 0 && rows == kernelRows && cColumn == 1;
    int panels = ceilDiv(cols, Tile.NR);
    for (int q = 0; q < panels; q++) {
      int j = q * Tile.NR;
      int bAt = bStart + q * bPanelStride;
      int width = Math.min(Tile.NR, cols - j);
      int vectors = kernelRows < Tile.MR ? Tile.VECTORS : ceilDiv(width, Tile.LANES);
      if (plain && width == vectors * Tile.LANES) {
        Tile.run(kernelRows, vectors, depth, a, aAt, aRow, aStep, b, bAt, bStep, c, cAt + j, cRow);
      } else {
        Tile.run(kernelRows, vectors, depth, a, aAt, aRow, aStep, b, bAt, bStep, tile, 0, Tile.NR);
        TileMerge.merge(tile, rows, width, alpha, beta, c, cAt + j * cColumn, cRow, cColumn);
      }
    }
  }

  static int ceilDiv(int x, int y) {
    return (x + y - 1) / y;
  }

  /**
   * The start of part {@code part} when [from, to) is split into {@code parts} nearly equal parts.
   */
  static int split(int from, int to, int parts, int part) {
    return from + (int) ((long) (to - from) * part / parts);
  }
}
