package assay.core.program.op;

import static assay.core.program.ProgramException.require;

import assay.core.program.ProgramException;
import assay.core.program.Tensor;
import java.util.List;

/**
 * out[i] = the value after {@code steps} fused multiply-adds, starting from v = x[i]: by turns v ←
 * v + multiplier·v and v ← v + multiplier·offset. Arithmetic without memory traffic, for the peak
 * of the multiply-add units. Elements are independent; the steps of one element are not.
 *
 * <p>In both steps the value is what is added to, so that a unit which accumulates in place
 * (vfmadd231 on x86, FMLA on Arm) needs no copy of a constant for each of them.
 *
 * <p>Two steps scale the distance v + offset by 1 + multiplier: values stay within |x| + 2·|offset|
 * for any number of steps.
 *
 * @param multiplier from −2 to 0, so that values stay bounded
 * @param offset finite
 * @param steps at least 1
 */
public record FmaChain(Tensor x, Tensor out, double multiplier, double offset, long steps)
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
        multiplier >= -2 && multiplier <= 0 && Double.isFinite(offset),
        "FmaChain needs a multiplier from -2 to 0 and a finite offset; got %s, %s",
        multiplier,
        offset);
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
