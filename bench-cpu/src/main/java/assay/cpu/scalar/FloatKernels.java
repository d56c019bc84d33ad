package assay.cpu.scalar;

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

/** One kernel per operation, nothing fused. */
final class FloatKernels {
  private FloatKernels() {}

  /** The kernel table, in addition to what {@code kernels} already has. */
  static KernelTable<CpuKernel> in(CpuKernels kernels) {
    return kernels
        .add(MatMul.class, FloatMatMul::kernel)
        .add(Conv2d.class, FloatConvolution::forward)
        .add(Conv2dBackwardInput.class, FloatConvolution::backwardInput)
        .add(Conv2dBackwardFilter.class, FloatConvolution::backwardFilter)
        .add(BiasAdd.class, FloatPointwise::biasAdd)
        .add(BiasGrad.class, FloatPointwise::biasGrad)
        .add(Relu.class, FloatPointwise::relu)
        .add(ReluGrad.class, FloatPointwise::reluGrad)
        .add(MaxPool2d.class, FloatPooling::forward)
        .add(MaxPool2dGrad.class, FloatPooling::gradient)
        .add(BatchNormTraining.class, FloatNormalization::training)
        .add(BatchNormInference.class, FloatNormalization::inference)
        .add(BatchNormGrad.class, FloatNormalization::gradient)
        .add(LayerNorm.class, FloatRowNormalization::layerNorm)
        .add(LayerNormGrad.class, FloatRowNormalization::layerNormGradient)
        .add(RmsNorm.class, FloatRowNormalization::rmsNorm)
        .add(RmsNormGrad.class, FloatRowNormalization::rmsNormGradient)
        .add(SoftmaxCrossEntropy.class, FloatSoftmax::forward)
        .add(SoftmaxCrossEntropyGrad.class, FloatSoftmax::gradient)
        .add(OptimizerStep.class, FloatOptimizer::kernel)
        .add(Add.class, FloatPointwise::add)
        .add(Triad.class, FloatPointwise::triad)
        .add(FmaChain.class, FloatPointwise::fmaChain)
        .table();
  }
}
