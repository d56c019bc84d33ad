package assay.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import assay.gpu.library.CudaStandIn;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who computes a product is chosen, and what a library declines or lacks is never passed over. */
class EngineChoiceTest {
  @TempDir Path folder;

  /** Outcomes of programs in a JVM with what is in the folder. */
  private List<String> run(
      String engine, Map<String, String> settings, String precision, String... programs) {
    String[] args = new String[programs.length + 1];
    args[0] = precision;
    System.arraycopy(programs, 0, args, 1, programs.length);
    StandInDriver.Outcome outcome =
        StandInDriver.complete().run(EngineChild.class, with(engine, settings), args);
    assertThat(outcome.lines()).as(outcome.text()).hasSize(programs.length);
    assertThat(outcome.count("memory")).as("memory left open").isZero();
    assertThat(outcome.count("events")).as("events left open").isZero();
    assertThat(outcome.count("contexts")).as("contexts left open").isZero();
    return outcome.lines();
  }

  private Map<String, String> with(String engine, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("VERSION", "13000");
    all.put("ASSAY_CUDA_ENGINE", engine);
    all.put("ASSAY_CUDA_LIBRARIES", folder.toString());
    return all;
  }

  private String probe(String engine) {
    return StandInDriver.complete().run(ProbeChild.class, with(engine, Map.of())).text();
  }

  @ParameterizedTest
  @CsvSource({"auto,f32", "library,f32", "auto,bf16", "library,f16"})
  void whatTheLibrariesTakeIsTheirs(String engine, String precision) {
    CudaStandIn.all(folder);
    List<String> lines = run(engine, Map.of(), precision, "product", "convolution");
    assertThat(lines.getFirst())
        .startsWith("computed: cuBLASLt 13.1.1, algorithm ")
        .endsWith(", driver 13.0")
        .doesNotContain("ptx");
    assertThat(lines.getLast()).startsWith("computed: cuDNN 9.24.0, ").doesNotContain("ptx");
  }

  @Test
  void severalEnginesAreToldApart() {
    CudaStandIn.all(folder);
    assertThat(run("auto", Map.of(), "f32", "layers").getFirst())
        .startsWith("computed: cuDNN 9.24.0, ")
        .contains(", bias and ReLU by ptx sm_80 for Conv2d; cuBLASLt 13.1.1, ")
        .endsWith(" for MatMul; ptx sm_80 for the rest, driver 13.0");
  }

  @Test
  void whatALibraryDeclinesIsOurKernels() {
    CudaStandIn.all(folder);
    Map<String, String> declines =
        Map.of("declines", "48", "engines", "0", "fallback", "0", "legacy", "0");
    List<String> lines = run("auto", declines, "f32", "product", "convolution");
    assertThat(lines.getFirst()).startsWith("computed: ptx sm_80 (cuBLASLt 13.1.1 (");
    assertThat(lines.getLast()).startsWith("computed: ptx sm_80 (cuDNN 9.24.0 (");
  }

  @Test
  void librariesAloneRefuseWhatTheyDecline() {
    CudaStandIn.all(folder);
    List<String> lines = run("library", Map.of("declines", "48"), "f32", "product", "convolution");
    assertThat(lines.getFirst())
        .startsWith("declined: MatMul: cuBLASLt 13.1.1 (")
        .endsWith("; ASSAY_CUDA_ENGINE=auto runs it on our own kernels");
    assertThat(lines.getLast()).startsWith("computed: cuDNN 9.24.0");
    Map<String, String> none = Map.of("engines", "0", "fallback", "0", "legacy", "0");
    List<String> convolutions = run("library", none, "f32", "convolution", "product");
    assertThat(convolutions.getFirst())
        .startsWith("declined: Conv2d: cuDNN 9.24.0 (")
        .endsWith("; ASSAY_CUDA_ENGINE=auto runs it on our own kernels");
    assertThat(convolutions.getLast()).startsWith("computed: cuBLASLt 13.1.1");
  }

  @Test
  void aLibraryThatFailsIsAFailure() {
    CudaStandIn.all(folder);
    Map<String, String> broken = Map.of("cublasLtMatmul", "13", "cudnnBackendExecute", "5000");
    List<String> lines = run("auto", broken, "f32", "product", "convolution");
    assertThat(lines.getFirst()).startsWith("thrown: LibraryException: cublasLtMatmul failed");
    assertThat(lines.getLast()).startsWith("thrown: LibraryException: cudnnBackendExecute failed");
  }

  @Test
  void noLibraryIsSaid() {
    assertThat(run("auto", Map.of(), "f32", "product", "convolution"))
        .containsExactly(
            "computed: ptx sm_80 (no cuBLASLt), driver 13.0",
            "computed: ptx sm_80 (no cuDNN), driver 13.0");
    assertThat(probe("auto"))
        .startsWith("Emulated: ")
        .contains("cuBLASLt=unavailable: cuBLASLt (libcublasLt.so.13, ")
        .contains("cuDNN=unavailable: ")
        .contains(folder.toString());
  }

  @Test
  void librariesAloneNeedALibrary() {
    assertThat(probe("library"))
        .startsWith("reason: cuBLASLt (libcublasLt.so.13, ")
        .contains("cuDNN (libcudnn.so.9) is not in ")
        .contains("remedy: install cuBLASLt");
  }

  @Test
  void librariesAloneWithoutCudnnDoProductsOnly() {
    CudaStandIn.put(folder, "cublaslt_standin", "libcublasLt.so.13");
    List<String> lines = run("library", Map.of(), "f32", "product", "convolution");
    assertThat(lines.getFirst()).startsWith("computed: cuBLASLt 13.1.1");
    assertThat(lines.getLast()).startsWith("unsupported: Conv2d: cuDNN (libcudnn.so.9) is not in ");
  }

  @Test
  void librariesThatTheDriverIsTooOldForStayOut() {
    CudaStandIn.all(folder);
    assertThat(run("auto", Map.of("VERSION", "12080"), "f32", "product"))
        .containsExactly("computed: ptx sm_80 (no cuBLASLt), driver 12.8");
  }

  @Test
  void whatWasFoundIsInTheDetails() {
    CudaStandIn.all(folder);
    assertThat(probe("auto"))
        .contains("cuBLASLt=13.1.1 (" + folder.resolve("libcublasLt.so.13") + ")")
        .contains("cuBLAS=13.")
        .contains("cuDNN=9.24.0 (");
    assertThat(probe("ptx"))
        .contains("libraries=not searched for: ASSAY_CUDA_ENGINE=ptx")
        .doesNotContain("cuBLASLt");
  }

  @Test
  void anUnknownEngineIsSaid() {
    assertThat(probe("cutlass"))
        .contains("ASSAY_CUDA_ENGINE must be one of auto, library, ptx; got cutlass")
        .contains("remedy: set ASSAY_CUDA_ENGINE to one of auto, library, ptx");
    assertThat(run("cutlass", Map.of(), "f32", "product").getFirst())
        .startsWith("unsupported: MatMul: ")
        .contains("cutlass");
  }

  @Test
  void fp8IsForLibrariesOnDevicesThatHaveIt() {
    CudaStandIn.all(folder);
    Map<String, String> hopper = Map.of("MAJOR", "9");
    List<String> lines = run("auto", hopper, "f8e4m3", "product");
    assertThat(lines.getFirst())
        .startsWith("computed: cuBLASLt 13.1.1, ")
        .contains("b transposed before each product");
    assertThat(run("auto", Map.of(), "f8e4m3", "product").getFirst())
        .startsWith("unsupported: MatMul: f8e4m3 needs compute capability 8.9");
    assertThat(run("ptx", hopper, "f8e4m3", "product").getFirst())
        .startsWith("unsupported: MatMul: no kernel multiplies f8e4m3");
    assertThat(run("auto", Map.of("MAJOR", "9", "declines", "48"), "f8e4m3", "product").getFirst())
        .startsWith("declined: MatMul: cuBLASLt 13.1.1 (")
        .contains("our own kernels do not support it either: no kernel multiplies f8e4m3");
  }
}
