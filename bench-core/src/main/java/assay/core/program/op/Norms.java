package assay.core.program.op;

import static assay.core.program.ProgramException.require;

import assay.core.program.Shape;
import assay.core.program.Tensor;
import java.util.List;

/** Checks shared by normalizations. */
final class Norms {
  private Norms() {}

  static void check(String op, Tensor x, Tensor like, List<Tensor> perChannel, double epsilon) {
    require(
        x.type().isFloating()
            && like.type() == x.type()
            && like.shape().equals(x.shape())
            && x.shape().rank() >= 2,
        "%s needs tensors of the same shape (…,C) and floating-point type; got %s and %s",
        op,
        x,
        like);
    Shape channels = Shape.of(x.shape().dim(-1));
    for (Tensor tensor : perChannel) {
      require(
          tensor.shape().equals(channels) && tensor.type() == x.type(),
          "%s of %s needs per-channel tensors of shape %s and its type; got %s",
          op,
          x,
          channels,
          tensor);
    }
    require(
        epsilon > 0 && Double.isFinite(epsilon),
        "%s needs a positive epsilon; got %s",
        op,
        epsilon);
  }

  static void checkRows(String op, Tensor x, List<Tensor> perRow) {
    Shape rows = x.shape().rows();
    for (Tensor tensor : perRow) {
      require(
          tensor.shape().equals(rows) && tensor.type() == x.type(),
          "%s of %s needs tensors of shape %s and its type, one element per row; got %s",
          op,
          x,
          rows,
          tensor);
    }
  }
}
