package assay.cpu.openblas;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.device.CacheLevel;
import assay.core.device.Device;
import assay.core.host.HostCaches;
import assay.core.host.HostRoot;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.MatMul;
import assay.core.program.op.Op;
import assay.core.spi.Executable;
import assay.core.spi.KernelTable;
import assay.core.spi.KernelTarget;
import assay.core.spi.TargetException;
import assay.core.spi.Unsupported;
import assay.cpu.CacheFlush;
import assay.cpu.CpuDevice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Target {@code cpu-openblas}: matrix products through OpenBLAS's CBLAS, the baseline for the Java
 * targets. All other operations are unsupported.
 */
public final class OpenBlasTarget extends KernelTarget<MatMul> {
  private static final String CONFIG = "openblas";
  private static final String CORE = "openblasCore";
  private static final KernelTable<MatMul> KERNELS =
      KernelTable.<MatMul>builder("OpenBLAS computes matrix products only")
          .entry(MatMul.class, (op, _, precision) -> product(op, precision))
          .build();

  /** Loads nothing native. */
  public OpenBlasTarget() {
    super(
        "cpu-openblas",
        "OpenBLAS (CBLAS through FFM): matrix products only, the baseline for the Java targets",
        List.of(Precision.F32, Precision.F64));
  }

  @Override
  public Availability<Device> probe() {
    return OpenBlas.load()
        .map(
            blas -> CpuDevice.device(Map.of(CONFIG, blas.config().strip(), CORE, blas.coreName())));
  }

  @Override
  protected KernelTable<MatMul> kernels(Precision precision) {
    return KERNELS;
  }

  private static Availability<MatMul> product(MatMul product, Precision precision) {
    if (product.a().type() != precision.input()) {
      return new Unavailable<>("operands must be " + precision.id() + "; got " + product.a());
    }
    return Stream.of(product.a(), product.b(), product.out())
        .filter(OpenBlasTarget::exceedsInt)
        .findFirst()
        .<Availability<MatMul>>map(large ->
            new Unavailable<>("an extent of " + large + " exceeds CBLAS's 32-bit integers"))
        .orElseGet(() -> new Available<>(product));
  }

  private static boolean exceedsInt(Tensor tensor) {
    return tensor.shape().dim(-1) > Integer.MAX_VALUE || tensor.shape().dim(-2) > Integer.MAX_VALUE;
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
      Program program, Map<Op, MatMul> products, Precision precision, Options options) {
    return switch (OpenBlas.load()) {
      case Available<OpenBlas>(OpenBlas blas) ->
          new OpenBlasExecutable(blas, program, List.copyOf(products.values()), options);
      case Unavailable<OpenBlas> none ->
          throw new TargetException("OpenBLAS is unavailable: " + none.reason());
    };
  }

  @Override
  public List<String> softwareDetails() {
    return List.of(CONFIG, CORE);
  }

  @Override
  public List<String> libraries() {
    return List.of("openblas-");
  }
}
