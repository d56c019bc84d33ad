package assay.core.program.op;

import assay.core.program.ProgramException;
import assay.core.program.Tensor;
import java.util.List;

/**
 * Gradient of {@link RmsNorm}, with x̂ = x·inverseRms and g = γ·dy: dx = inverseRms·(g −
 * x̂·Σ(g·x̂)/C), the sum over a row; dγ = Σ dy·x̂, over all rows.
 *
 * @param dy (…,C)
 * @param x (…,C), what the forward operation read
 * @param gamma (C)
 * @param inverseRms (…), what the forward operation wrote
 * @param dx (…,C)
 * @param dgamma (C)
 */
public record RmsNormGrad(
    Tensor dy, Tensor x, Tensor gamma, Tensor inverseRms, Tensor dx, Tensor dgamma) implements Op {

  /**
   * @throws ProgramException if shapes or types do not match
   */
  public RmsNormGrad {
    Norms.check("RmsNormGrad", x, dy, List.of(gamma, dgamma), 1);
    Norms.check("RmsNormGrad", x, dx, List.of(), 1);
    Norms.checkRows("RmsNormGrad", x, List.of(inverseRms));
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(dy, x, gamma, inverseRms);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(dx, dgamma);
  }

  /** Nine per element: normalize (1), scale (1), two sums (4), combine (3). */
  @Override
  public long flops() {
    return 9 * x.elements();
  }
}
