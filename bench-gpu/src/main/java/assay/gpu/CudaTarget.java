package assay.gpu;

import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.op.Conv2d;
import assay.core.program.op.Conv2dBackwardFilter;
import assay.core.program.op.Conv2dBackwardInput;
import assay.core.program.op.MatMul;
import assay.core.program.op.MatMulChain;
import assay.core.program.op.Op;
import assay.core.spi.Availability;
import assay.core.spi.DeviceTarget;
import assay.core.spi.Devices;
import assay.core.spi.Executable;
import assay.core.spi.TargetException;
import assay.core.spi.TargetName;
import assay.core.spi.Unsupported;
import assay.gpu.driver.DeviceChoice;
import assay.gpu.driver.DriverProbe;
import assay.gpu.driver.Gpu;
import assay.gpu.engine.ProductEngines;
import assay.gpu.ptx.MatrixChains;
import assay.gpu.ptx.PtxSteps;
import java.util.List;
import java.util.Optional;

/**
 * Target {@code cuda}: one NVIDIA GPU, the first visible one unless {@link DeviceChoice} names
 * another. {@code cuda:1} and {@code cuda:GPU-4f3c} are the target on one of several.
 */
public final class CudaTarget implements DeviceTarget {
  private static final String ID = "cuda";
  private static final List<Precision> PRECISIONS =
      List.of(
          Precision.F32,
          Precision.TF32,
          Precision.BF16,
          Precision.F16,
          Precision.F8E4M3,
          Precision.S8);

  private final DeviceChoice choice;
  private final ProductEngines engines;

  /** Touches nothing native. */
  public CudaTarget() {
    this(DeviceChoice.unnamed());
  }

  private CudaTarget(DeviceChoice choice) {
    this.choice = choice;
    this.engines = new ProductEngines(choice);
  }

  @Override
  public String id() {
    return new TargetName(ID, choice.named()).toString();
  }

  @Override
  public CudaTarget on(String device) {
    return new CudaTarget(DeviceChoice.on(device));
  }

  @Override
  public Optional<String> chosenDevice() {
    return DeviceChoice.given();
  }

  @Override
  public Devices devices() {
    return switch (DriverProbe.visible()) {
      case DriverProbe.Visible.Gpus visible -> visible.devices();
      case DriverProbe.Visible.None n -> new Devices.Unavailable(n.reason(), n.remedy());
    };
  }

  @Override
  public String description() {
    return "NVIDIA GPU through the CUDA driver: cuBLASLt and cuDNN where they are, own kernels for the"
        + " rest, one graph a program";
  }

  @Override
  public Availability probe() {
    return switch (DriverProbe.probe(choice)) {
      case DriverProbe.Result.Missing m -> new Availability.Unavailable(m.reason(), m.remedy());
      case DriverProbe.Result.Found found -> CudaTrial.run(found.gpu(), found.visible(), engines);
    };
  }

  @Override
  public List<Precision> precisions() {
    return PRECISIONS;
  }

  @Override
  public Optional<Unsupported> unsupported(Program program, Precision precision) {
    if (!PRECISIONS.contains(precision)) {
      return Optional.of(
          new Unsupported(
              "precision " + precision.id(),
              "products are computed in %s only"
                  .formatted(String.join(", ", PRECISIONS.stream().map(Precision::id).toList()))));
    }
    return program.ops().stream()
        .map(op -> unsupported(op, precision))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<Unsupported> unsupported(Op op, Precision precision) {
    if (op instanceof MatMulChain chain) {
      return MatrixChains.unsupported(chain, precision);
    }
    return isProduct(op) ? engines.unsupported(op, precision) : PtxSteps.unsupported(op, precision);
  }

  static boolean isProduct(Op op) {
    return op instanceof MatMul
        || op instanceof Conv2d
        || op instanceof Conv2dBackwardInput
        || op instanceof Conv2dBackwardFilter;
  }

  /** The size of the L2 cache is asked of the device when it is emptied. */
  @Override
  public Optional<Unsupported> unsupportedFlush() {
    return Optional.empty();
  }

  @Override
  public Executable compile(Program program, Precision precision, Options options) {
    unsupported(program, precision)
        .ifPresent(u -> {
          throw new IllegalArgumentException(id() + " cannot compile " + program.name() + ": " + u);
        });
    return CudaExecutable.compile(gpu(), program, precision, engines);
  }

  @Override
  public List<String> libraries() {
    return List.of("jcuda-");
  }

  @Override
  public List<String> tools() {
    return List.of("bench-gpu/compare-torch", "bench-gpu/compare-torch.yaml");
  }

  private Gpu gpu() {
    return switch (DriverProbe.probe(choice)) {
      case DriverProbe.Result.Found found -> found.gpu();
      case DriverProbe.Result.Missing m ->
          throw new TargetException(id() + " is unavailable: " + m.reason() + "; " + m.remedy());
    };
  }
}
