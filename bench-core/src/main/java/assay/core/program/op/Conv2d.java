package assay.core.program.op;

import static assay.core.program.ProgramException.require;

import assay.core.program.Gradients;
import assay.core.program.ProgramException;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import java.util.List;

/**
 * y[n,p,q,k] = Σ over r,s,c of x[n, p·strideH + r − padH, q·strideW + s − padW, c] · w[k,r,s,c],
 * with zeros outside x (cross-correlation, as every deep-learning library calls convolution).
 *
 * @param x (N,H,W,C)
 * @param w (K,R,S,C)
 * @param y (N,P,Q,K)
 */
public record Conv2d(Tensor x, Tensor w, Tensor y, Window2d window) implements Convolution2d {

  /**
   * @throws ProgramException if shapes or types do not match
   */
  public Conv2d {
    Convolutions.check("Conv2d", x, w, y, window);
  }

  /**
   * Shape of y for an input of NHWC {@code x} and filters of KRSC {@code w}.
   *
   * @throws ProgramException if they do not fit
   */
  public static Shape outputShape(Shape x, Shape w, Window2d window) {
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

  @Override
  public Tensor image() {
    return x;
  }

  @Override
  public Tensor filters() {
    return w;
  }

  @Override
  public Tensor features() {
    return y;
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(x, w);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(y);
  }

  @Override
  public void backward(Gradients g) {
    Tensor dy = g.of(y);
    if (g.needed(x)) {
      g.add(x, g.program().conv2dBackwardInput(dy, w, x.shape(), window));
    }
    if (g.needed(w)) {
      g.add(w, g.program().conv2dBackwardFilter(x, dy, window));
    }
  }
}
