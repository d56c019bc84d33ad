package assay.core.program.op;

import static assay.core.program.ProgramException.require;

import assay.core.program.ProgramException;
import assay.core.program.Tensor;
import java.util.List;

/**
 * dx = dy where y &gt; 0, else 0.
 *
 * @param y what {@link Relu} wrote
 */
public record ReluGrad(Tensor dy, Tensor y, Tensor dx) implements Op {

  /**
   * @throws ProgramException if shapes or types do not match
   */
  public ReluGrad {
    require(
        dy.type().isFloating()
            && y.shape().equals(dy.shape())
            && y.type() == dy.type()
            && dx.shape().equals(dy.shape())
            && dx.type() == dy.type(),
        "ReluGrad needs tensors of the same shape and floating-point type; got %s",
        List.of(dy, y, dx));
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(dy, y);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(dx);
  }

  @Override
  public long flops() {
    return dx.elements();
  }
}
