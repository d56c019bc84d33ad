package assay.core.program.op;

import static assay.core.program.ProgramException.require;

import assay.core.program.Gradients;
import assay.core.program.ProgramException;
import assay.core.program.Tensor;
import java.util.List;

/** out = max(x, 0), element by element; NaN stays NaN. */
public record Relu(Tensor x, Tensor out) implements Op {

  /**
   * @throws ProgramException if shapes or types do not match
   */
  public Relu {
    require(
        x.type().isFloating() && out.shape().equals(x.shape()) && out.type() == x.type(),
        "Relu needs tensors of the same shape and floating-point type; got %s",
        List.of(x, out));
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(x);
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
    g.add(x, g.program().reluGrad(g.of(out), out));
  }
}
