package assay.core.program.op;

import assay.core.program.Gradients;
import assay.core.program.ProgramException;
import assay.core.program.Tensor;
import java.util.List;

/**
 * Root-mean-square normalization over the last dimension (Zhang and Sennrich 2019, section 4), with
 * C elements per row: inverseRms[r] = 1/√(Σx²/C + ε) over the row, y = γ·x·inverseRms.
 *
 * @param x (…,C)
 * @param gamma (C)
 * @param y (…,C)
 * @param inverseRms (…), one per row, for {@link RmsNormGrad}
 * @param epsilon ε &gt; 0
 */
public record RmsNorm(Tensor x, Tensor gamma, Tensor y, Tensor inverseRms, double epsilon)
    implements Op {

  /**
   * @throws ProgramException if shapes, types or ε are invalid
   */
  public RmsNorm {
    Norms.check("RmsNorm", x, y, List.of(gamma), epsilon);
    Norms.checkRows("RmsNorm", x, List.of(inverseRms));
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(x, gamma);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(y, inverseRms);
  }

  /** Four per element: square, sum, two scales. */
  @Override
  public long flops() {
    return 4 * x.elements();
  }

  @Override
  public void backward(Gradients g) {
    RmsNormGrad grad = g.program().rmsNormGrad(g.of(y), x, gamma, inverseRms);
    g.add(x, grad.dx());
    g.add(gamma, grad.dgamma());
  }
}
