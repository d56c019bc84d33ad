package assay.core.oracle.op;

import assay.core.program.op.MatMul;

/** Extents of a batched matrix product as array indices. */
record MatrixExtents(int batch, int m, int n, int k, boolean transposeA, boolean transposeB) {
  static MatrixExtents of(MatMul op) {
    return new MatrixExtents(
        Math.toIntExact(op.batch()),
        Math.toIntExact(op.m()),
        Math.toIntExact(op.n()),
        Math.toIntExact(op.k()),
        op.transposeA(),
        op.transposeB());
  }
}
