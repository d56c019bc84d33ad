package assay.fpga;

import assay.core.program.DataType;
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
import assay.core.program.op.MaxPool2d;
import assay.core.program.op.MaxPool2dGrad;
import assay.core.program.op.OptimizerStep;
import assay.core.program.op.Relu;
import assay.core.program.op.ReluGrad;
import assay.core.program.op.Reshape;
import assay.core.program.op.SoftmaxCrossEntropy;
import assay.core.program.op.SoftmaxCrossEntropyGrad;
import assay.core.program.op.Triad;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Turns operations into launches with arguments, one method per operation. */
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
   * The steps of each operation of a program, all with their arguments set.
   *
   * @param kernels one for each operation, in the program's order
   */
  static List<List<Step>> lower(
      Collection<FpgaKernel> kernels,
      Accelerator accelerator,
      DeviceMemory memory,
      StepCounters counters) {
    List<List<Step>> all = new ArrayList<>();
    for (FpgaKernel kernel : kernels) {
      Lowering lowering = new Lowering(accelerator, memory, counters);
      kernel.lower(lowering);
      all.add(List.copyOf(lowering.steps));
    }
    return List.copyOf(all);
  }

  void matMul(MatMul op) {
    steps.addAll(products.matMul(op));
  }

  void forward(Conv2d op) {
    steps.addAll(products.forward(op));
  }

  void backwardInput(Conv2dBackwardInput op) {
    steps.addAll(products.backwardInput(op));
  }

  void backwardFilter(Conv2dBackwardFilter op) {
    steps.addAll(products.backwardFilter(op));
  }

  void add(Add op) {
    vector(Vector.ADD, op.a(), op.b(), op.out(), 0);
  }

  void triad(Triad op) {
    vector(Vector.TRIAD, op.b(), op.c(), op.out(), op.scale());
  }

  void copy(Copy op) {
    vector(Vector.COPY, op.x(), op.x(), op.out(), 0);
  }

  void relu(Relu op) {
    vector(Vector.RELU, op.x(), op.x(), op.out(), 0);
  }

  void reluGrad(ReluGrad op) {
    vector(Vector.RELU_GRAD, op.dy(), op.y(), op.dx(), 0);
  }

  void biasAdd(BiasAdd op) {
    channels(Kernel.BIAS_ADD, op.x(), op.x(), op.bias(), op.out());
  }

  void biasGrad(BiasGrad op) {
    channels(Kernel.BIAS_GRAD, op.dy(), op.dy(), op.db());
  }

  void normGrad(BatchNormGrad op) {
    channels(
        Kernel.NORM_GRAD,
        op.x(),
        op.dy(),
        op.x(),
        op.gamma(),
        op.mean(),
        op.inverseDeviation(),
        op.dx(),
        op.dgamma(),
        op.dbeta());
  }

  void maxPool(MaxPool2d op) {
    pool(Kernel.MAX_POOL, op.x(), op.y(), op.window(), op.x(), op.y());
  }

  void maxPoolGrad(MaxPool2dGrad op) {
    pool(Kernel.MAX_POOL_GRAD, op.x(), op.y(), op.window(), op.dy(), op.x(), op.dx());
  }

  void optimizer(OptimizerStep op) {
    steps.addAll(OptimizerLaunch.of(op, accelerator, memory, counters));
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

  void fmaChain(FmaChain op) {
    add(
        new Call(Kernel.FMA_CHAIN)
            .memory(regions(op.x(), op.out()))
            .count(op.out().elements(), op.steps())
            .real(op.multiplier(), op.offset()));
  }

  void cast(Cast op) {
    Kernel kernel = op.out().type() == DataType.BF16 ? Kernel.CAST_F32_BF16 : Kernel.CAST_BF16_F32;
    add(new Call(kernel).memory(regions(op.x(), op.out())).count(op.out().elements()));
  }

  void reshape(Reshape op) {
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

  void normInference(BatchNormInference op) {
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

  void normTraining(BatchNormTraining op) {
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

  void softmax(SoftmaxCrossEntropy op) {
    add(
        new Call(Kernel.SOFTMAX_LOSS)
            .memory(regions(op.logits(), op.labels(), op.loss(), op.probabilities()))
            .extent(op.logits().shape().dim(0), op.logits().shape().dim(1)));
  }

  void softmaxGrad(SoftmaxCrossEntropyGrad op) {
    add(
        new Call(Kernel.SOFTMAX_GRAD)
            .memory(regions(op.probabilities(), op.labels(), op.dlogits()))
            .extent(op.dlogits().shape().dim(0), op.dlogits().shape().dim(1)));
  }
}
