package assay.cpu.scalar;

/** Takes the rows of a product, one block of the depth after the other. */
interface FloatSink {
  /**
   * Adds {@code sums[0 … columns)} to columns [column, column + columns) of a row.
   *
   * @param first whether this is the first block of the depth for that row
   */
  void add(int row, int column, int columns, float[] sums, boolean first);
}
