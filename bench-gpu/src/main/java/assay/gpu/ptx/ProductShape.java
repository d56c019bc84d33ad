package assay.gpu.ptx;

/**
 * How a product is split into blocks: square tiles of the output, and along k (split-K) if there
 * are too few tiles to keep the device busy.
 *
 * @param tile extent of a block's tile of the output
 * @param tiles blocks for one product
 * @param batch number of products
 * @param splits parts along k, whose sums are added up afterwards; 1 if k is not split
 */
record ProductShape(int tile, int tiles, int batch, int splits) {
  static final int LARGE = 128;
  static final int SMALL = 64;

  /** Bytes of k in a staged tile: 16 words. */
  private static final int DEPTH_BYTES = 64;

  /** Minimum of staged tiles of k per part, so that its work outweighs the final addition. */
  private static final int MIN_TILES = 4;

  private static final long MAX_SPLITS = 64;
  private static final long MAX_Z = 65535;

  /**
   * The split for a device.
   *
   * @param elementBytes size of an operand's element
   * @param multiprocessors of the device
   */
  static ProductShape of(
      long m, long n, long k, long batch, int elementBytes, int multiprocessors) {
    boolean large = tiles(m, n, LARGE) * batch >= multiprocessors;
    int tile = large ? LARGE : SMALL;
    long tiles = tiles(m, n, tile);
    long depth = (k * elementBytes + DEPTH_BYTES - 1) / DEPTH_BYTES;
    long wanted = 2L * multiprocessors / (tiles * batch);
    long possible = Math.min(Math.min(depth / MIN_TILES, MAX_SPLITS), MAX_Z / batch);
    int splits = (int) Math.max(1, Math.min(wanted, possible));
    return new ProductShape(tile, Math.toIntExact(tiles), Math.toIntExact(batch), splits);
  }

  private static long tiles(long m, long n, int tile) {
    return ((m + tile - 1) / tile) * ((n + tile - 1) / tile);
  }
}
