package assay.core.program.op;

import static assay.core.program.ProgramException.require;

import assay.core.program.Gradients;
import assay.core.program.ProgramException;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import java.util.List;

/**
 * out[…,c] = x[…,c] + bias[c].
 *
 * @param bias (C)
 */
public record BiasAdd(Tensor x, Tensor bias, Tensor out) implements Op {

  /**
   * @throws ProgramException if shapes or types do not match
   */
  public BiasAdd {
    require(
        x.type().isFloating() && out.shape().equals(x.shape()) && out.type() == x.type(),
        "BiasAdd needs tensors of the same shape and floating-point type; got %s",
        List.of(x, out));
    require(
        bias.shape().equals(Shape.of(x.shape().dim(-1))) && bias.type() == x.type(),
        "BiasAdd to %s needs a bias of shape %d and its type; got %s",
        x,
        x.shape().dim(-1),
        bias);
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(x, bias);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(out);
  }

  @Override
  public long flops() {
    return out.elements();
  }

  @Override
  public void backward(Gradients g) {
    g.add(x, g.of(out));
    if (g.needed(bias)) {
      g.add(bias, g.program().biasGrad(g.of(out)));
    }
  }
}
