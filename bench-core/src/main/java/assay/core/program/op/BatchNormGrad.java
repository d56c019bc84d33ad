package assay.core.program.op;

import assay.core.program.ProgramException;
import assay.core.program.Tensor;
import java.util.List;

/**
 * Gradient of {@link BatchNormTraining}, with x̂ = (x − mean)·inverseDeviation and M elements per
 * channel: dβ = Σ dy, dγ = Σ dy·x̂, dx = γ·inverseDeviation/M · (M·dy − dβ − x̂·dγ) (Ioffe and
 * Szegedy 2015, section 3).
 *
 * @param dy (…,C)
 * @param x (…,C), what the forward operation read
 * @param gamma (C)
 * @param mean (C), what the forward operation wrote
 * @param inverseDeviation (C), what the forward operation wrote
 * @param dx (…,C)
 * @param dgamma (C)
 * @param dbeta (C)
 */
public record BatchNormGrad(
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
   * @throws ProgramException if shapes or types are invalid
   */
  public BatchNormGrad {
    Norms.check("BatchNormGrad", x, dy, List.of(gamma, mean, inverseDeviation, dgamma, dbeta), 1);
    Norms.check("BatchNormGrad", x, dx, List.of(), 1);
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(dy, x, gamma, mean, inverseDeviation);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(dx, dgamma, dbeta);
  }

  /** Ten per element: normalise (2), two sums (3), combine (5). */
  @Override
  public long flops() {
    return 10 * x.elements();
  }
}
