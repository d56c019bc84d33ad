package assay.core.program.op;

import static assay.core.program.ProgramException.require;

import assay.core.program.Gradients;
import assay.core.program.ProgramException;
import assay.core.program.Tensor;
import java.util.List;

/** out = a + b, element by element. */
public record Add(Tensor a, Tensor b, Tensor out) implements Op {

  /**
   * @throws ProgramException if shapes or types do not match
   */
  public Add {
    require(
        a.type().isFloating()
            && b.shape().equals(a.shape())
            && b.type() == a.type()
            && out.shape().equals(a.shape())
            && out.type() == a.type(),
        "Add needs tensors of the same shape and floating-point type; got %s",
        List.of(a, b, out));
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(a, b);
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
    g.add(a, g.of(out));
    g.add(b, g.of(out));
  }
}
