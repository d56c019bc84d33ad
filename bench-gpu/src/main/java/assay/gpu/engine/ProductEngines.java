package assay.gpu.engine;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.op.Op;
import assay.core.spi.TargetException;
import assay.core.spi.Unsupported;
import assay.gpu.compile.ProductEngine;
import assay.gpu.compile.Workspace;
import assay.gpu.driver.DeviceChoice;
import assay.gpu.driver.DriverProbe;
import assay.gpu.driver.Gpu;
import assay.gpu.library.CudaLibraries;
import assay.gpu.library.Library;
import assay.gpu.library.LibraryProducts;
import assay.gpu.ptx.PtxProducts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The engines, according to {@link EngineChoice}. NVIDIA's libraries are searched for once, when
 * they are first needed.
 */
public final class ProductEngines {
  /** Ada: the first with Tensor Cores for f8e4m3. */
  private static final int OLDEST_FP8 = 89;

  private final PtxProducts ptx = new PtxProducts();
  private final DeviceChoice device;
  private @Nullable CudaLibraries libraries;

  /**
   * Searches for nothing yet.
   *
   * @param device whose compute capability decides on some types
   */
  public ProductEngines(DeviceChoice device) {
    this.device = device;
  }

  /**
   * Why an operation is unsupported; empty if it is supported, or if that depends on the device.
   * Nothing native is loaded unless only libraries can compute it, because of {@link
   * EngineChoice#LIBRARY} or because of its type.
   *
   * @param op a MatMul or a {@link assay.core.program.op.Convolution2d}
   */
  public Optional<Unsupported> unsupported(Op op, Precision precision) {
    try {
      return switch (EngineChoice.given()) {
        case PTX -> ptx.unsupported(op, precision);
        case AUTO -> isFp8(op) ? byLibrary(op) : ptx.unsupported(op, precision);
        case LIBRARY -> byLibrary(op);
      };
    } catch (TargetException e) {
      return Optional.of(new Unsupported(op.kind(), String.valueOf(e.getMessage())));
    }
  }

  private static boolean isFp8(Op op) {
    return op.inputs().getFirst().type() == DataType.F8E4M3;
  }

  private Optional<Unsupported> byLibrary(Op op) {
    Gpu gpu = DriverProbe.require(device, "cuda");
    if (isFp8(op) && gpu.capability() < OLDEST_FP8) {
      return Optional.of(
          new Unsupported(
              op.kind(),
              String.format(
                  Locale.ROOT,
                  "f8e4m3 needs compute capability 8.9 (Ada, Hopper) or later; %s has %d.%d",
                  gpu.name(),
                  gpu.major(),
                  gpu.minor())));
    }
    return LibraryProducts.unsupported(libraries(gpu.driverMajor()), op);
  }

  /**
   * The engine of one program.
   *
   * @throws TargetException if the choice is invalid
   */
  public ProductEngine open(Gpu gpu, Workspace space) {
    EngineChoice choice = EngineChoice.given();
    return choice == EngineChoice.PTX
        ? ptx
        : new LibraryEngine(libraries(gpu.driverMajor()), choice, space);
  }

  /**
   * The libraries with their versions and files, or why they are missing, for the device's details.
   *
   * @throws TargetException if the choice is invalid
   */
  public Map<String, String> details(Gpu gpu) {
    Map<String, String> details = new LinkedHashMap<>();
    EngineChoice choice = EngineChoice.given();
    if (choice == EngineChoice.PTX) {
      details.put("libraries", "not searched for: " + EngineChoice.VARIABLE + "=ptx");
      return details;
    }
    Map<String, Availability<Library>> found = libraries(gpu.driverMajor()).byName();
    for (String name : List.of("cuBLASLt", "cuBLAS", "cuDNN")) {
      details.put(
          name,
          switch (Objects.requireNonNull(found.get(name))) {
            case Available<Library>(Library library) -> library.provenance();
            case Unavailable<Library> none ->
                "unavailable: " + none.reason() + "; remedy: " + none.remedyText();
          });
    }
    return details;
  }

  /**
   * Why {@link EngineChoice#LIBRARY} has no library to use; empty if it has one, or was not chosen.
   */
  public Optional<Unavailable<Library>> absent(Gpu gpu) {
    if (EngineChoice.given() != EngineChoice.LIBRARY) {
      return Optional.empty();
    }
    CudaLibraries found = libraries(gpu.driverMajor());
    return found.cublasLt() instanceof Unavailable<Library> lt
            && found.cudnn() instanceof Unavailable<Library> dnn
        ? Optional.of(new Unavailable<>(lt.reason() + "; " + dnn.reason(), lt.remedy()))
        : Optional.empty();
  }

  private synchronized CudaLibraries libraries(int driverMajor) {
    if (libraries == null) {
      libraries = CudaLibraries.load(driverMajor);
    }
    return libraries;
  }
}
