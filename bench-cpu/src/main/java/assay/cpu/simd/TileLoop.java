package assay.cpu.simd;

/** One worker's loop of register tiles over a block that lies in its cache. */
final class TileLoop {
  /** Takes finished tiles. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes rows [row, row + rows) and columns [column, column + columns) of the block; element (i,
     * j) is {@code tile[i * Tile.COLUMNS + j]}.
     */
    void take(float[] tile, int row, int rows, int column, int columns);
  }

  private final float[] tile = new float[Tile.ROWS * Tile.COLUMNS];

  /**
   * rows × columns sums of A·B over {@code depth}.
   *
   * @param a element (i, p) at {@code aAt + i * aRow + p * aStep}; rows up to the next multiple of
   *     {@link Tile#ROWS} are read, whatever they hold
   * @param b panels of {@link Tile#COLUMNS} columns, {@code bPanel} elements apart; depth p of a
   *     panel at {@code p * bStep}. Of the last one whole vectors are read, or all of it if {@code
   *     padded}
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
      int bPanel,
      boolean padded,
      Sink sink) {
    for (int j = 0; j < columns; j += Tile.COLUMNS, bAt += bPanel) {
      int width = Math.min(Tile.COLUMNS, columns - j);
      int vectors = (width + Tile.LANES - 1) / Tile.LANES;
      for (int i = 0; i < rows; i += Tile.ROWS) {
        int live = Math.min(Tile.ROWS, rows - i);
        int used = padded || vectors == Tile.VECTORS ? Tile.kernelRows(live) : Tile.ROWS;
        int at = aAt + i * aRow;
        Tile.run(
            used,
            used < Tile.ROWS ? Tile.VECTORS : vectors,
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
            Tile.COLUMNS);
        sink.take(tile, i, live, j, width);
      }
    }
  }

  static int roundUp(int value, int multiple) {
    return (value + multiple - 1) / multiple * multiple;
  }
}
