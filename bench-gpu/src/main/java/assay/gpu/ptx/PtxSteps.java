package assay.gpu.ptx;

import assay.core.availability.Availability;
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
import assay.core.program.op.Copy;
import assay.core.program.op.FmaChain;
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
import assay.gpu.compile.CudaKernel;
import assay.gpu.compile.Step;
import assay.gpu.compile.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** All operations except products, by our own kernels. */
public final class PtxSteps {
  private PtxSteps() {}

  /** The kernels, to which those of products are to be added. */
  public static KernelTable.Builder<CudaKernel> kernels() {
    return KernelTable.<CudaKernel>builder("there is no CUDA kernel for it")
        .entry(Add.class, arithmetic((op, space) -> List.of(new PointwiseSteps(space).add(op))))
        .entry(
            BiasAdd.class,
            arithmetic((op, space) -> List.of(new PointwiseSteps(space).biasAdd(op))))
        .entry(Relu.class, arithmetic((op, space) -> List.of(new PointwiseSteps(space).relu(op))))
        .entry(
            ReluGrad.class,
            arithmetic((op, space) -> List.of(new PointwiseSteps(space).reluGrad(op))))
        .entry(Cast.class, arithmetic((op, space) -> List.of(new PointwiseSteps(space).cast(op))))
        .kernel(
            Copy.class,
            op ->
                new CudaKernel.Own(
                    space -> List.of(new PointwiseSteps(space).copy(op.x(), op.out()))))
        .kernel(Reshape.class, op -> new CudaKernel.Own(space -> reshape(op, space)))
        .entry(Triad.class, arithmetic((op, space) -> List.of(new PointwiseSteps(space).triad(op))))
        .entry(FmaChain.class, PtxSteps::fmaChain)
        .entry(
            MaxPool2d.class, indexed((op, space) -> List.of(new PointwiseSteps(space).maxPool(op))))
        .entry(
            MaxPool2dGrad.class,
            indexed((op, space) -> List.of(new PointwiseSteps(space).maxPoolGrad(op))))
        .entry(BiasGrad.class, arithmetic((op, space) -> new ReductionSteps(space).biasGrad(op)))
        .entry(
            BatchNormTraining.class,
            arithmetic((op, space) -> new ReductionSteps(space).training(op)))
        .entry(
            BatchNormInference.class,
            arithmetic((op, space) -> List.of(new ReductionSteps(space).inference(op))))
        .entry(
            BatchNormGrad.class, arithmetic((op, space) -> new ReductionSteps(space).gradient(op)))
        .entry(
            SoftmaxCrossEntropy.class,
            indexed((op, space) -> new ReductionSteps(space).softmax(op)))
        .entry(
            SoftmaxCrossEntropyGrad.class,
            indexed((op, space) -> List.of(new ReductionSteps(space).softmaxGrad(op))))
        .entry(OptimizerStep.class, arithmetic((op, space) -> OptimizerSteps.steps(op, space)));
  }

  /** An operation in types that the kernels support. */
  private static <O extends Op> KernelTable.Entry<O, CudaKernel> arithmetic(
      BiFunction<O, Workspace, List<Step>> steps) {
    return (op, _, _) -> unless(foreign(op), op, steps);
  }

  /** The same, with extents that fit the kernels' indices. */
  private static <O extends Op> KernelTable.Entry<O, CudaKernel> indexed(
      BiFunction<O, Workspace, List<Step>> steps) {
    return (op, _, _) -> unless(foreign(op).or(() -> IndexRange.exceeded(op)), op, steps);
  }

  private static <O extends Op> Availability<CudaKernel> unless(
      Optional<String> reason, O op, BiFunction<O, Workspace, List<Step>> steps) {
    return reason
        .<Availability<CudaKernel>>map(Availability.Unavailable::new)
        .orElseGet(() ->
            new Availability.Available<>(new CudaKernel.Own(space -> steps.apply(op, space))));
  }

  /** A tensor whose type the kernels do not support. Labels and the step are s32 by definition. */
  private static Optional<String> foreign(Op op) {
    List<Tensor> all = new ArrayList<>(op.inputs());
    all.addAll(op.outputs());
    all.addAll(op.updates());
    return all.stream()
        .filter(t -> t.type() != DataType.S32 && !TypeCode.arithmetic(t.type()))
        .findFirst()
        .map(t -> "kernels compute in f32, bf16 and f16; got " + t);
  }

  private static Availability<CudaKernel> fmaChain(
      FmaChain op, Program program, Precision precision) {
    Optional<String> reason =
        op.out().type() == DataType.F32 && precision == Precision.F32
            ? Optional.empty()
            : Optional.of(
                "chains of single multiply-adds run on CUDA cores in f32; the peak of Tensor Cores in "
                    + precision.id()
                    + " is measured by peak/matrix");
    return unless(reason, op, (chain, space) -> List.of(new PointwiseSteps(space).fmaChain(chain)));
  }

  /** No step if operand and result share their memory. */
  private static List<Step> reshape(Reshape op, Workspace space) {
    return space.address(op.x()) == space.address(op.out())
        ? List.of()
        : List.of(new PointwiseSteps(space).copy(op.x(), op.out()));
  }

  /** A bias added in place. */
  public static Step biasAdd(Tensor x, Tensor bias, Workspace space) {
    return new PointwiseSteps(space).biasAdd(new BiasAdd(x, bias, x));
  }

  /** A ReLU in place. */
  public static Step relu(Tensor x, Workspace space) {
    return new PointwiseSteps(space).relu(new Relu(x, x));
  }
}
