package assay.core.program.op;

import static assay.core.program.ProgramException.require;

import assay.core.program.Gradients;
import assay.core.program.ProgramException;
import assay.core.program.Tensor;
import java.util.List;

/**
 * out = x in another floating-point type, rounded to nearest, ties to even; beyond the range of
 * f8e4m3 it saturates.
 */
public record Cast(Tensor x, Tensor out) implements Op {

  /**
   * @throws ProgramException if shapes or types do not match
   */
  public Cast {
    require(
        x.shape().equals(out.shape())
            && x.type().isFloating()
            && out.type().isFloating()
            && x.type() != out.type(),
        "Cast needs equal shapes and two different floating-point types; got %s to %s",
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
  public void backward(Gradients g) {
    g.add(x, g.program().cast(g.of(out), x.type()));
  }
}
