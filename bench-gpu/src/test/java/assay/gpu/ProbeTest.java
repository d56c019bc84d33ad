package assay.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.program.Precision;
import assay.core.program.Program;
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
          VERSION | 11030                            | CUDA 11.3; this program needs 11.4  | newer NVIDIA driver
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

  /** The stand-in has compute capability 8.0, the oldest that will do. */
  @Test
  void theOldestThatIsEnoughIsUsed() {
    StandInDriver.Outcome outcome =
        StandInDriver.complete().run(ProbeChild.class, Map.of("VERSION", "11040"));
    assertThat(outcome.text())
        .startsWith("Emulated: ")
        .contains("cudaDriver=11.4")
        .contains("computeCapability=8.0");
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
    assertThat(outcome.text())
        .startsWith("Hardware: ")
        .contains("telemetryUnattributed=it is a MIG instance")
        .doesNotContain("telemetryKey");
  }

  private static String probe(Map<String, String> settings, String... device) {
    return StandInDriver.complete().run(ProbeChild.class, settings, device).text();
  }

  @Test
  void eachOfSeveralDevicesIsItself() {
    Map<String, String> two = Map.of("DEVICES", "2", "NAME", "Some GPU");
    String first = probe(two, "0");
    String second = probe(two, "1");
    assertThat(first).contains("ordinal=0 of 2").contains("telemetryKey=0000:3b:00.0");
    assertThat(second).contains("ordinal=1 of 2").contains("telemetryKey=0000:3c:00.0");
    assertThat(probe(two, "gpu-2222")).isEqualTo(second);
    assertThat(probe(two)).isEqualTo(first);
    String uuidHash = second.replaceFirst(".*deviceUuidHash=([0-9a-f]{12})[,}].*", "$1");
    assertThat(uuidHash).hasSize(12);
    assertThat(first).doesNotContain(uuidHash);
  }

  @Test
  void aDeviceIsTheSameUnderAnyNumber() {
    String second = probe(Map.of("CARDS", "0,1"), "1");
    String alone = probe(Map.of("CARDS", "1"), "0");
    assertThat(alone).isEqualTo(second.replace("ordinal=1 of 2", "ordinal=0 of 1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2        | 0,1    | reason: there is no device 2; the devices are 0 (Assay stand-in
          GPU-3    | 0,1    | reason: no device's unique name starts with GPU-3; the devices are 0 (Assay
          GPU-1    | 0,15,1 | reason: GPU-1 is a prefix of several devices' unique names: 0
          GPU-4f3c | 0      | reason: no device's unique name starts with GPU-4f3c; the devices are 0
          """)
  void aDeviceThatIsNotThereSaysWhatIs(String device, String cards, String reason) {
    String said = probe(Map.of("CARDS", cards), device);
    assertThat(said).startsWith(reason).contains("0000:3b:00.0").contains("nvidia-smi -L");
  }

  @Test
  void theVariableThatNamesNoneIsNamed() {
    assertThat(probe(Map.of("DEVICES", "2", "ASSAY_CUDA_DEVICE", "5")))
        .startsWith("reason: ASSAY_CUDA_DEVICE=5: there is no device 5; the devices are 0 ");
    assertThat(probe(Map.of("DEVICES", "2", "ASSAY_CUDA_DEVICE", "1"))).contains("ordinal=1 of 2");
  }

  @Test
  void aContextOnAnotherDeviceIsRefused() {
    String said = probe(Map.of("DEVICES", "2", "ASTRAY", "0"), "1");
    assertThat(said)
        .startsWith("reason: ")
        .contains("the driver's context for device 1 (Assay stand-in")
        .contains("is on another device");
    assertThat(probe(Map.of("DEVICES", "2", "ASTRAY", "0"), "0")).startsWith("Emulated: ");
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
