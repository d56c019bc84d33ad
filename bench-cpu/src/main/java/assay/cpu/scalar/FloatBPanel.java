package assay.cpu.scalar;

/** Packs rows of a product's right operand B, depth × columns, into a B panel. */
interface FloatBPanel {
  /** Writes columns [column, column + columns) of row {@code k} to the start of {@code to}. */
  void row(int k, int column, int columns, float[] to);
}
