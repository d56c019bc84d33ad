package assay.gpu.ptx;

import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.Tensor;
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
import assay.core.program.op.MatMul;
import assay.core.program.op.MatMulChain;
import assay.core.program.op.MaxPool2d;
import assay.core.program.op.MaxPool2dGrad;
import assay.core.program.op.Op;
import assay.core.program.op.OptimizerStep;
import assay.core.program.op.Relu;
import assay.core.program.op.ReluGrad;
import assay.core.program.op.Reshape;
import assay.core.program.op.SoftmaxCrossEntropy;
import assay.core.program.op.SoftmaxCrossEntropyGrad;
import assay.core.program.op.Triad;
import assay.core.spi.Unsupported;
import assay.gpu.compile.Step;
import assay.gpu.compile.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything but products, by kernels of our own. */
public final class PtxSteps {
  private PtxSteps() {}

  /** Why an operation cannot be computed; empty if it can. Needs no device. */
  public static Optional<Unsupported> unsupported(Op op, Precision precision) {
    return switch (op) {
      case MatMul _, MatMulChain _, Conv2d _, Conv2dBackwardInput _, Conv2dBackwardFilter _ ->
          throw new IllegalArgumentException(op.kind() + " is a product");
      case Copy _, Reshape _ -> Optional.empty();
      case FmaChain chain -> unsupported(chain, precision);
      case MaxPool2d _, MaxPool2dGrad _, SoftmaxCrossEntropy _, SoftmaxCrossEntropyGrad _ ->
          foreign(op).or(() -> IndexRange.unsupported(op));
      default -> foreign(op);
    };
  }

  private static Optional<Unsupported> unsupported(FmaChain chain, Precision precision) {
    return chain.out().type() == DataType.F32 && precision == Precision.F32
        ? Optional.empty()
        : Optional.of(
            new Unsupported(
                chain.kind(),
                "chains of single multiply-adds run on the ordinary cores in f32; the ceiling of"
                    + " Tensor Cores in %s is peak/matrix".formatted(precision.id())));
  }

  /** A tensor that no kernel computes with. Labels and the step are s32 by definition. */
  private static Optional<Unsupported> foreign(Op op) {
    List<Tensor> all = new ArrayList<>(op.inputs());
    all.addAll(op.outputs());
    all.addAll(op.updates());
    return all.stream()
        .filter(t -> t.type() != DataType.S32 && !TypeCode.arithmetic(t.type()))
        .findFirst()
        .map(t -> new Unsupported(op.kind(), "kernels compute in f32, bf16 and f16; got " + t));
  }

  /** The steps of an operation that is supported. */
  public static List<Step> steps(Op op, Workspace space) {
    PointwiseSteps pointwise = new PointwiseSteps(space);
    ReductionSteps reductions = new ReductionSteps(space);
    return switch (op) {
      case MatMul _, MatMulChain _, Conv2d _, Conv2dBackwardInput _, Conv2dBackwardFilter _ ->
          throw new IllegalArgumentException(op.kind() + " is a product");
      case Add o -> List.of(pointwise.add(o));
      case BiasAdd o -> List.of(pointwise.biasAdd(o));
      case Relu o -> List.of(pointwise.relu(o));
      case ReluGrad o -> List.of(pointwise.reluGrad(o));
      case Cast o -> List.of(pointwise.cast(o));
      case Copy o -> List.of(pointwise.copy(o.x(), o.out()));
      case Reshape o -> List.of(pointwise.copy(o.x(), o.out()));
      case Triad o -> List.of(pointwise.triad(o));
      case FmaChain o -> List.of(pointwise.fmaChain(o));
      case MaxPool2d o -> List.of(pointwise.maxPool(o));
      case MaxPool2dGrad o -> List.of(pointwise.maxPoolGrad(o));
      case BiasGrad o -> reductions.biasGrad(o);
      case BatchNormTraining o -> reductions.training(o);
      case BatchNormInference o -> List.of(reductions.inference(o));
      case BatchNormGrad o -> reductions.gradient(o);
      case SoftmaxCrossEntropy o -> reductions.softmax(o);
      case SoftmaxCrossEntropyGrad o -> List.of(reductions.softmaxGrad(o));
      case OptimizerStep o -> OptimizerSteps.steps(o, space);
    };
  }
}
