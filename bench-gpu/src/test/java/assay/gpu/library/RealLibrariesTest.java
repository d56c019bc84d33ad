package assay.gpu.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.core.availability.Availability;
import assay.core.ffi.Binder;
import java.lang.invoke.MethodHandles;
import org.junit.jupiter.api.Test;

/** NVIDIA's own libraries, where this machine has them; a driver is not needed. */
class RealLibrariesTest {
  private static Library loaded(Availability<Library> library) {
    assumeTrue(library instanceof Availability.Available, library::toString);
    return CudaStandIn.loaded(library);
  }

  @Test
  void cublasLtHasEveryFunction() {
    Library library = loaded(CudaLibraries.load(13).cublasLt());
    assertThat(CublasLtFunctions.BINDER.lacking(library.loaded().symbols())).isEmpty();
    assertThat(library.version()).startsWith(library.cudaMajor() + ".");
  }

  @Test
  void cudnnHasEveryFunction() {
    Library library = loaded(CudaLibraries.load(13).cudnn());
    Binder<CudnnFunctions> functions = Binder.of(CudnnFunctions.class, MethodHandles.lookup());
    assertThat(functions.lacking(library.loaded().symbols())).isEmpty();
    assertThat(library.version()).startsWith("9.");
  }
}
