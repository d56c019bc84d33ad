package assay.cpu.simd;

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
import assay.core.program.op.Op;
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
import assay.cpu.scalar.FloatPooling;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kernels of one executable; its matrix products share their buffers. */
final class SimdKernels implements KernelSet {
  private @Nullable SimdGemm gemm;

  @Override
  public List<Stage> stages(Program program) {
    return Fusion.stages(program);
  }

  @Override
  public Runnable kernel(Stage stage, Memory memory, Workers workers) {
    return switch (stage.ops().getFirst()) {
      case MatMul op ->
          SimdMatMul.kernel(op, Epilogue.of(stage, memory), memory, workers, () -> gemm(workers));
      case Conv2d op -> ConvolutionForward.kernel(op, Epilogue.of(stage, memory), memory, workers);
      case Conv2dBackwardInput op -> ConvolutionBackwardInput.kernel(op, memory, workers);
      case Conv2dBackwardFilter op -> ConvolutionBackwardFilter.kernel(op, memory, workers);
      case BiasAdd op -> SimdPointwise.biasAdd(op, Epilogue.of(stage, memory), memory, workers);
      case BiasGrad op -> SimdBias.gradient(op, memory, workers);
      case Relu op -> SimdPointwise.relu(op, memory, workers);
      case ReluGrad op ->
          stage.ops().size() == 1
              ? SimdPointwise.reluGrad(op, memory, workers)
              : SimdBias.reluGradient(op, (BiasGrad) stage.ops().get(1), memory, workers);
      case MaxPool2d op -> SimdPooling.forward(op, memory, workers);
      case MaxPool2dGrad op ->
          stage.ops().size() == 1
              ? FloatPooling.gradient(op, memory, workers)
              : poolReluGradient(op, stage.ops(), memory, workers);
      case BatchNormTraining op -> SimdNormalization.training(op, memory, workers);
      case BatchNormInference op -> SimdNormalization.inference(op, memory, workers);
      case BatchNormGrad op -> SimdNormalization.gradient(op, memory, workers);
      case SoftmaxCrossEntropy op -> SimdSoftmax.forward(op, memory, workers);
      case SoftmaxCrossEntropyGrad op -> SimdSoftmax.gradient(op, memory, workers);
      case OptimizerStep op -> SimdOptimizer.kernel(op, memory, workers);
      case Add op -> SimdPointwise.add(op, memory, workers);
      case Triad op -> SimdPointwise.triad(op, memory, workers);
      case MatMulChain op ->
          throw new IllegalArgumentException(op.kind() + " is not computed here");
      case FmaChain op -> SimdFmaChain.kernel(op, memory, workers);
      case Copy op -> Movement.copy(op, memory, workers);
      case Cast op -> Movement.cast(op, memory, workers);
      case Reshape op -> Movement.reshape(op, memory, workers);
    };
  }

  private static Runnable poolReluGradient(
      MaxPool2dGrad op, List<Op> ops, Memory memory, Workers workers) {
    float[] db = ops.size() == 3 ? memory.floats(((BiasGrad) ops.get(2)).db()) : new float[0];
    return SimdPooling.reluGradient(op, ((ReluGrad) ops.get(1)).dx(), db, memory, workers);
  }

  private SimdGemm gemm(Workers workers) {
    if (gemm == null) {
      gemm = new SimdGemm(workers);
    }
    return gemm;
  }
}
