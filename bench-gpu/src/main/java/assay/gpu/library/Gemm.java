package assay.gpu.library;

import assay.core.program.Precision;
import assay.core.program.op.MatMul;

/**
 * A product as it is passed to cuBLASLt. Since cuBLASLt is column-major, it is given the transposed
 * product, outᵀ = op(b)ᵀ·op(a)ᵀ: our b is its first operand, our a its second, and nothing has to
 * be copied.
 *
 * @param first our b
 * @param second our a
 * @param result our out, and our c where there is one
 * @param transposeFirst whether cuBLASLt transposes its first operand
 * @param transposeSecond whether it transposes its second
 * @param alpha factor of the product
 * @param beta factor of c, 0 without it
 * @param moveFirst whether our b is transposed in memory first, since only k innermost is supported
 * @param moveSecond the same for our a
 */
record Gemm(
    GemmTypes types,
    Matrix first,
    Matrix second,
    Matrix result,
    boolean transposeFirst,
    boolean transposeSecond,
    double alpha,
    double beta,
    boolean moveFirst,
    boolean moveSecond) {

  /** For a product that is not {@link GemmTypes#unsupported}. */
  static Gemm of(MatMul op, Precision precision) {
    GemmTypes types = GemmTypes.of(op, precision);
    // k innermost: the first operand is then transposed, the second is not ("TN").
    boolean moveFirst = types.tnOnly() && !op.transposeB();
    boolean moveSecond = types.tnOnly() && op.transposeA();
    Matrix b = Matrix.of(op.b());
    Matrix a = Matrix.of(op.a());
    return new Gemm(
        types,
        moveFirst ? b.transposed() : b,
        moveSecond ? a.transposed() : a,
        Matrix.of(op.out()),
        op.transposeB() != moveFirst,
        op.transposeA() != moveSecond,
        op.alpha(),
        op.beta(),
        moveFirst,
        moveSecond);
  }
}
