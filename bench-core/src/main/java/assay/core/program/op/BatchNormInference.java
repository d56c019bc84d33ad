package assay.core.program.op;

import assay.core.program.ProgramException;
import assay.core.program.Tensor;
import java.util.List;

/**
 * y = γ·(x − mean)/√(variance + ε) + β with given statistics.
 *
 * @param x (…,C)
 * @param gamma (C)
 * @param beta (C)
 * @param mean (C)
 * @param variance (C), not negative
 * @param y (…,C)
 * @param epsilon ε &gt; 0
 */
public record BatchNormInference(
    Tensor x, Tensor gamma, Tensor beta, Tensor mean, Tensor variance, Tensor y, double epsilon)
    implements Op {

  /**
   * @throws ProgramException if shapes, types or ε are invalid
   */
  public BatchNormInference {
    Norms.check("BatchNormInference", x, y, List.of(gamma, beta, mean, variance), epsilon);
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(x, gamma, beta, mean, variance);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(y);
  }

  /**
   * Two per element: with scale and shift prepared per channel, a multiplication and an addition.
   */
  @Override
  public long flops() {
    return 2 * x.elements();
  }
}
