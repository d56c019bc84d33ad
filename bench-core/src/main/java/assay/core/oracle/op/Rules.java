package assay.core.oracle.op;

import assay.core.program.op.Add;
import assay.core.program.op.BatchNormGrad;
import assay.core.program.op.BatchNormInference;
import assay.core.program.op.BatchNormTraining;
import assay.core.program.op.BiasAdd;
import assay.core.program.op.BiasGrad;
import assay.core.program.op.Cast;
import assay.core.program.op.Conv2d;
import assay.core.program.op.Conv2dBackwardFilter;
import assay.core.program.op.Conv2dBackwardInput;
import assay.core.program.op.Copy;
import assay.core.program.op.FmaChain;
import assay.core.program.op.LayerNorm;
import assay.core.program.op.LayerNormGrad;
import assay.core.program.op.MatMul;
import assay.core.program.op.MatMulChain;
import assay.core.program.op.MaxPool2d;
import assay.core.program.op.MaxPool2dGrad;
import assay.core.program.op.Op;
import assay.core.program.op.OptimizerStep;
import assay.core.program.op.Relu;
import assay.core.program.op.ReluGrad;
import assay.core.program.op.Reshape;
import assay.core.program.op.RmsNorm;
import assay.core.program.op.RmsNormGrad;
import assay.core.program.op.SoftmaxCrossEntropy;
import assay.core.program.op.SoftmaxCrossEntropyGrad;
import assay.core.program.op.Triad;

/** The rule of every operation. An operation without a rule does not compile. */
public final class Rules {
  private Rules() {}

  /** The oracle's rule for an operation. */
  public static Rule of(Op op) {
    return switch (op) {
      case Copy _, Reshape _ -> new ElementwiseRule(op, Elementwise::copy);
      case Add o -> new ElementwiseRule(o, Elementwise.linear(o.out().type(), 1));
      case BiasAdd o -> new ElementwiseRule(o, Elementwise.linear(o.out().type(), 1));
      case Triad o -> new ElementwiseRule(o, Elementwise.linear(o.out().type(), o.scale()));
      case Relu o -> new ElementwiseRule(o, Elementwise::relu);
      case ReluGrad o -> new ElementwiseRule(o, Elementwise::reluGrad);
      case Cast o -> new ElementwiseRule(o, Elementwise.cast(o.out().type()));
      case FmaChain o -> new ElementwiseRule(o, Elementwise.chain(o));
      case MatMul o -> new MatMulRule(o);
      case MatMulChain o -> new MatMulChainRule(o);
      case Conv2d o -> new Conv2dRule(o);
      case Conv2dBackwardInput o -> new Conv2dBackwardInputRule(o);
      case Conv2dBackwardFilter o -> new Conv2dBackwardFilterRule(o);
      case BiasGrad o -> e -> BiasGradRule.evaluate(o, e);
      case SoftmaxCrossEntropy o -> e -> SoftmaxCrossEntropyRules.forward(o, e);
      case SoftmaxCrossEntropyGrad o -> e -> SoftmaxCrossEntropyRules.gradient(o, e);
      case MaxPool2d o -> e -> MaxPool2dRules.forward(o, e);
      case MaxPool2dGrad o -> e -> MaxPool2dRules.gradient(o, e);
      case BatchNormTraining o -> e -> BatchNormRules.training(o, e);
      case BatchNormInference o -> e -> BatchNormRules.inference(o, e);
      case BatchNormGrad o -> e -> BatchNormGradRule.evaluate(o, e);
      case LayerNorm o -> e -> RowNormRules.layerNorm(o, e);
      case LayerNormGrad o -> e -> RowNormGradRules.layerNorm(o, e);
      case RmsNorm o -> e -> RowNormRules.rmsNorm(o, e);
      case RmsNormGrad o -> e -> RowNormGradRules.rmsNorm(o, e);
      case OptimizerStep o -> e -> OptimizerStepRule.evaluate(o, e);
    };
  }
}
