package assay.core.program.op;

import static assay.core.program.ProgramException.require;

import assay.core.program.ProgramException;
import assay.core.program.Tensor;
import java.util.List;

/**
 * out[i] = the value after {@code steps} times v ← v·multiplier + addend (each a single fused
 * multiply-add), starting from x[i]: arithmetic without memory traffic, for the peak of the
 * multiply-add units. Elements are independent; the steps of one element are not.
 *
 * @param multiplier |multiplier| ≤ 1, so that values stay bounded
 * @param steps at least 1
 */
public record FmaChain(Tensor x, Tensor out, double multiplier, double addend, long steps)
    implements Op {

  /**
   * @throws ProgramException if shapes or types do not match
   */
  public FmaChain {
    require(
        x.type().isFloating() && out.shape().equals(x.shape()) && out.type() == x.type(),
        "FmaChain needs tensors of the same shape and floating-point type; got %s",
        List.of(x, out));
    require(
        Math.abs(multiplier) <= 1 && Double.isFinite(addend),
        "FmaChain needs |multiplier| <= 1 and a finite addend; got %s, %s",
        multiplier,
        addend);
    require(steps >= 1, "FmaChain needs at least one step; got %d", steps);
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
    return 2 * out.elements() * steps;
  }
}
