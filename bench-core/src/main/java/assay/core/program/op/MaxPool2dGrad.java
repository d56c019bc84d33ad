package assay.core.program.op;

import static assay.core.program.ProgramException.require;

import assay.core.program.ProgramException;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import java.util.List;

/**
 * dx[n,h,w,c] = Σ of dy[n,p,q,c] over the windows whose largest element is x[n,h,w,c]; on ties, the
 * first in row-major order, as in PyTorch and cuDNN's deterministic mode.
 *
 * @param dy (N,P,Q,C)
 * @param x what {@link MaxPool2d} read
 * @param y what {@link MaxPool2d} wrote
 * @param dx (N,H,W,C)
 */
public record MaxPool2dGrad(Tensor dy, Tensor x, Tensor y, Tensor dx, Window2d window)
    implements Op {

  /**
   * @throws ProgramException if shapes or types do not match
   */
  public MaxPool2dGrad {
    require(
        x.type().isFloating() && dx.shape().equals(x.shape()) && dx.type() == x.type(),
        "MaxPool2dGrad needs tensors of the same shape and floating-point type; got %s",
        List.of(x, dx));
    require(
        dy.type().isFloating() && y.shape().equals(dy.shape()) && y.type() == dy.type(),
        "MaxPool2dGrad needs tensors of the same shape and floating-point type; got %s",
        List.of(dy, y));
    require(
        y.shape().equals(MaxPool2d.outputShape(x.shape(), window)) && y.type() == x.type(),
        "MaxPool2dGrad: pooling %s does not give %s",
        x,
        y);
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(dy, x, y);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(dx);
  }

  @Override
  public long flops() {
    return dy.elements() * window.height() * window.width();
  }
}
