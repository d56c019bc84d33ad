package assay.core.program.op;

import static assay.core.program.ProgramException.require;

import assay.core.program.ProgramException;
import assay.core.program.Tensor;
import java.util.List;

/**
 * out = b + scale·c: STREAM's triad.
 *
 * @param scale finite factor
 */
public record Triad(Tensor b, Tensor c, double scale, Tensor out) implements Op {

  /**
   * @throws ProgramException if shapes or types do not match
   */
  public Triad {
    require(
        b.type().isFloating()
            && c.shape().equals(b.shape())
            && c.type() == b.type()
            && out.shape().equals(b.shape())
            && out.type() == b.type(),
        "Triad needs tensors of the same shape and floating-point type; got %s",
        List.of(b, c, out));
    require(Double.isFinite(scale), "Triad needs a finite scale; got %s", scale);
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(b, c);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(out);
  }

  @Override
  public long flops() {
    return 2 * out.elements();
  }
}
