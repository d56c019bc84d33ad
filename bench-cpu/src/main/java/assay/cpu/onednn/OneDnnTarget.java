package assay.cpu.onednn;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import assay.core.device.CacheLevel;
import assay.core.device.Device;
import assay.core.host.HostCaches;
import assay.core.host.HostRoot;
import assay.core.program.Precision;
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
import assay.core.program.op.LayerNorm;
import assay.core.program.op.LayerNormGrad;
import assay.core.program.op.MatMul;
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
import assay.core.spi.Executable;
import assay.core.spi.KernelTable;
import assay.core.spi.KernelTarget;
import assay.core.spi.TargetException;
import assay.core.spi.Unsupported;
import assay.core.spi.UnsupportedProgramException;
import assay.cpu.CacheFlush;
import assay.cpu.CpuDevice;
import assay.cpu.simd.SimdTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Target {@code cpu-onednn}: oneDNN's primitives; what it has none for is computed by cpu-simd, and
 * the engine says so.
 */
public final class OneDnnTarget extends KernelTarget<Op> {
  private static final String VERSION = "onednn";
  private static final String ISA = "onednnIsa";
  private static final KernelTable<Op> KERNELS =
      KernelTable.<Op>builder("there is no primitive for it here")
          .entry(MatMul.class, (op, _, _) -> product(op))
          .kernel(Conv2d.class, Function.identity())
          .kernel(Conv2dBackwardInput.class, Function.identity())
          .kernel(Conv2dBackwardFilter.class, Function.identity())
          .kernel(BiasAdd.class, Function.identity())
          .kernel(Relu.class, Function.identity())
          .kernel(Add.class, Function.identity())
          .kernel(MaxPool2d.class, Function.identity())
          .kernel(Reshape.class, Function.identity())
          .kernel(Cast.class, Function.identity())
          .kernel(ReluGrad.class, Function.identity())
          .kernel(BiasGrad.class, Function.identity())
          .kernel(MaxPool2dGrad.class, Function.identity())
          .entry(BatchNormTraining.class, OneDnnTarget::own)
          .entry(BatchNormGrad.class, OneDnnTarget::own)
          .entry(BatchNormInference.class, OneDnnTarget::own)
          .entry(LayerNorm.class, OneDnnTarget::own)
          .entry(LayerNormGrad.class, OneDnnTarget::own)
          .entry(RmsNorm.class, OneDnnTarget::own)
          .entry(RmsNormGrad.class, OneDnnTarget::own)
          .entry(SoftmaxCrossEntropy.class, OneDnnTarget::own)
          .entry(SoftmaxCrossEntropyGrad.class, OneDnnTarget::own)
          .entry(OptimizerStep.class, OneDnnTarget::own)
          .build();

  private static final SimdTarget SIMD = new SimdTarget();

  /** Loads nothing native. */
  public OneDnnTarget() {
    super(
        "cpu-onednn",
        "oneDNN (C API through FFM): AVX-512 and AMX kernels of Intel's library",
        List.of(Precision.F32, Precision.BF16, Precision.F16, Precision.S8));
  }

  @Override
  public Availability<Device> probe() {
    return OneDnn.load()
        .map(dnn -> CpuDevice.device(Map.of(VERSION, dnn.version(), ISA, dnn.isa())));
  }

  @Override
  protected KernelTable<Op> kernels(Precision precision) {
    return KERNELS;
  }

  private static Availability<Op> product(MatMul product) {
    boolean scaled = product.alpha() != 1 || product.beta() != 0;
    return scaled && !product.a().type().isFloating()
        ? new Unavailable<>("integer products are not scaled: α must be 1 and β 0")
        : new Available<>(product);
  }

  /** An operation that oneDNN lacks, by the kernels of cpu-simd. */
  private static Availability<Op> own(Op op, Program program, Precision precision) {
    return SIMD.unsupported(program.part(op.kind(), List.of(op)), precision)
        .<Availability<Op>>map(none ->
            new Unavailable<>("oneDNN has no primitive for it, and cpu-simd: " + none.reason()))
        .orElseGet(() -> new Available<>(op));
  }

  /** Those of the target whose kernels compute what oneDNN lacks. */
  @Override
  public List<String> jvmArgs() {
    return SIMD.jvmArgs();
  }

  @Override
  public Optional<Unsupported> unsupportedFlush() {
    return CacheFlush.unsupported();
  }

  @Override
  public Optional<Unsupported> unsupportedInputSets() {
    return Optional.empty();
  }

  @Override
  public Availability<List<CacheLevel>> caches() {
    return HostCaches.levels(HostRoot.machine());
  }

  @Override
  protected Executable prepare(
      Program program, Map<Op, Op> kernels, Precision precision, Options options) {
    return switch (OneDnn.load()) {
      case Available<OneDnn>(OneDnn library) -> executable(library, program, precision, options);
      case Unavailable<OneDnn> none ->
          throw new TargetException("oneDNN is unavailable: " + none.reason());
    };
  }

  private static Executable executable(
      OneDnn library, Program program, Precision precision, Options options) {
    try {
      return new OneDnnExecutable(library, program, options);
    } catch (OneDnn.Failure e) {
      if (e.unsupported()) {
        throw new UnsupportedProgramException(
            new Unsupported(
                program.name() + " in " + precision.id(), e.getMessage() + " on " + library.isa()),
            new Remedy.Advice("choose another precision or target"));
      }
      throw e;
    }
  }

  @Override
  public List<String> softwareDetails() {
    return List.of(VERSION, ISA);
  }

  @Override
  public List<String> libraries() {
    return List.of("dnnl-");
  }
}
