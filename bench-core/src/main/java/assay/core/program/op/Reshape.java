package assay.core.program.op;

import static assay.core.program.ProgramException.require;

import assay.core.program.Gradients;
import assay.core.program.ProgramException;
import assay.core.program.Tensor;
import java.util.List;

/**
 * The same elements in the same row-major order in another shape; moves no data, so a target may
 * share memory between the two.
 */
public record Reshape(Tensor x, Tensor out) implements Op {

  /**
   * @throws ProgramException if shapes or types do not match
   */
  public Reshape {
    require(
        x.elements() == out.elements() && x.type() == out.type(),
        "Reshape keeps type and number of elements; got %s to %s",
        x,
        out);
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
    return 0;
  }

  @Override
  public long bytes() {
    return 0;
  }

  @Override
  public void backward(Gradients g) {
    g.add(x, g.program().reshape(g.of(out), x.shape()));
  }
}
