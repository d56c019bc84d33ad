package assay.core.program.op;

import assay.core.program.Gradients;
import assay.core.program.ProgramException;
import assay.core.program.Tensor;
import java.util.List;

/**
 * Layer normalization over the last dimension (Ba, Kiros and Hinton 2016, section 3), with C
 * elements per row: mean[r] and var[r] = Σ(x − mean)²/C over the row, inverseDeviation = 1/√(var +
 * ε), y = γ·(x − mean)·inverseDeviation + β.
 *
 * @param x (…,C)
 * @param gamma (C)
 * @param beta (C)
 * @param y (…,C)
 * @param mean (…), one per row, for {@link LayerNormGrad}
 * @param inverseDeviation (…), one per row, for {@link LayerNormGrad}
 * @param epsilon ε &gt; 0
 */
public record LayerNorm(
    Tensor x,
    Tensor gamma,
    Tensor beta,
    Tensor y,
    Tensor mean,
    Tensor inverseDeviation,
    double epsilon)
    implements Op {

  /**
   * @throws ProgramException if shapes, types or ε are invalid
   */
  public LayerNorm {
    Norms.check("LayerNorm", x, y, List.of(gamma, beta), epsilon);
    Norms.checkRows("LayerNorm", x, List.of(mean, inverseDeviation));
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(x, gamma, beta);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(y, mean, inverseDeviation);
  }

  /** Eight per element: sum, difference, square, sum, difference, two scales, shift. */
  @Override
  public long flops() {
    return 8 * x.elements();
  }

  @Override
  public void backward(Gradients g) {
    LayerNormGrad grad = g.program().layerNormGrad(g.of(y), x, gamma, mean, inverseDeviation);
    g.add(x, grad.dx());
    g.add(gamma, grad.dgamma());
    g.add(beta, grad.dbeta());
  }
}
