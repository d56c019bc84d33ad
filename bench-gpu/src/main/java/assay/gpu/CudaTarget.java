package assay.gpu;

import assay.core.availability.Availability;
import assay.core.device.CacheLevel;
import assay.core.device.Device;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.op.Op;
import assay.core.spi.DeviceTarget;
import assay.core.spi.Devices;
import assay.core.spi.Executable;
import assay.core.spi.KernelTable;
import assay.core.spi.KernelTarget;
import assay.core.spi.TargetName;
import assay.core.spi.Unsupported;
import assay.gpu.compile.CudaKernel;
import assay.gpu.driver.DeviceChoice;
import assay.gpu.driver.DriverProbe;
import assay.gpu.engine.ProductEngines;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Target {@code cuda}: one NVIDIA GPU, the first visible one unless {@link DeviceChoice} names
 * another. {@code cuda:1} and {@code cuda:GPU-4f3c} are the target on one of several.
 */
public final class CudaTarget extends KernelTarget<CudaKernel> implements DeviceTarget {
  private static final String ID = "cuda";

  /** Of a multiprocessor, from compute capability 7.0 on. */
  private static final int SCHEDULERS = 4;

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
  private final KernelTable<CudaKernel> kernels;

  /** Loads nothing native. */
  public CudaTarget() {
    this(DeviceChoice.unnamed());
  }

  private CudaTarget(DeviceChoice choice) {
    super(
        new TargetName(ID, choice.named()).toString(),
        "NVIDIA GPU through the CUDA driver: cuBLASLt and cuDNN if installed, own kernels for"
            + " the rest, one CUDA graph per program",
        PRECISIONS);
    this.choice = choice;
    this.engines = new ProductEngines(choice);
    this.kernels = CudaKernels.of(engines);
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
  public Availability<Devices> devices() {
    return DriverProbe.devices();
  }

  @Override
  public Availability<Device> probe() {
    return DriverProbe.probe(choice)
        .flatMap(found -> CudaTrial.run(found.gpu(), found.visible(), engines));
  }

  @Override
  public int parallelUnits(Device device, Options options) {
    String multiprocessors = device.details().get(CudaTrial.MULTIPROCESSORS);
    return multiprocessors == null ? 1 : SCHEDULERS * Integer.parseInt(multiprocessors);
  }

  @Override
  protected KernelTable<CudaKernel> kernels(Precision precision) {
    return kernels;
  }

  /** The device is asked for the size of its L2 cache at the first flush. */
  @Override
  public Optional<Unsupported> unsupportedFlush() {
    return Optional.empty();
  }

  @Override
  protected Executable prepare(
      Program program, Map<Op, CudaKernel> makers, Precision precision, Options options) {
    return CudaExecutable.compile(
        DriverProbe.require(choice, id()),
        program,
        makers,
        precision,
        engines,
        options.inputSets());
  }

  @Override
  public Optional<Unsupported> unsupportedInputSets() {
    return Optional.empty();
  }

  /** The L2 cache alone: a kernel finds nothing of the one before in a multiprocessor's L1. */
  @Override
  public Availability<List<CacheLevel>> caches() {
    return DriverProbe.l2Bytes(choice).map(bytes -> List.of(new CacheLevel(2, bytes, bytes)));
  }

  @Override
  public List<String> softwareDetails() {
    return List.of("cudaDriver", "libraries", "cuBLASLt", "cuBLAS", "cuDNN");
  }

  @Override
  public List<String> libraries() {
    return List.of("jcuda-");
  }

  @Override
  public List<String> tools() {
    return List.of("bench-gpu/compare-torch", "bench-gpu/compare-torch.yaml");
  }
}
