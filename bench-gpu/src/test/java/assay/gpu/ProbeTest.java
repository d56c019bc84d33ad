package assay.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.target.Availability;
import assay.core.workload.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever keeps the device from being used is said, with what would help. */
class ProbeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FAIL    | cuInit:1:100                     | CUDA_ERROR_NO_DEVICE (100)          | nvidia-smi -L
          FAIL    | cuInit:1:802                     | CUDA_ERROR_SYSTEM_NOT_READY (802)   | fabricmanager
          FAIL    | cuInit:1:803                     | CUDA_ERROR_SYSTEM_DRIVER_MISMATCH (803) | reboot
          FAIL    | cuInit:1:804                     | COMPAT_NOT_SUPPORTED_ON_DEVICE (804) | LD_LIBRARY_PATH
          FAIL    | cuInit:1:999                     | CUDA_ERROR_UNKNOWN (999)            | dmesg
          FAIL    | cuDeviceGetCount:1:3             | CUDA_ERROR_NOT_INITIALIZED (3)      | nvidia-smi
          FAIL    | cuDevicePrimaryCtxRetain:1:46    | CUDA_ERROR_DEVICE_UNAVAILABLE (46)  | -c DEFAULT
          FAIL    | cuDevicePrimaryCtxRetain:1:101   | CUDA_ERROR_INVALID_DEVICE (101)     | -c DEFAULT
          FAIL    | cuDevicePrimaryCtxRetain:1:2     | CUDA_ERROR_OUT_OF_MEMORY (2)        | memory
          FAIL    | cuModuleLoadData:1:222           | CUDA_ERROR_UNSUPPORTED_PTX_VERSION (222) | newer NVIDIA driver
          VERSION | 11030                            | CUDA 11.3; needed is 11.4           | newer NVIDIA driver
          MODE    | 2                                | compute mode PROHIBITED             | -c DEFAULT
          MAJOR   | 7                                | compute capability 7.0; the kernels need 8.0 | newer device
          """)
  void whatIsMissingIsSaid(String setting, String value, String reason, String remedy) {
    StandInDriver.Outcome outcome =
        StandInDriver.complete().run(ProbeChild.class, Map.of(setting, value));
    assertThat(outcome.lines()).as(outcome.text()).hasSize(2);
    assertThat(outcome.lines().getFirst()).startsWith("reason: ").contains(reason);
    assertThat(outcome.lines().getLast()).startsWith("remedy: ").contains(remedy);
    assertThat(outcome.count("contexts")).isZero();
    assertThat(outcome.count("modules")).isZero();
  }

  @Test
  void aDriverWithoutDevicesIsSaid() {
    StandInDriver.Outcome outcome =
        StandInDriver.complete().run(ProbeChild.class, Map.of("DEVICES", "0"));
    assertThat(outcome.text()).contains("CUDA_ERROR_NO_DEVICE").contains("--gpus all");
  }

  @Test
  void theStandInIsAnEmulation() {
    StandInDriver.Outcome outcome = StandInDriver.complete().run(ProbeChild.class, Map.of());
    assertThat(outcome.text())
        .startsWith("Emulated: ")
        .contains("computeCapability=8.0")
        .contains("cudaDriver=12.8")
        .doesNotContain("GPU-1111");
  }

  @Test
  void aBoardIsNamedForItsEnergy() {
    StandInDriver.Outcome outcome =
        StandInDriver.complete().run(ProbeChild.class, Map.of("NAME", "Some GPU"));
    assertThat(outcome.text()).startsWith("Hardware: ").contains("telemetryKey=0000:3b:00.0");
  }

  @Test
  void aPartOfABoardHasNoEnergyOfItsOwn() {
    StandInDriver.Outcome outcome =
        StandInDriver.complete().run(ProbeChild.class, Map.of("NAME", "Some GPU MIG 1g.5gb"));
    assertThat(outcome.text()).startsWith("Hardware: ").doesNotContain("telemetryKey");
  }

  /** JCuda unpacks its library under a fixed name, which other processes must not meet. */
  @Test
  void nothingStaysInTheTemporaryFolder(@TempDir Path folder) {
    StandInDriver.Outcome outcome =
        StandInDriver.complete().run(TidyChild.class, Map.of(), folder.toString());
    assertThat(outcome.text()).isEqualTo("available true, folder kept true, left []");
  }

  /** What runs in a JVM of its own: the probe, with a temporary folder of its own. */
  public static final class TidyChild {
    private TidyChild() {}

    /** Prints what the probe leaves in the folder that is given. */
    public static void main(String[] args) throws IOException {
      System.setProperty("java.io.tmpdir", args[0]);
      boolean available = new CudaTarget().probe() instanceof Availability.Available;
      boolean kept = args[0].equals(System.getProperty("java.io.tmpdir"));
      try (Stream<Path> left = Files.list(Path.of(args[0]))) {
        System.out.printf(
            "available %s, folder kept %s, left %s%n", available, kept, left.toList());
      }
    }
  }

  /** Asking what is supported must not need a device, nor load anything native. */
  @Test
  void theClassTouchesNothingNative() {
    CudaTarget target = new CudaTarget();
    Program program = Workloads.parse("gemm/m=8,n=8,k=8").program(Precision.F32);
    assertThat(target.unsupported(program, Precision.F32)).isEmpty();
    assertThat(target.unsupported(program, Precision.F64)).isPresent();
    StandInDriver.Outcome outcome =
        StandInDriver.complete().run(QuietChild.class, Map.of("ASSAY_CUDA_ENGINE", "auto"));
    assertThat(outcome.text()).isEqualTo("nothing mapped");
  }

  @Test
  void itsLibrariesAreItsOwn() {
    assertThat(new CudaTarget().libraries()).containsExactly("jcuda-");
  }

  /** What runs in a JVM of its own: everything that needs no device. */
  public static final class QuietChild {
    private QuietChild() {}

    /** Prints native libraries of CUDA that are mapped. */
    public static void main(String[] args) throws IOException {
      CudaTarget target = new CudaTarget();
      Program program = Workloads.parse("gemm/m=8,n=8,k=8").program(Precision.BF16);
      target.unsupported(program, Precision.BF16);
      List<String> mapped =
          Files.readAllLines(Path.of("/proc/self/maps")).stream()
              .filter(line ->
                  line.matches(".*lib(cuda|cublas|cudnn|nvrtc).*") || line.contains("libJCuda"))
              .toList();
      System.out.println(mapped.isEmpty() ? "nothing mapped" : String.join("\n", mapped));
    }
  }
}
