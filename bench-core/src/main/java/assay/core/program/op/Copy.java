package assay.core.program.op;

import static assay.core.program.ProgramException.require;

import assay.core.program.ProgramException;
import assay.core.program.Tensor;
import java.util.List;

/** out = x: STREAM's copy. */
public record Copy(Tensor x, Tensor out) implements Op {

  /**
   * @throws ProgramException if shapes or types do not match
   */
  public Copy {
    require(
        x.type().isFloating() && out.shape().equals(x.shape()) && out.type() == x.type(),
        "Copy needs tensors of the same shape and floating-point type; got %s",
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
    return 0;
  }
}
