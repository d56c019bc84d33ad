package assay.gpu.driver;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.ffi.Place;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriverLibraryTest {
  @Test
  void noDriverIsSaidWithWhatHelps() {
    assertThat(DriverLibrary.SEARCH.name()).isEqualTo("CUDA driver");
    assertThat(DriverLibrary.SEARCH.alternatives()).containsExactly(List.of("libcuda.so.1"));
    assertThat(DriverLibrary.SEARCH.remedy().text())
        .contains("install its driver")
        .contains("--gpus all");
  }

  @Test
  void theLinkersPathGoesFirst() {
    assertThat(DriverLibrary.PLACES.getFirst()).isInstanceOf(Place.LinkerPath.class);
    assertThat(DriverLibrary.PLACES.getLast())
        .isInstanceOfSatisfying(
            Place.Folders.class,
            beside ->
                assertThat(beside.folders())
                    .contains(
                        Path.of("/usr/lib/x86_64-linux-gnu"),
                        Path.of("/usr/lib64"),
                        Path.of("/usr/lib"),
                        Path.of("/usr/lib/wsl/lib"),
                        Path.of("/usr/local/nvidia/lib64"),
                        Path.of("/run/opengl-driver/lib")));
  }

  @Test
  void anotherLibraryIsNamedByEither() {
    assertThat(DriverLibrary.NAMED.toString())
        .isEqualTo("ASSAY_CUDA_LIBRARY or assay.cuda.library");
  }
}
