package assay.cpu.scalar;

/** Delivers rows of a product's right operand, depth × columns. */
interface FloatRight {
  /** Writes columns [column, column + columns) of row {@code k} to the start of {@code to}. */
  void row(int k, int column, int columns, float[] to);
}
