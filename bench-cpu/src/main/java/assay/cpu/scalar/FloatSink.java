package assay.cpu.scalar;

/** Receives the rows of a product, one KC block at a time. */
interface FloatSink {
  /**
   * Adds {@code sums[0 … columns)} to columns [column, column + columns) of a row.
   *
   * @param first whether this is the first KC block of that row
   */
  void add(int row, int column, int columns, float[] sums, boolean first);
}
