package assay.core.program.op;

import static assay.core.program.ProgramException.require;

import assay.core.program.Gradients;
import assay.core.program.ProgramException;
import assay.core.program.Tensor;
import java.util.List;

/**
 * Batch normalisation over all dimensions but the channel (Ioffe and Szegedy 2015, algorithm 1),
 * with M elements per channel: mean[c] and var[c] = Σ(x − mean)²/M over the batch, inverseDeviation
 * = 1/√(var + ε), y = γ·(x − mean)·inverseDeviation + β. The running statistics follow with r ← (1
 * − momentum)·r + momentum·batch, where the running variance takes the unbiased var·M/(M − 1), as
 * in PyTorch and cuDNN; M must be at least 2.
 *
 * @param x (…,C)
 * @param gamma (C)
 * @param beta (C)
 * @param runningMean (C), state, updated in place
 * @param runningVariance (C), state, updated in place
 * @param y (…,C)
 * @param mean (C), for {@link BatchNormGrad}
 * @param inverseDeviation (C), for {@link BatchNormGrad}
 * @param epsilon ε &gt; 0
 * @param momentum in [0, 1]
 */
public record BatchNormTraining(
    Tensor x,
    Tensor gamma,
    Tensor beta,
    Tensor runningMean,
    Tensor runningVariance,
    Tensor y,
    Tensor mean,
    Tensor inverseDeviation,
    double epsilon,
    double momentum)
    implements Op {

  /**
   * @throws ProgramException if shapes, types or parameters are invalid
   */
  public BatchNormTraining {
    Norms.check(
        "BatchNormTraining",
        x,
        y,
        List.of(gamma, beta, runningMean, runningVariance, mean, inverseDeviation),
        epsilon);
    require(
        momentum >= 0 && momentum <= 1,
        "BatchNormTraining needs a momentum in [0, 1]; got %s",
        momentum);
    require(
        x.elements() / x.shape().dim(-1) >= 2,
        "BatchNormTraining needs at least two elements per channel; %s has one",
        x);
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(x, gamma, beta);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(y, mean, inverseDeviation);
  }

  @Override
  public List<Tensor> updates() {
    return List.of(runningMean, runningVariance);
  }

  /** Seven per element: sum, difference, square, sum, difference, scale, shift. */
  @Override
  public long flops() {
    return 7 * x.elements();
  }

  @Override
  public void backward(Gradients g) {
    BatchNormGrad grad = g.program().batchNormGrad(g.of(y), x, gamma, mean, inverseDeviation);
    g.add(x, grad.dx());
    g.add(gamma, grad.dgamma());
    g.add(beta, grad.dbeta());
  }
}
