package assay.fpga;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.Program;
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
import assay.core.spi.KernelTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** The operations that the kernels support: everything in f32, and plain matrix products of s8. */
final class FpgaKernels {
  static final List<Precision> PRECISIONS = List.of(Precision.F32, Precision.S8);

  static final KernelTable<FpgaKernel> TABLE =
      KernelTable.<FpgaKernel>builder("there is no kernel for it")
          .entry(MatMul.class, FpgaKernels::matMul)
          .entry(Conv2d.class, inFloats(Lowering::forward))
          .entry(Conv2dBackwardInput.class, inFloats(Lowering::backwardInput))
          .entry(Conv2dBackwardFilter.class, inFloats(Lowering::backwardFilter))
          .entry(Add.class, inFloats(Lowering::add))
          .entry(Triad.class, inFloats(Lowering::triad))
          .entry(Copy.class, inFloats(Lowering::copy))
          .entry(Relu.class, inFloats(Lowering::relu))
          .entry(ReluGrad.class, inFloats(Lowering::reluGrad))
          .entry(FmaChain.class, inFloats(Lowering::fmaChain))
          .entry(BiasAdd.class, inFloats(Lowering::biasAdd))
          .entry(BiasGrad.class, inFloats(Lowering::biasGrad))
          .entry(BatchNormInference.class, inFloats(Lowering::normInference))
          .entry(BatchNormTraining.class, inFloats(Lowering::normTraining))
          .entry(BatchNormGrad.class, inFloats(Lowering::normGrad))
          .entry(MaxPool2d.class, inFloats(Lowering::maxPool))
          .entry(MaxPool2dGrad.class, inFloats(Lowering::maxPoolGrad))
          .entry(SoftmaxCrossEntropy.class, inFloats(Lowering::softmax))
          .entry(SoftmaxCrossEntropyGrad.class, inFloats(Lowering::softmaxGrad))
          .entry(OptimizerStep.class, inFloats(Lowering::optimizer))
          .entry(Cast.class, FpgaKernels::cast)
          .entry(Reshape.class, FpgaKernels::reshape)
          .entry(
              MatMulChain.class,
              (_, _, _) -> no("there is no kernel for it; peak/fma measures the board's peak"))
          .build();

  private static final Set<DataType> CASTS = Set.of(DataType.F32, DataType.BF16);

  private FpgaKernels() {}

  private static Availability<FpgaKernel> no(String reason) {
    return new Unavailable<>(reason);
  }

  /** The kernel, unless there is a reason why it is unsupported. */
  private static Availability<FpgaKernel> unless(Optional<String> reason, FpgaKernel kernel) {
    return reason.map(FpgaKernels::no).orElseGet(() -> new Available<>(kernel));
  }

  private static <O extends Op> KernelTable.Entry<O, FpgaKernel> inFloats(
      BiConsumer<Lowering, O> kernel) {
    return (op, _, precision) ->
        unless(foreign(op, precision), lowering -> kernel.accept(lowering, op));
  }

  private static List<Tensor> tensors(Op op) {
    List<Tensor> all = new ArrayList<>(op.inputs());
    all.addAll(op.outputs());
    all.addAll(op.updates());
    return all;
  }

  private static Optional<String> tooLarge(Op op) {
    return tensors(op).stream()
        .filter(t -> t.shape().dims().stream().anyMatch(d -> d > Integer.MAX_VALUE))
        .findFirst()
        .map(t -> "an extent of " + t + " exceeds the kernels' 32 bits");
  }

  /** A tensor whose type the kernels do not support. Labels and steps are always s32. */
  private static Optional<String> foreign(Op op, Precision precision) {
    Optional<String> large = tooLarge(op);
    if (large.isPresent()) {
      return large;
    }
    if (precision == Precision.S8) {
      return Optional.of("in s8 only matrix products are supported");
    }
    boolean product = op instanceof MatMul;
    return tensors(op).stream()
        .filter(t -> t.type() != DataType.F32 && (product || t.type() != DataType.S32))
        .findFirst()
        .map(t ->
            String.format(
                Locale.ROOT,
                "%s is computed in f32 only; got %s %s",
                op.kind(),
                t.name(),
                t.type().name().toLowerCase(Locale.ROOT)));
  }

  private static Availability<FpgaKernel> matMul(MatMul op, Program program, Precision precision) {
    Optional<String> reason =
        precision == Precision.S8 ? tooLarge(op).or(() -> integers(op)) : foreign(op, precision);
    return unless(reason, lowering -> lowering.matMul(op));
  }

  private static Optional<String> integers(MatMul op) {
    if (op.a().type() != DataType.S8) {
      return Optional.of("operands must be s8; got " + op.a());
    }
    return op.alpha() == 1 && op.beta() == 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the s8 engine does not scale: alpha %s, beta %s",
                op.alpha(),
                op.beta()));
  }

  private static Availability<FpgaKernel> cast(Cast op, Program program, Precision precision) {
    boolean known = CASTS.contains(op.x().type()) && CASTS.contains(op.out().type());
    Optional<String> reason =
        known
            ? tooLarge(op)
            : Optional.of("only conversions between f32 and bf16 are supported; got " + op);
    return unless(reason, lowering -> lowering.cast(op));
  }

  /**
   * The host updates a counter independently of the queue, so a copy in the queue may see another
   * value.
   */
  private static Availability<FpgaKernel> reshape(
      Reshape op, Program program, Precision precision) {
    boolean counter =
        program.ops().stream()
            .anyMatch(o -> o instanceof OptimizerStep step && step.step().equals(op.x()));
    Optional<String> reason =
        counter
            ? Optional.of("the optimizer's step counter cannot be reshaped: " + op.x())
            : tooLarge(op);
    return unless(reason, lowering -> lowering.reshape(op));
  }
}
