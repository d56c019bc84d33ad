package assay.core.program.op;

import assay.core.program.ProgramException;
import assay.core.program.Tensor;
import java.util.List;

/**
 * Gradient of {@link LayerNorm}, with x̂ = (x − mean)·inverseDeviation and g = γ·dy: dx =
 * inverseDeviation·(g − Σg/C − x̂·Σ(g·x̂)/C), the sums over a row; dγ = Σ dy·x̂ and dβ = Σ dy, over
 * all rows.
 *
 * @param dy (…,C)
 * @param x (…,C), what the forward operation read
 * @param gamma (C)
 * @param mean (…), what the forward operation wrote
 * @param inverseDeviation (…), what the forward operation wrote
 * @param dx (…,C)
 * @param dgamma (C)
 * @param dbeta (C)
 */
public record LayerNormGrad(
    Tensor dy,
    Tensor x,
    Tensor gamma,
    Tensor mean,
    Tensor inverseDeviation,
    Tensor dx,
    Tensor dgamma,
    Tensor dbeta)
    implements Op {

  /**
   * @throws ProgramException if shapes or types do not match
   */
  public LayerNormGrad {
    Norms.check("LayerNormGrad", x, dy, List.of(gamma, dgamma, dbeta), 1);
    Norms.check("LayerNormGrad", x, dx, List.of(), 1);
    Norms.checkRows("LayerNormGrad", x, List.of(mean, inverseDeviation));
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(dy, x, gamma, mean, inverseDeviation);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(dx, dgamma, dbeta);
  }

  /** Thirteen per element: normalize (2), scale (1), four sums (6), combine (4). */
  @Override
  public long flops() {
    return 13 * x.elements();
  }
}
