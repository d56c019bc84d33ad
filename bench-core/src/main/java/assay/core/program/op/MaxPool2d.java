package assay.core.program.op;

import static assay.core.program.ProgramException.require;

import assay.core.program.Gradients;
import assay.core.program.ProgramException;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import java.util.List;

/**
 * y[n,p,q,c] = the largest x[n,h,w,c] under the window at (p,q); padding never wins; NaN wins.
 *
 * @param x (N,H,W,C)
 * @param y (N,P,Q,C)
 */
public record MaxPool2d(Tensor x, Tensor y, Window2d window) implements Op {

  /**
   * @throws ProgramException if shapes or types do not match
   */
  public MaxPool2d {
    require(
        x.type().isFloating()
            && y.type() == x.type()
            && y.shape().equals(outputShape(x.shape(), window)),
        "MaxPool2d of %s gives shape %s in its type; got %s",
        x,
        outputShape(x.shape(), window),
        y);
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(x);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(y);
  }

  /** One comparison per element of each window. */
  @Override
  public long flops() {
    return y.elements() * window.height() * window.width();
  }

  /**
   * Shape of y for an input of NHWC {@code x}.
   *
   * @throws ProgramException if the window does not fit
   */
  public static Shape outputShape(Shape x, Window2d window) {
    require(x.rank() == 4, "pooling needs NHWC input; got shape %s", x);
    require(
        window.padH() < window.height() && window.padW() < window.width(),
        "pooling needs a padding smaller than its window %s, else a window could lie"
            + " entirely in the padding",
        window);
    return Shape.of(
        x.dim(0), window.outputHeight(x.dim(1)), window.outputWidth(x.dim(2)), x.dim(3));
  }

  @Override
  public void backward(Gradients g) {
    g.add(x, g.program().maxPool2dGrad(g.of(y), x, y, window));
  }
}
