package assay.core.program;

import static assay.core.program.ProgramException.require;

/** Checks that the three directions of a convolution share. */
final class Convolutions {
  private Convolutions() {}

  /** Shape of y for an input of NHWC {@code x} and filters of KRSC {@code w}. */
  static Shape outputShape(Shape x, Shape w, Window2d window) {
    require(x.rank() == 4, "a convolution's input must be NHWC; got shape %s", x);
    require(w.rank() == 4, "a convolution's filters must be KRSC; got shape %s", w);
    require(
        w.dim(1) == window.height() && w.dim(2) == window.width(),
        "filters of shape %s do not have the window's extents %d×%d",
        w,
        window.height(),
        window.width());
    require(x.dim(3) == w.dim(3), "the input has %d channels, the filters %d", x.dim(3), w.dim(3));
    return Shape.of(
        x.dim(0), window.outputHeight(x.dim(1)), window.outputWidth(x.dim(2)), w.dim(0));
  }

  static void check(String op, Tensor x, Tensor w, Tensor y, Window2d window) {
    Shape expected = outputShape(x.shape(), w.shape(), window);
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
        "%s needs one floating-point type; got %s, %s, %s",
        op,
        x,
        w,
        y);
  }

  /**
   * 2·N·P·Q·K·R·S·C, the same in all three directions; products with padding are counted, as is
   * customary.
   */
  static long flops(Tensor w, Tensor y) {
    return 2 * y.elements() * (w.elements() / w.shape().dim(0));
  }
}
