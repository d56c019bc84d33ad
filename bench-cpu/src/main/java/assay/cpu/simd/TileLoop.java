package assay.cpu.simd;

/** One worker's loop over the register tiles of a block in its cache. */
final class TileLoop {
  /** Receives finished tiles. */
  @FunctionalInterface
  interface Sink {
    /**
     * Receives rows [row, row + rows) and columns [column, column + columns) of the block; element
     * (i, j) is {@code tile[i * Tile.NR + j]}.
     */
    void take(float[] tile, int row, int rows, int column, int columns);
  }

  private final float[] tile = new float[Tile.MR * Tile.NR];

  /**
   * rows × columns sums of A·B over {@code depth}.
   *
   * @param a element (i, p) at {@code aAt + i * aRow + p * aStep}; rows up to the next multiple of
   *     {@link Tile#MR} are read, whatever they hold
   * @param b panels of {@link Tile#NR} columns, {@code bPanelStride} elements apart; depth p of a
   *     panel at {@code p * bStep}. The last panel is read in whole vectors, or to its end if
   *     {@code padded}
   */
  void run(
      int rows,
      int columns,
      int depth,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      int bPanelStride,
      boolean padded,
      Sink sink) {
    for (int j = 0; j < columns; j += Tile.NR, bAt += bPanelStride) {
      int width = Math.min(Tile.NR, columns - j);
      int vectors = (width + Tile.LANES - 1) / Tile.LANES;
      for (int i = 0; i < rows; i += Tile.MR) {
        int live = Math.min(Tile.MR, rows - i);
        int used = padded || vectors == Tile.VECTORS ? Tile.kernelRows(live) : Tile.MR;
        int at = aAt + i * aRow;
        Tile.run(
            used,
            used < Tile.MR ? Tile.VECTORS : vectors,
            depth,
            a,
            at,
            aRow,
            aStep,
            b,
            bAt,
            bStep,
            tile,
            0,
            Tile.NR);
        sink.take(tile, i, live, j, width);
      }
    }
  }

  static int roundUp(int value, int multiple) {
    return (value + multiple - 1) / multiple * multiple;
  }
}
