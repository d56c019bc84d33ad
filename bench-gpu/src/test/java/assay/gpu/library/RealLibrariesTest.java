package assay.gpu.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

/** NVIDIA's own libraries, where this machine has them; a driver is not needed. */
class RealLibrariesTest {
  private static Library.Loaded loaded(Library library) {
    boolean there = library instanceof Library.Loaded;
    assumeTrue(there, () -> ((Library.Missing) library).reason());
    return (Library.Loaded) library;
  }

  @Test
  void nvrtcCompilesForHopper() {
    Nvrtc nvrtc = new Nvrtc(loaded(CudaLibraries.load().nvrtc()));
    assertThat(nvrtc.architectures()).contains(90);
    String source = "extern \"C\" __global__ void twice(float* x) { x[threadIdx.x] *= 2; }";
    byte[] cubin = nvrtc.compile(source, "twice.cu", "sm_90");
    assertThat(cubin).startsWith(0x7F, 'E', 'L', 'F');
    assertThatThrownBy(() -> nvrtc.compile(source.replace("*= 2", "*= y"), "no.cu", "sm_90"))
        .isInstanceOf(LibraryException.class)
        .hasMessageContaining("no.cu(1): error: identifier \"y\" is undefined");
  }

  @Test
  void cublasLtHasEveryFunction() {
    Library.Loaded library = loaded(CudaLibraries.load().cublasLt());
    assertHasAll(library, CublasLtFunction.values());
    assertThat(library.version()).startsWith(library.cudaMajor() + ".");
  }

  @Test
  void cudnnHasEveryFunction() {
    Library.Loaded library = loaded(CudaLibraries.load().cudnn());
    assertHasAll(library, CudnnFunction.values());
    assertThat(library.version()).startsWith("9.");
  }

  private static void assertHasAll(Library.Loaded library, NativeFunction[] functions) {
    for (NativeFunction function : functions) {
      assertThat(library.symbols().find(function.symbol())).as(function.symbol()).isPresent();
    }
  }
}
