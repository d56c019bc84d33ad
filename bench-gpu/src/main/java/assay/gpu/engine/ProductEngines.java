package assay.gpu.engine;

import assay.core.program.Op;
import assay.core.program.Precision;
import assay.core.target.TargetException;
import assay.core.target.Unsupported;
import assay.gpu.compile.ProductEngine;
import assay.gpu.compile.Workspace;
import assay.gpu.driver.DriverProbe;
import assay.gpu.driver.Gpu;
import assay.gpu.library.CudaLibraries;
import assay.gpu.library.Library;
import assay.gpu.library.LibraryProducts;
import assay.gpu.ptx.PtxProducts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The engines by the {@link EngineChoice} that is given. NVIDIA's libraries are looked for once,
 * when they are first needed.
 */
public final class ProductEngines {
  private final PtxProducts ptx = new PtxProducts();
  private @Nullable CudaLibraries libraries;

  /** Looks for nothing yet. */
  public ProductEngines() {}

  /**
   * Why an operation cannot be computed; empty if it can, or if only the device can tell. With
   * {@link EngineChoice#LIBRARY} the libraries are looked for, otherwise nothing native is touched.
   *
   * @param op a MatMul, Conv2d, Conv2dBackwardInput or Conv2dBackwardFilter
   */
  public Optional<Unsupported> unsupported(Op op, Precision precision) {
    try {
      return switch (EngineChoice.given()) {
        case AUTO, PTX -> ptx.unsupported(op, precision);
        case LIBRARY -> LibraryProducts.unsupported(libraries(), op);
      };
    } catch (TargetException e) {
      return Optional.of(new Unsupported(op.kind(), e.getMessage() + "; " + EngineChoice.REMEDY));
    }
  }

  /**
   * The engine of one program.
   *
   * @throws TargetException if what is given as the choice is none
   */
  public ProductEngine open(Gpu gpu, Workspace space) {
    EngineChoice choice = EngineChoice.given();
    return choice == EngineChoice.PTX
        ? ptx
        : new LibraryEngine(libraries(gpu.driverMajor()), choice, space);
  }

  /**
   * The libraries with their versions and files, or why they are not there, for the device's
   * details.
   *
   * @throws TargetException if what is given as the choice is none
   */
  public Map<String, String> details(Gpu gpu) {
    Map<String, String> details = new LinkedHashMap<>();
    EngineChoice choice = EngineChoice.given();
    if (choice == EngineChoice.PTX) {
      details.put("libraries", "not looked for: " + EngineChoice.VARIABLE + "=ptx");
      return details;
    }
    for (Library library : used(libraries(gpu.driverMajor()))) {
      details.put(
          library.name(),
          switch (library) {
            case Library.Loaded loaded -> loaded.provenance();
            case Library.Missing m -> "unavailable: " + m.reason() + "; remedy: " + m.remedy();
          });
    }
    return details;
  }

  /** Why {@link EngineChoice#LIBRARY} has nothing to compute with; empty if it has, or is not given. */
  public Optional<Library.Missing> absent(Gpu gpu) {
    if (EngineChoice.given() != EngineChoice.LIBRARY) {
      return Optional.empty();
    }
    CudaLibraries found = libraries(gpu.driverMajor());
    return found.cublasLt() instanceof Library.Missing lt
            && found.cudnn() instanceof Library.Missing dnn
        ? Optional.of(
            new Library.Missing(
                "libraries", lt.reason() + "; " + dnn.reason(), lt.remedy()))
        : Optional.empty();
  }

  private static List<Library> used(CudaLibraries found) {
    return List.of(found.cublasLt(), found.cublas(), found.cudnn());
  }

  private CudaLibraries libraries() {
    return switch (DriverProbe.probe()) {
      case DriverProbe.Result.Found found -> libraries(found.gpu().driverMajor());
      case DriverProbe.Result.Missing m ->
          throw new TargetException("cuda is unavailable: " + m.reason() + "; " + m.remedy());
    };
  }

  private synchronized CudaLibraries libraries(int driverMajor) {
    if (libraries == null) {
      libraries = CudaLibraries.load(driverMajor);
    }
    return libraries;
  }
}
