package assay.core.program.op;

import static assay.core.program.ProgramException.require;

import assay.core.program.DataType;
import assay.core.program.Gradients;
import assay.core.program.ProgramBuilder;
import assay.core.program.ProgramException;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * out = α·op(a)·op(b) + β·c, where op transposes the two innermost dimensions if requested.
 *
 * <p>Without transposes a is (m×k), b (k×n), c and out (m×n); all may have one leading batch
 * dimension of equal extent. Operands have one type; products of f8e4m3 give bf16 or f32, of s8
 * s32, of bf16 and f16 their own type or f32. c has the type of out.
 *
 * @param c present if and only if β ≠ 0
 */
public record MatMul(
    Tensor a,
    Tensor b,
    Optional<Tensor> c,
    Tensor out,
    double alpha,
    double beta,
    boolean transposeA,
    boolean transposeB)
    implements Op {

  /**
   * @throws ProgramException if shapes, types or the presence of c are invalid
   */
  public MatMul {
    require(
        (a.shape().rank() == 2 || a.shape().rank() == 3) && b.shape().rank() == a.shape().rank(),
        "MatMul needs operands of rank 2, or of rank 3 with a batch; got %s and %s",
        a,
        b);
    Shape expected = outputShape(a.shape(), b.shape(), transposeA, transposeB);
    require(
        out.shape().equals(expected),
        "MatMul of %s and %s gives %s, but out is %s",
        a,
        b,
        expected,
        out);
    require(a.type() == b.type(), "MatMul needs operands of the same type; got %s and %s", a, b);
    require(allowed(a.type(), out.type()), "MatMul of %s cannot write %s", a.type(), out.type());
    require(
        Double.isFinite(alpha) && Double.isFinite(beta),
        "MatMul needs finite alpha and beta; got %s and %s",
        alpha,
        beta);
    require(
        c.isPresent() == (beta != 0),
        "MatMul has c if and only if beta is not 0; beta is %s, c is %s",
        beta,
        c);
    c.ifPresent(t ->
        require(
            t.shape().equals(out.shape()) && t.type() == out.type(),
            "MatMul's c must be like out %s; got %s",
            out,
            t));
  }

  /** Shape of the product of two operands. */
  public static Shape outputShape(Shape a, Shape b, boolean transposeA, boolean transposeB) {
    long m = a.dim(transposeA ? -1 : -2);
    long k = a.dim(transposeA ? -2 : -1);
    long kOfB = b.dim(transposeB ? -1 : -2);
    long n = b.dim(transposeB ? -2 : -1);
    require(
        k == kOfB, "MatMul's inner extents differ: op(a) is %d×%d, op(b) is %d×%d", m, k, kOfB, n);
    if (a.rank() == 2) {
      return Shape.of(m, n);
    }
    require(a.dim(0) == b.dim(0), "MatMul's batches differ: %s and %s", a, b);
    return Shape.of(a.dim(0), m, n);
  }

  private static boolean allowed(DataType operand, DataType result) {
    return switch (operand) {
      case F64, F32 -> result == operand;
      case BF16, F16 -> result == operand || result == DataType.F32;
      case F8E4M3 -> result == DataType.BF16 || result == DataType.F32;
      case S8 -> result == DataType.S32;
      case S32 -> false;
    };
  }

  /** Rows of op(a) and out. */
  public long m() {
    return out.shape().dim(-2);
  }

  /** Columns of op(b) and out. */
  public long n() {
    return out.shape().dim(-1);
  }

  /** Columns of op(a), rows of op(b). */
  public long k() {
    return a.shape().dim(transposeA ? -2 : -1);
  }

  /** Number of independent products. */
  public long batch() {
    return a.shape().rank() == 3 ? a.shape().dim(0) : 1;
  }

  @Override
  public List<Tensor> inputs() {
    return c.map(t -> List.of(a, b, t)).orElseGet(() -> List.of(a, b));
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(out);
  }

  /** 2·m·n·k per product; scaling by α and adding β·c are not counted, as usual for GEMM. */
  @Override
  public long flops() {
    return 2 * batch() * m() * n() * k();
  }

  /**
   * dA = α·dOut·op(b)ᵀ and dB = α·op(a)ᵀ·dOut, transposed back if the operand was transposed; dC =
   * β·dOut is not implemented.
   */
  @Override
  public void backward(Gradients g) {
    require(c.isEmpty() || !g.needed(c.get()), "MatMul has no gradient rule for c");
    Tensor d = g.of(out);
    ProgramBuilder p = g.program();
    if (g.needed(a)) {
      g.add(
          a,
          transposeA
              ? p.matMul(b, d, alpha, transposeB, true)
              : p.matMul(d, b, alpha, false, !transposeB));
    }
    if (g.needed(b)) {
      g.add(
          b,
          transposeB
              ? p.matMul(d, a, alpha, true, transposeA)
              : p.matMul(a, d, alpha, !transposeA, false));
    }
  }
}
