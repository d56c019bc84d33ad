package assay.core.program;

import static assay.core.program.ProgramException.require;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds a {@link Program} operation by operation. Output shapes are inferred; outputs are named
 * {@code <operation>_<number>}. Every method throws {@link ProgramException} on an invalid shape,
 * type or name.
 */
public final class ProgramBuilder {
  private final String name;
  private final List<Op> ops = new ArrayList<>();
  private final List<Tensor> inputs = new ArrayList<>();
  private final List<Tensor> outputs = new ArrayList<>();
  private final List<Tensor> state = new ArrayList<>();
  private final List<Tensor> parameters = new ArrayList<>();
  private final Map<String, Integer> counters = new HashMap<>();

  ProgramBuilder(String name) {
    this.name = name;
  }

  /** Continues {@code forward} as a training step. */
  ProgramBuilder(Program forward) {
    this(forward.name() + ".step");
    ops.addAll(forward.ops());
    inputs.addAll(forward.inputs());
    outputs.addAll(forward.outputs());
    state.addAll(forward.state());
    parameters.addAll(forward.parameters());
    forward.tensors().forEach(t -> reserve(t.name()));
  }

  /** Keeps generated names distinct from a given name that ends in {@code _<number>}. */
  private void reserve(String tensorName) {
    int at = tensorName.lastIndexOf('_');
    if (at > 0 && tensorName.substring(at + 1).matches("[0-9]{1,8}")) {
      counters.merge(
          tensorName.substring(0, at), Integer.parseInt(tensorName.substring(at + 1)), Math::max);
    }
  }

  List<Op> ops() {
    return ops;
  }

  private Tensor fresh(String stem, Shape shape, DataType type) {
    return new Tensor(stem + "_" + counters.merge(stem, 1, Integer::sum), shape, type);
  }

  private <T extends Op> T emit(T op) {
    ops.add(op);
    return op;
  }

  /** Declares an input. */
  public Tensor input(String tensorName, Shape shape, DataType type) {
    Tensor tensor = new Tensor(tensorName, shape, type);
    inputs.add(tensor);
    reserve(tensorName);
    return tensor;
  }

  /** Declares state that no optimizer trains. */
  public Tensor state(String tensorName, Shape shape, DataType type) {
    Tensor tensor = new Tensor(tensorName, shape, type);
    state.add(tensor);
    reserve(tensorName);
    return tensor;
  }

  /** Declares state that an optimizer trains. */
  public Tensor parameter(String tensorName, Shape shape, DataType type) {
    Tensor tensor = state(tensorName, shape, type);
    parameters.add(tensor);
    return tensor;
  }

  /** Marks a written tensor as an output of the program. */
  public ProgramBuilder output(Tensor tensor) {
    outputs.add(tensor);
    return this;
  }

  /** out = op(a)·op(b), in the operands' type (s32 for s8, bf16 for f8e4m3). */
  public Tensor matMul(Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
    return matMul(a, b, 1, transposeA, transposeB);
  }

  /** out = α·op(a)·op(b), in the operands' type (s32 for s8, bf16 for f8e4m3). */
  public Tensor matMul(Tensor a, Tensor b, double alpha, boolean transposeA, boolean transposeB) {
    return matMul(a, b, Optional.empty(), alpha, 0, transposeA, transposeB, productType(a.type()));
  }

  /** out = α·op(a)·op(b) + β·c, in {@code type}; c is present if and only if β ≠ 0. */
  public Tensor matMul(
      Tensor a,
      Tensor b,
      Optional<Tensor> c,
      double alpha,
      double beta,
      boolean transposeA,
      boolean transposeB,
      DataType type) {
    require(
        (a.shape().rank() == 2 || a.shape().rank() == 3) && a.shape().rank() == b.shape().rank(),
        "MatMul needs operands of rank 2, or of rank 3 with a batch; got %s and %s",
        a,
        b);
    Shape shape = MatMul.outputShape(a.shape(), b.shape(), transposeA, transposeB);
    return emit(new MatMul(
            a, b, c, fresh("matmul", shape, type), alpha, beta, transposeA, transposeB))
        .out();
  }

  private static DataType productType(DataType operand) {
    return switch (operand) {
      case S8 -> DataType.S32;
      case F8E4M3 -> DataType.BF16;
      default -> operand;
    };
  }

  /** y = x ∗ w; x is NHWC, w KRSC. */
  public Tensor conv2d(Tensor x, Tensor w, Window2d window) {
    Shape shape = Conv2d.outputShape(x.shape(), w.shape(), window);
    return emit(new Conv2d(x, w, fresh("conv", shape, x.type()), window)).y();
  }

  /** Gradient of a convolution with respect to its input of shape {@code inputShape} (NHWC). */
  public Tensor conv2dBackwardInput(Tensor dy, Tensor w, Shape inputShape, Window2d window) {
    return emit(new Conv2dBackwardInput(dy, w, fresh("conv_dx", inputShape, dy.type()), window))
        .dx();
  }

  /** Gradient of a convolution with respect to its filters. */
  public Tensor conv2dBackwardFilter(Tensor x, Tensor dy, Window2d window) {
    require(
        x.shape().rank() == 4 && dy.shape().rank() == 4,
        "Conv2dBackwardFilter needs NHWC tensors; got %s and %s",
        x,
        dy);
    Shape shape = Shape.of(dy.shape().dim(3), window.height(), window.width(), x.shape().dim(3));
    return emit(new Conv2dBackwardFilter(x, dy, fresh("conv_dw", shape, x.type()), window)).dw();
  }

  /** a + b. */
  public Tensor add(Tensor a, Tensor b) {
    return emit(new Add(a, b, fresh("add", a.shape(), a.type()))).out();
  }

  /** x plus a bias per channel. */
  public Tensor biasAdd(Tensor x, Tensor bias) {
    return emit(new BiasAdd(x, bias, fresh("bias", x.shape(), x.type()))).out();
  }

  /** Sum of dy per channel. */
  public Tensor biasGrad(Tensor dy) {
    return emit(new BiasGrad(dy, fresh("bias_db", Shape.of(dy.shape().dim(-1)), dy.type()))).db();
  }

  /** max(x, 0). */
  public Tensor relu(Tensor x) {
    return emit(new Relu(x, fresh("relu", x.shape(), x.type()))).out();
  }

  /** dy where y &gt; 0. */
  public Tensor reluGrad(Tensor dy, Tensor y) {
    return emit(new ReluGrad(dy, y, fresh("relu_dx", y.shape(), y.type()))).dx();
  }

  /** Largest element under each window. */
  public Tensor maxPool2d(Tensor x, Window2d window) {
    Tensor y = fresh("pool", MaxPool2d.outputShape(x.shape(), window), x.type());
    return emit(new MaxPool2d(x, y, window)).y();
  }

  /** dy at the largest element of each window, else 0. */
  public Tensor maxPool2dGrad(Tensor dy, Tensor x, Tensor y, Window2d window) {
    return emit(new MaxPool2dGrad(dy, x, y, fresh("pool_dx", x.shape(), x.type()), window)).dx();
  }

  /** Batch normalisation with the batch's statistics; updates the running ones. */
  public BatchNormTraining batchNormTraining(
      Tensor x,
      Tensor gamma,
      Tensor beta,
      Tensor runningMean,
      Tensor runningVariance,
      double epsilon,
      double momentum) {
    Shape channels = Shape.of(x.shape().dim(-1));
    return emit(
        new BatchNormTraining(
            x,
            gamma,
            beta,
            runningMean,
            runningVariance,
            fresh("norm", x.shape(), x.type()),
            fresh("norm_mean", channels, x.type()),
            fresh("norm_invdev", channels, x.type()),
            epsilon,
            momentum));
  }

  /** Batch normalisation with given statistics. */
  public Tensor batchNormInference(
      Tensor x, Tensor gamma, Tensor beta, Tensor mean, Tensor variance, double epsilon) {
    Tensor y = fresh("norm", x.shape(), x.type());
    return emit(new BatchNormInference(x, gamma, beta, mean, variance, y, epsilon)).y();
  }

  /** Gradient of batch normalisation. */
  public BatchNormGrad batchNormGrad(
      Tensor dy, Tensor x, Tensor gamma, Tensor mean, Tensor inverseDeviation) {
    return emit(
        new BatchNormGrad(
            dy,
            x,
            gamma,
            mean,
            inverseDeviation,
            fresh("norm_dx", x.shape(), x.type()),
            fresh("norm_dgamma", gamma.shape(), x.type()),
            fresh("norm_dbeta", gamma.shape(), x.type())));
  }

  /** Layer normalization of rows. */
  public LayerNorm layerNorm(Tensor x, Tensor gamma, Tensor beta, double epsilon) {
    Shape rows = x.shape().rows();
    return emit(
        new LayerNorm(
            x,
            gamma,
            beta,
            fresh("layernorm", x.shape(), x.type()),
            fresh("layernorm_mean", rows, x.type()),
            fresh("layernorm_invdev", rows, x.type()),
            epsilon));
  }

  /** Gradient of layer normalization. */
  public LayerNormGrad layerNormGrad(
      Tensor dy, Tensor x, Tensor gamma, Tensor mean, Tensor inverseDeviation) {
    return emit(
        new LayerNormGrad(
            dy,
            x,
            gamma,
            mean,
            inverseDeviation,
            fresh("layernorm_dx", x.shape(), x.type()),
            fresh("layernorm_dgamma", gamma.shape(), x.type()),
            fresh("layernorm_dbeta", gamma.shape(), x.type())));
  }

  /** Root-mean-square normalization of rows. */
  public RmsNorm rmsNorm(Tensor x, Tensor gamma, double epsilon) {
    return emit(
        new RmsNorm(
            x,
            gamma,
            fresh("rmsnorm", x.shape(), x.type()),
            fresh("rmsnorm_invrms", x.shape().rows(), x.type()),
            epsilon));
  }

  /** Gradient of root-mean-square normalization. */
  public RmsNormGrad rmsNormGrad(Tensor dy, Tensor x, Tensor gamma, Tensor inverseRms) {
    return emit(
        new RmsNormGrad(
            dy,
            x,
            gamma,
            inverseRms,
            fresh("rmsnorm_dx", x.shape(), x.type()),
            fresh("rmsnorm_dgamma", gamma.shape(), x.type())));
  }

  /** The same elements in another shape. */
  public Tensor reshape(Tensor x, Shape shape) {
    return emit(new Reshape(x, fresh("reshape", shape, x.type()))).out();
  }

  /** Softmax and mean cross-entropy. */
  public SoftmaxCrossEntropy softmaxCrossEntropy(Tensor logits, Tensor labels) {
    Tensor loss = fresh("loss", Shape.of(1), logits.type());
    return emit(
        new SoftmaxCrossEntropy(
            logits, labels, loss, fresh("probabilities", logits.shape(), logits.type())));
  }

  /** Gradient of the mean cross-entropy with respect to the logits. */
  public Tensor softmaxCrossEntropyGrad(Tensor probabilities, Tensor labels) {
    Tensor dlogits = fresh("logits_dx", probabilities.shape(), probabilities.type());
    return emit(new SoftmaxCrossEntropyGrad(probabilities, labels, dlogits)).dlogits();
  }

  /** x converted to another floating-point type. */
  public Tensor cast(Tensor x, DataType type) {
    return emit(new Cast(x, fresh("cast", x.shape(), type))).out();
  }

  /** A copy of x. */
  public Tensor copy(Tensor x) {
    return emit(new Copy(x, fresh("copy", x.shape(), x.type()))).out();
  }

  /** b + scale·c. */
  public Tensor triad(Tensor b, Tensor c, double scale) {
    return emit(new Triad(b, c, scale, fresh("triad", b.shape(), b.type()))).out();
  }

  /** x after {@code steps} fused multiply-adds. */
  public Tensor fmaChain(Tensor x, double multiplier, double offset, long steps) {
    return emit(new FmaChain(x, fresh("fma", x.shape(), x.type()), multiplier, offset, steps))
        .out();
  }

  /**
   * The sum of {@code steps} products of each tile of {@code a} with the two tiles of {@code b}
   * alternately.
   *
   * @param sums type of the result
   */
  public Tensor matMulChain(Tensor a, Tensor b, long steps, DataType sums) {
    Shape shape = Shape.of(a.shape().dim(0), a.shape().dim(1), b.shape().dim(2));
    return emit(new MatMulChain(a, b, fresh("chain", shape, sums), steps)).out();
  }

  /**
   * One optimizer step over {@code trained}; declares the state that it needs, {@code
   * <parameter>.<slot>} and {@code step}.
   */
  public OptimizerStep optimizerStep(
      List<Tensor> trained, List<Tensor> gradients, Optimizer optimizer, Schedule schedule) {
    List<List<Tensor>> slots = new ArrayList<>();
    for (String slot : optimizer.slots()) {
      slots.add(
          trained.stream().map(p -> state(p.name() + "." + slot, p.shape(), p.type())).toList());
    }
    Tensor step = state("step", Shape.of(1), DataType.S32);
    return emit(new OptimizerStep(trained, gradients, slots, step, optimizer, schedule));
  }

  /** The finished, checked program. */
  public Program build() {
    return new Program(name, ops, inputs, outputs, state, parameters);
  }
}
