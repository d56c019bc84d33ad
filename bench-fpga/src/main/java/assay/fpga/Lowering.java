package assay.fpga;

import assay.core.program.DataType;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
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
import java.util.ArrayList;
import java.util.List;

/** Turns operations into kernels with arguments. */
final class Lowering {
  /** Opcodes of the vector engine, as in {@code vector.cl}. */
  private enum Vector {
    COPY(0),
    ADD(1),
    TRIAD(2),
    RELU(3),
    RELU_GRAD(4);

    private final int opcode;

    Vector(int opcode) {
      this.opcode = opcode;
    }
  }

  private final Accelerator accelerator;
  private final DeviceMemory memory;
  private final StepCounters counters;
  private final Products products;
  private final List<Step> steps = new ArrayList<>();

  private Lowering(Accelerator accelerator, DeviceMemory memory, StepCounters counters) {
    this.accelerator = accelerator;
    this.memory = memory;
    this.counters = counters;
    this.products = new Products(accelerator, memory);
  }

  /**
   * The steps of a program, all with their arguments set.
   *
   * @param program one that {@link Support} has nothing against
   */
  static List<Step> lower(
      Program program, Accelerator accelerator, DeviceMemory memory, StepCounters counters) {
    Lowering lowering = new Lowering(accelerator, memory, counters);
    program.ops().forEach(lowering::lower);
    return List.copyOf(lowering.steps);
  }

  private void lower(Op op) {
    switch (op) {
      case MatMul o -> steps.addAll(products.matMul(o));
      case Conv2d o -> steps.addAll(products.forward(o));
      case Conv2dBackwardInput o -> steps.addAll(products.backwardInput(o));
      case Conv2dBackwardFilter o -> steps.addAll(products.backwardFilter(o));
      case Add o -> vector(Vector.ADD, o.a(), o.b(), o.out(), 0);
      case Triad o -> vector(Vector.TRIAD, o.b(), o.c(), o.out(), o.scale());
      case Copy o -> vector(Vector.COPY, o.x(), o.x(), o.out(), 0);
      case Relu o -> vector(Vector.RELU, o.x(), o.x(), o.out(), 0);
      case ReluGrad o -> vector(Vector.RELU_GRAD, o.dy(), o.y(), o.dx(), 0);
      case MatMulChain o -> throw new IllegalArgumentException(o.kind() + " is not computed here");
      case FmaChain o -> fmaChain(o);
      case Cast o -> cast(o);
      case Reshape o -> reshape(o);
      case BiasAdd o -> channels(Kernel.BIAS_ADD, o.x(), o.x(), o.bias(), o.out());
      case BiasGrad o -> channels(Kernel.BIAS_GRAD, o.dy(), o.dy(), o.db());
      case BatchNormInference o -> normInference(o);
      case BatchNormTraining o -> normTraining(o);
      case BatchNormGrad o ->
          channels(
              Kernel.NORM_GRAD,
              o.x(),
              o.dy(),
              o.x(),
              o.gamma(),
              o.mean(),
              o.inverseDeviation(),
              o.dx(),
              o.dgamma(),
              o.dbeta());
      case MaxPool2d o -> pool(Kernel.MAX_POOL, o.x(), o.y(), o.window(), o.x(), o.y());
      case MaxPool2dGrad o ->
          pool(Kernel.MAX_POOL_GRAD, o.x(), o.y(), o.window(), o.dy(), o.x(), o.dx());
      case SoftmaxCrossEntropy o -> softmax(o);
      case SoftmaxCrossEntropyGrad o -> softmaxGrad(o);
      case OptimizerStep o -> steps.addAll(OptimizerLaunch.of(o, accelerator, memory, counters));
    }
  }

  private void add(Call call) {
    Launch launch = call.on(accelerator);
    steps.add(launch::enqueue);
  }

  private Region[] regions(Tensor... tensors) {
    Region[] regions = new Region[tensors.length];
    for (int i = 0; i < regions.length; i++) {
      regions[i] = memory.of(tensors[i]);
    }
    return regions;
  }

  private void vector(Vector vector, Tensor a, Tensor b, Tensor out, double scale) {
    add(
        new Call(Kernel.VECTOR_ENGINE)
            .memory(regions(a, b, out))
            .count(out.elements())
            .extent(vector.opcode)
            .real(scale));
  }

  private void fmaChain(FmaChain op) {
    add(
        new Call(Kernel.FMA_CHAIN)
            .memory(regions(op.x(), op.out()))
            .count(op.out().elements(), op.steps())
            .real(op.multiplier(), op.addend()));
  }

  private void cast(Cast op) {
    Kernel kernel = op.out().type() == DataType.BF16 ? Kernel.CAST_F32_BF16 : Kernel.CAST_BF16_F32;
    add(new Call(kernel).memory(regions(op.x(), op.out())).count(op.out().elements()));
  }

  private void reshape(Reshape op) {
    if (!memory.shared(op.x(), op.out())) {
      Region from = memory.of(op.x());
      Region to = memory.of(op.out());
      steps.add(() -> accelerator.copy(from, to, op.out().bytes()));
    }
  }

  /** A kernel over rows × channels of a tensor. */
  private void channels(Kernel kernel, Tensor over, Tensor... arguments) {
    add(channelCall(kernel, over, arguments));
  }

  private Call channelCall(Kernel kernel, Tensor over, Tensor... arguments) {
    long channels = over.shape().dim(-1);
    return new Call(kernel)
        .memory(regions(arguments))
        .count(over.elements() / channels)
        .extent(channels);
  }

  private void normInference(BatchNormInference op) {
    add(
        channelCall(
                Kernel.NORM_INFERENCE,
                op.x(),
                op.x(),
                op.gamma(),
                op.beta(),
                op.mean(),
                op.variance(),
                op.y())
            .real(op.epsilon()));
  }

  private void normTraining(BatchNormTraining op) {
    add(
        channelCall(
                Kernel.NORM_TRAINING,
                op.x(),
                op.x(),
                op.gamma(),
                op.beta(),
                op.runningMean(),
                op.runningVariance(),
                op.y(),
                op.mean(),
                op.inverseDeviation())
            .real(op.epsilon(), 1 - op.momentum(), op.momentum()));
  }

  private void pool(Kernel kernel, Tensor x, Tensor y, Window2d window, Tensor... arguments) {
    ConvShape shape = ConvShape.of(x, y, window);
    add(new Call(kernel).memory(regions(arguments)).extent(shape.images()).extent(shape.sides()));
  }

  private void softmax(SoftmaxCrossEntropy op) {
    add(
        new Call(Kernel.SOFTMAX_LOSS)
            .memory(regions(op.logits(), op.labels(), op.loss(), op.probabilities()))
            .extent(op.logits().shape().dim(0), op.logits().shape().dim(1)));
  }

  private void softmaxGrad(SoftmaxCrossEntropyGrad op) {
    add(
        new Call(Kernel.SOFTMAX_GRAD)
            .memory(regions(op.probabilities(), op.labels(), op.dlogits()))
            .extent(op.dlogits().shape().dim(0), op.dlogits().shape().dim(1)));
  }
}
