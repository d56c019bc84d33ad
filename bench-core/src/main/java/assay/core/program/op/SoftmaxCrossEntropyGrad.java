package assay.core.program.op;

import assay.core.program.ProgramException;
import assay.core.program.Tensor;
import java.util.List;

/**
 * Gradient of the mean loss with respect to the logits: dlogits[b,j] = (probabilities[b,j] − [j =
 * labels[b]]) / B.
 *
 * @param probabilities (B,K)
 * @param labels (B), s32, each in [0, K)
 * @param dlogits (B,K)
 */
public record SoftmaxCrossEntropyGrad(Tensor probabilities, Tensor labels, Tensor dlogits)
    implements Op {

  /**
   * @throws ProgramException if shapes or types do not match
   */
  public SoftmaxCrossEntropyGrad {
    SoftmaxCrossEntropy.check("SoftmaxCrossEntropyGrad", dlogits, labels, probabilities);
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(probabilities, labels);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(dlogits);
  }

  @Override
  public long flops() {
    return 2 * dlogits.elements();
  }
}
