package assay.cpu.scalar;

import assay.core.program.Program;
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
import assay.core.program.op.OptimizerStep;
import assay.core.program.op.Relu;
import assay.core.program.op.ReluGrad;
import assay.core.program.op.Reshape;
import assay.core.program.op.SoftmaxCrossEntropy;
import assay.core.program.op.SoftmaxCrossEntropyGrad;
import assay.core.program.op.Triad;
import assay.cpu.KernelSet;
import assay.cpu.Memory;
import assay.cpu.Movement;
import assay.cpu.Stage;
import assay.cpu.Workers;
import java.util.List;

/** One kernel per operation, nothing fused. */
final class FloatKernels implements KernelSet {
  @Override
  public List<Stage> stages(Program program) {
    return program.ops().stream().map(Stage::of).toList();
  }

  @Override
  public Runnable kernel(Stage stage, Memory memory, Workers workers) {
    return switch (stage.ops().getFirst()) {
      case MatMul op -> FloatMatMul.kernel(op, memory, workers);
      case Conv2d op -> FloatConvolution.forward(op, memory, workers);
      case Conv2dBackwardInput op -> FloatConvolution.backwardInput(op, memory, workers);
      case Conv2dBackwardFilter op -> FloatConvolution.backwardFilter(op, memory, workers);
      case BiasAdd op -> FloatPointwise.biasAdd(op, memory, workers);
      case BiasGrad op -> FloatPointwise.biasGrad(op, memory, workers);
      case Relu op -> FloatPointwise.relu(op, memory, workers);
      case ReluGrad op -> FloatPointwise.reluGrad(op, memory, workers);
      case MaxPool2d op -> FloatPooling.forward(op, memory, workers);
      case MaxPool2dGrad op -> FloatPooling.gradient(op, memory, workers);
      case BatchNormTraining op -> FloatNormalization.training(op, memory, workers);
      case BatchNormInference op -> FloatNormalization.inference(op, memory, workers);
      case BatchNormGrad op -> FloatNormalization.gradient(op, memory, workers);
      case SoftmaxCrossEntropy op -> FloatSoftmax.forward(op, memory, workers);
      case SoftmaxCrossEntropyGrad op -> FloatSoftmax.gradient(op, memory, workers);
      case OptimizerStep op -> FloatOptimizer.kernel(op, memory, workers);
      case Add op -> FloatPointwise.add(op, memory, workers);
      case Triad op -> FloatPointwise.triad(op, memory, workers);
      case MatMulChain op ->
          throw new IllegalArgumentException(op.kind() + " is not computed here");
      case FmaChain op -> FloatPointwise.fmaChain(op, memory, workers);
      case Copy op -> Movement.copy(op, memory, workers);
      case Cast op -> Movement.cast(op, memory, workers);
      case Reshape op -> Movement.reshape(op, memory, workers);
    };
  }
}
