package assay.cpu.scalar;

/** Packs blocks of a product's left operand A, rows × depth, into an A panel. */
interface FloatAPanel {
  /** Whether {@link #pack} writes depth by depth instead of row by row. */
  boolean byDepth();

  /**
   * Writes rows [row, row + rows) and depths [k, k + depth) without gaps: element (i, p) to {@code
   * to[i * depth + p]}, or to {@code to[p * rows + i]} if {@link #byDepth}.
   */
  void pack(int row, int rows, int k, int depth, float[] to);
}
