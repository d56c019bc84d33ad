package assay.gpu.library;

import assay.core.program.DataType;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import assay.core.program.op.Conv2d;
import assay.core.program.op.Conv2dBackwardFilter;
import assay.core.program.op.Conv2dBackwardInput;
import assay.core.program.op.MatMul;
import assay.core.program.op.Op;
import java.util.List;
import java.util.Optional;

/** Operations for tests. */
final class Ops {
  private Ops() {}

  /** A product of 4-byte or smaller types; batch 0 means none. */
  static MatMul matMul(
      DataType in, DataType out, long batch, long m, long n, long k, boolean ta, boolean tb) {
    return matMul(in, out, batch, m, n, k, ta, tb, 1, 0);
  }

  /** The same with factors. */
  static MatMul matMul(
      DataType in,
      DataType out,
      long batch,
      long m,
      long n,
      long k,
      boolean ta,
      boolean tb,
      double alpha,
      double beta) {
    Tensor c = tensor("c", out, batch, m, n);
    return new MatMul(
        ta ? tensor("a", in, batch, k, m) : tensor("a", in, batch, m, k),
        tb ? tensor("b", in, batch, n, k) : tensor("b", in, batch, k, n),
        beta == 0 ? Optional.empty() : Optional.of(c),
        tensor("out", out, batch, m, n),
        alpha,
        beta,
        ta,
        tb);
  }

  private static Tensor tensor(String name, DataType type, long batch, long rows, long columns) {
    return new Tensor(
        name, batch == 0 ? Shape.of(rows, columns) : Shape.of(batch, rows, columns), type);
  }

  /** A convolution's three directions, of an input N×H×W×C and K filters. */
  static List<Op> convolutions(
      DataType type, long n, long h, long w, long c, long k, Window2d window) {
    Tensor x = new Tensor("x", Shape.of(n, h, w, c), type);
    Tensor f = new Tensor("w", Shape.of(k, window.height(), window.width(), c), type);
    Shape out = Shape.of(n, window.outputHeight(h), window.outputWidth(w), k);
    Tensor y = new Tensor("y", out, type);
    return List.of(
        new Conv2d(x, f, y, window),
        new Conv2dBackwardInput(y, f, x, window),
        new Conv2dBackwardFilter(x, y, f, window));
  }
}
