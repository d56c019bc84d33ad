package assay.cpu.simd;

/**
 * How C (m × n) and the depth k are split into pieces for a team.
 *
 * <p>Pieces share nothing: each packs what it needs, so there is no barrier. At least {@link
 * #MIN_ROWS} rows per piece amortize the packing of B.
 */
record Partition(int m, int n, int k, int rowParts, int columnParts, int depthParts) {
  static final int MIN_ROWS = 96;
  private static final int MIN_DEPTH = 256;

  /** About 5 µs of one core: below that a piece is not worth handing to another thread. */
  private static final int MIN_MACS = 1 << 18;

  private static final int PIECES_PER_WORKER = 4;

  static Partition of(int m, int n, int k, int workers) {
    int panels = BlockedGemm.ceilDiv(n, Tile.NR);
    int columnParts = BlockedGemm.ceilDiv(n, BlockedGemm.NC);
    long macs = (long) m * n * k;
    int wanted =
        workers == 1
            ? 1
            : (int) Math.max(1, Math.min(macs / MIN_MACS, PIECES_PER_WORKER * (long) workers));
    int rowParts = 1;
    int depthParts = 1;
    if (columnParts < wanted) {
      rowParts = parts(wanted, columnParts, m / MIN_ROWS, workers);
    }
    if (columnParts * rowParts < wanted) {
      columnParts = parts(wanted, rowParts, panels, workers);
    }
    if (columnParts * rowParts < wanted) {
      depthParts = parts(wanted, rowParts * columnParts, k / MIN_DEPTH, workers);
    }
    return new Partition(m, n, k, rowParts, columnParts, depthParts);
  }

  /**
   * Number of parts along one dimension that makes at least {@code wanted} pieces, given {@code
   * others} parts along the other dimensions: possibly a few more, so that every worker gets the
   * same number, and at most {@code most}.
   */
  private static int parts(int wanted, int others, int most, int workers) {
    int least = BlockedGemm.ceilDiv(wanted, others);
    for (int parts = least; parts <= Math.min(2 * least, most); parts++) {
      if (parts * others % workers == 0) {
        return parts;
      }
    }
    return Math.max(1, Math.min(least, most));
  }

  /** First row of row part {@code part}: a multiple of the tile's rows, or m. */
  int row(int part) {
    return Math.min(
        m, BlockedGemm.split(0, BlockedGemm.ceilDiv(m, Tile.MR), rowParts, part) * Tile.MR);
  }

  /** First column of column part {@code part}: a multiple of the tile's columns, or n. */
  int column(int part) {
    return Math.min(
        n, BlockedGemm.split(0, BlockedGemm.ceilDiv(n, Tile.NR), columnParts, part) * Tile.NR);
  }
}
