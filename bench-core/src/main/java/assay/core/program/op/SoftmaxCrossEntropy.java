package assay.core.program.op;

import static assay.core.program.ProgramException.require;

import assay.core.program.DataType;
import assay.core.program.Gradients;
import assay.core.program.ProgramException;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import java.util.List;

/**
 * probabilities[b,·] = softmax(logits[b,·]) and loss[0] = mean over b of −ln probabilities[b,
 * labels[b]].
 *
 * @param logits (B,K)
 * @param labels (B), s32, each in [0, K)
 * @param loss (1), of the logits' type
 * @param probabilities (B,K), of the logits' type
 */
public record SoftmaxCrossEntropy(Tensor logits, Tensor labels, Tensor loss, Tensor probabilities)
    implements Op {

  /**
   * @throws ProgramException if shapes or types do not match
   */
  public SoftmaxCrossEntropy {
    check("SoftmaxCrossEntropy", logits, labels, probabilities);
    require(
        loss.shape().equals(Shape.of(1)) && loss.type() == logits.type(),
        "SoftmaxCrossEntropy's loss must have shape 1 and the logits' type; got %s",
        loss);
  }

  static void check(String op, Tensor logits, Tensor labels, Tensor probabilities) {
    require(
        logits.shape().rank() == 2 && logits.type().isFloating(),
        "%s needs floating-point logits (B,K); got %s",
        op,
        logits);
    require(
        labels.shape().equals(Shape.of(logits.shape().dim(0))) && labels.type() == DataType.S32,
        "%s of %s needs s32 labels of shape %d; got %s",
        op,
        logits,
        logits.shape().dim(0),
        labels);
    require(
        probabilities.shape().equals(logits.shape()) && probabilities.type() == logits.type(),
        "%s: probabilities must be like the logits %s; got %s",
        op,
        logits,
        probabilities);
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(logits, labels);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(loss, probabilities);
  }

  /** Five per logit: comparison, subtraction, exponential, sum, division. */
  @Override
  public long flops() {
    return 5 * logits.elements();
  }

  /** Gradients start at the loss: its own gradient is 1, so none is read here. */
  @Override
  public void backward(Gradients g) {
    g.add(logits, g.program().softmaxCrossEntropyGrad(probabilities, labels));
  }
}
