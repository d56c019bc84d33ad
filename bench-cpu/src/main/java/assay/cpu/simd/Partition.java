package assay.cpu.simd;

/**
 * How C (m × n) and the depth k are cut into pieces for a team.
 *
 * <p>Pieces share nothing: each packs what it needs, so there is no barrier. A piece of at least
 * {@link #MIN_ROWS} rows makes the B that it packs for itself cheap.
 */
record Partition(int m, int n, int k, int rowParts, int columnParts, int depthParts) {
  static final int MIN_ROWS = 96;
  private static final int MIN_DEPTH = 256;

  /** About 5 µs of one core: below that a piece is not worth handing out. */
  private static final int MIN_MACS = 1 << 18;

  private static final int PIECES_PER_WORKER = 4;

  static Partition of(int m, int n, int k, int workers) {
    int panels = BlockedGemm.ceilDiv(n, Tile.COLUMNS);
    int columnParts = BlockedGemm.ceilDiv(n, BlockedGemm.COLUMNS);
    long macs = (long) m * n * k;
    int wanted =
        workers == 1
            ? 1
            : (int) Math.max(1, Math.min(macs / MIN_MACS, PIECES_PER_WORKER * (long) workers));
    int rowParts = 1;
    int depthParts = 1;
    if (columnParts < wanted) {
      rowParts = clamp(BlockedGemm.ceilDiv(wanted, columnParts), m / MIN_ROWS);
    }
    if (columnParts * rowParts < wanted) {
      columnParts = clamp(BlockedGemm.ceilDiv(wanted, rowParts), panels);
    }
    if (columnParts * rowParts < wanted) {
      depthParts = clamp(BlockedGemm.ceilDiv(wanted, rowParts * columnParts), k / MIN_DEPTH);
    }
    return new Partition(m, n, k, rowParts, columnParts, depthParts);
  }

  private static int clamp(int wanted, int most) {
    return Math.max(1, Math.min(wanted, most));
  }

  /** First row of row part {@code part}: a multiple of the tile's rows, or m. */
  int row(int part) {
    return Math.min(
        m, BlockedGemm.split(0, BlockedGemm.ceilDiv(m, Tile.ROWS), rowParts, part) * Tile.ROWS);
  }

  /** First column of column part {@code part}: a multiple of the tile's columns, or n. */
  int column(int part) {
    return Math.min(
        n,
        BlockedGemm.split(0, BlockedGemm.ceilDiv(n, Tile.COLUMNS), columnParts, part)
            * Tile.COLUMNS);
  }
}
