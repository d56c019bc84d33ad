package assay.gpu.ptx;

/**
 * How a product is split into tiles for the matrix units of sm_90a, and along k (split-K) if there
 * are too few tiles to keep the device busy. Blocks are persistent and compute one tile after the
 * other.
 *
 * @param columns of a tile, whose rows are 128
 * @param batch number of products
 * @param splits parts along k, whose sums are added up afterwards; 1 if k is not split
 * @param blocks of the grid
 */
record HopperShape(int columns, int batch, int splits, int blocks) {
  static final int WIDE = 256;
  static final int NARROW = 128;
  private static final int ROWS = 128;

  /** Bytes of k in a staged tile. */
  private static final int DEPTH_BYTES = 128;

  /** Minimum of staged tiles of k per part, so that its work outweighs the final addition. */
  private static final int MIN_TILES = 4;

  private static final long MAX_SPLITS = 64;

  /**
   * The split for a device.
   *
   * @param elementBytes size of an operand's element
   * @param multiprocessors of the device, each of which holds one block
   */
  static HopperShape of(long m, long n, long k, long batch, int elementBytes, int multiprocessors) {
    boolean wide = n > NARROW && tiles(m, n, WIDE) * batch >= multiprocessors;
    int columns = wide ? WIDE : NARROW;
    long tiles = tiles(m, n, columns) * batch;
    long depth = (k * elementBytes + DEPTH_BYTES - 1) / DEPTH_BYTES;
    long splits = Math.clamp(Math.min(multiprocessors / tiles, depth / MIN_TILES), 1, MAX_SPLITS);
    return new HopperShape(
        columns,
        Math.toIntExact(batch),
        (int) splits,
        (int) Math.min(tiles * splits, multiprocessors));
  }

  private static long tiles(long m, long n, int columns) {
    return ((m + ROWS - 1) / ROWS) * ((n + columns - 1) / columns);
  }
}
