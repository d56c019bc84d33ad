package assay.cpu.simd;

import assay.core.program.op.Add;
import assay.core.program.op.BatchNormGrad;
import assay.core.program.op.BatchNormInference;
import assay.core.program.op.BatchNormTraining;
import assay.core.program.op.BiasAdd;
import assay.core.program.op.BiasGrad;
import assay.core.program.op.Conv2d;
import assay.core.program.op.Conv2dBackwardFilter;
import assay.core.program.op.Conv2dBackwardInput;
import assay.core.program.op.FmaChain;
import assay.core.program.op.LayerNorm;
import assay.core.program.op.LayerNormGrad;
import assay.core.program.op.MatMul;
import assay.core.program.op.MaxPool2d;
import assay.core.program.op.MaxPool2dGrad;
import assay.core.program.op.Op;
import assay.core.program.op.OptimizerStep;
import assay.core.program.op.Relu;
import assay.core.program.op.ReluGrad;
import assay.core.program.op.RmsNorm;
import assay.core.program.op.RmsNormGrad;
import assay.core.program.op.SoftmaxCrossEntropy;
import assay.core.program.op.SoftmaxCrossEntropyGrad;
import assay.core.program.op.Triad;
import assay.core.spi.KernelTable;
import assay.cpu.CpuKernel;
import assay.cpu.CpuKernels;
import assay.cpu.Memory;
import assay.cpu.Stage;
import assay.cpu.Workers;
import assay.cpu.scalar.FloatPooling;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kernels of one executable; its matrix products share their buffers. */
final class SimdKernels {
  private SimdKernels() {}

  /**
   * The kernel table of one executable, in addition to what {@code kernels} already has. Its
   * entries are not method references, since those would load the kernels' classes, and the
   * incubator module may be missing.
   */
  static KernelTable<CpuKernel> in(CpuKernels kernels) {
    SharedGemm gemm = new SharedGemm();
    return kernels
        .fused(
            MatMul.class,
            (op, stage, memory, workers) ->
                SimdMatMul.kernel(
                    op, Epilogue.of(stage, memory), memory, workers, () -> gemm.on(workers)))
        .fused(
            Conv2d.class,
            (op, stage, memory, workers) ->
                FewTapsForward.fits(op)
                    ? FewTapsForward.kernel(op, Epilogue.of(stage, memory), memory, workers)
                    : ConvolutionForward.kernel(op, Epilogue.of(stage, memory), memory, workers))
        .add(
            Conv2dBackwardInput.class,
            (op, memory, workers) -> ConvolutionBackwardInput.kernel(op, memory, workers))
        .add(
            Conv2dBackwardFilter.class,
            (op, memory, workers) -> ConvolutionBackwardFilter.kernel(op, memory, workers))
        .fused(
            BiasAdd.class,
            (op, stage, memory, workers) ->
                SimdPointwise.biasAdd(op, Epilogue.of(stage, memory), memory, workers))
        .add(BiasGrad.class, (op, memory, workers) -> SimdBias.gradient(op, memory, workers))
        .add(Relu.class, (op, memory, workers) -> SimdPointwise.relu(op, memory, workers))
        .fused(ReluGrad.class, SimdKernels::reluGradient)
        .add(MaxPool2d.class, (op, memory, workers) -> SimdPooling.forward(op, memory, workers))
        .fused(MaxPool2dGrad.class, SimdKernels::poolGradient)
        .add(
            BatchNormTraining.class,
            (op, memory, workers) -> SimdNormalization.training(op, memory, workers))
        .add(
            BatchNormInference.class,
            (op, memory, workers) -> SimdNormalization.inference(op, memory, workers))
        .add(
            BatchNormGrad.class,
            (op, memory, workers) -> SimdNormalization.gradient(op, memory, workers))
        .add(
            LayerNorm.class,
            (op, memory, workers) -> SimdRowNormalization.layerNorm(op, memory, workers))
        .add(
            LayerNormGrad.class,
            (op, memory, workers) -> SimdRowNormalization.layerNormGradient(op, memory, workers))
        .add(
            RmsNorm.class,
            (op, memory, workers) -> SimdRowNormalization.rmsNorm(op, memory, workers))
        .add(
            RmsNormGrad.class,
            (op, memory, workers) -> SimdRowNormalization.rmsNormGradient(op, memory, workers))
        .add(
            SoftmaxCrossEntropy.class,
            (op, memory, workers) -> SimdSoftmax.forward(op, memory, workers))
        .add(
            SoftmaxCrossEntropyGrad.class,
            (op, memory, workers) -> SimdSoftmax.gradient(op, memory, workers))
        .add(
            OptimizerStep.class, (op, memory, workers) -> SimdOptimizer.kernel(op, memory, workers))
        .add(Add.class, (op, memory, workers) -> SimdPointwise.add(op, memory, workers))
        .add(Triad.class, (op, memory, workers) -> SimdPointwise.triad(op, memory, workers))
        .add(FmaChain.class, (op, memory, workers) -> FloatFmaChain.kernel(op, memory, workers))
        .table();
  }

  /** In double precision the ceilings only: what other targets reach is a share of them. */
  static KernelTable<CpuKernel> ofDoubles(CpuKernels kernels) {
    return kernels
        .add(FmaChain.class, (op, memory, workers) -> DoubleFmaChain.kernel(op, memory, workers))
        .table();
  }

  /** Alone, or with the BiasGrad that is fused with it. */
  private static Runnable reluGradient(ReluGrad op, Stage stage, Memory memory, Workers workers) {
    return stage.ops().size() == 1
        ? SimdPointwise.reluGrad(op, memory, workers)
        : SimdBias.reluGradient(op, (BiasGrad) stage.ops().get(1), memory, workers);
  }

  /** Alone, or with the ReluGrad and perhaps the BiasGrad that are fused with it. */
  private static Runnable poolGradient(
      MaxPool2dGrad op, Stage stage, Memory memory, Workers workers) {
    List<Op> ops = stage.ops();
    if (ops.size() == 1) {
      return FloatPooling.gradient(op, memory, workers);
    }
    float[] db = ops.size() == 3 ? memory.floats(((BiasGrad) ops.get(2)).db()) : new float[0];
    return SimdPooling.reluGradient(op, ((ReluGrad) ops.get(1)).dx(), db, memory, workers);
  }

  /** Made for the first product. */
  private static final class SharedGemm {
    private @Nullable SimdGemm gemm;

    SimdGemm on(Workers workers) {
      if (gemm == null) {
        gemm = new SimdGemm(workers);
      }
      return gemm;
    }
  }
}
