package assay.core.program.op;

import static assay.core.program.ProgramException.require;

import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;

/** Checks shared by the three directions of a convolution. */
final class Convolutions {
  private Convolutions() {}

  static void check(String op, Tensor x, Tensor w, Tensor y, Window2d window) {
    Shape expected = Conv2d.outputShape(x.shape(), w.shape(), window);
    require(
        y.shape().equals(expected),
        "%s relates %s and %s to an output of shape %s; got %s",
        op,
        x,
        w,
        expected,
        y);
    require(
        x.type() == w.type() && w.type() == y.type() && x.type().isFloating(),
        "%s needs a single floating-point type; got %s, %s, %s",
        op,
        x,
        w,
        y);
  }
}
