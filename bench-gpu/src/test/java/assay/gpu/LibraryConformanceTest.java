package assay.gpu;

import assay.gpu.library.CudaStandIn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The conformance checks, those of precisions included, with products by the stand-ins for NVIDIA's
 * libraries: they are captured into graphs, and nothing of theirs stays open.
 */
class LibraryConformanceTest {
  @TestFactory
  Stream<DynamicTest> f32(@TempDir Path folder) {
    List<String> names = new ArrayList<>(StandInConformanceTest.NETWORK_CHECKS);
    names.addAll(StandInConformanceTest.PRECISION);
    return tests(folder, "library", "f32", names);
  }

  @TestFactory
  Stream<DynamicTest> bf16(@TempDir Path folder) {
    return tests(folder, "library", "bf16", StandInConformanceTest.withRaggedSizes());
  }

  /** The stand-in declines what is not in whole units; our kernels take it over. */
  @TestFactory
  Stream<DynamicTest> s8(@TempDir Path folder) {
    return tests(folder, "auto", "s8", StandInConformanceTest.PRODUCTS);
  }

  private static Stream<DynamicTest> tests(
      Path folder, String engine, String precision, List<String> names) {
    Map<String, String> settings =
        Map.of(
            "VERSION",
            "13000",
            "ASSAY_CUDA_ENGINE",
            engine,
            "ASSAY_CUDA_LIBRARIES",
            CudaStandIn.all(folder).toString());
    return StandInConformanceTest.tests(settings, precision, names);
  }
}
