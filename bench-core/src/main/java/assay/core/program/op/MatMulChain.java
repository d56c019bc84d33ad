package assay.core.program.op;

import static assay.core.program.ProgramException.require;

import assay.core.program.ProgramException;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import java.util.List;

/**
 * out[i] = the sum over t from 0 to {@code steps} − 1 of a[i] · b[t mod 2], taken in that order:
 * matrix products without memory traffic, for the peak of matrix units. Tiles are independent; the
 * steps of one tile are not. Two right operands alternate, so that sums can stay small over any
 * number of steps.
 *
 * @param a (tiles, m, k)
 * @param b (2, k, n), of the type of {@code a}
 * @param out (tiles, m, n), in a type that products are summed in
 * @param steps at least 1
 */
public record MatMulChain(Tensor a, Tensor b, Tensor out, long steps) implements Op {
  private static final int RANK = 3;

  /**
   * @throws ProgramException if shapes or types do not match
   */
  public MatMulChain {
    boolean rank =
        a.shape().rank() == RANK && b.shape().rank() == RANK && out.shape().rank() == RANK;
    require(
        rank
            && b.shape().dim(0) == 2
            && a.shape().dim(2) == b.shape().dim(1)
            && out.shape().equals(Shape.of(a.shape().dim(0), a.shape().dim(1), b.shape().dim(2))),
        "MatMulChain needs a (tiles, m, k), b (2, k, n) and out (tiles, m, n); got %s",
        List.of(a, b, out));
    require(
        a.type() == b.type()
            && a.type().isFloating() == out.type().isFloating()
            && out.type().bytes() >= Float.BYTES,
        "MatMulChain needs operands of the same type and sums of at least 32 bits; got %s",
        List.of(a, b, out));
    require(steps >= 1, "MatMulChain needs at least one step; got %d", steps);
  }

  /** Rows of a tile. */
  public long m() {
    return a.shape().dim(1);
  }

  /** Columns of a tile. */
  public long n() {
    return b.shape().dim(2);
  }

  /** Products in each element of a step. */
  public long k() {
    return a.shape().dim(2);
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(a, b);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(out);
  }

  @Override
  public long flops() {
    return 2 * out.elements() * k() * steps;
  }
}
