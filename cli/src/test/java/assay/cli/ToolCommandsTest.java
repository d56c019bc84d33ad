package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.cli.ToolCommands.DeviceKind;
import assay.cli.ToolCommands.Subject;
import assay.cli.ToolCommands.ToolCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolCommandsTest {
  private static final Subject GEMM =
      subject("gemm/m=64,n=64,k=64", "cuda", Optional.of("gemm_.*"));

  private static final String BENCHMARK =
      "./assay jmh -- '^assay.core.harness.WorkloadBenchmark.execute$' -p target=cuda"
          + " -p 'workload=gemm/m:64;n:64;k:64' -p precision=f32 -f 1 -jvmArgs ";

  private static Subject subject(String workload, String target, Optional<String> kernel) {
    return new Subject(
        "./assay",
        workload,
        target,
        "f32",
        kernel,
        List.of("-XX:+UseSerialGC", "-Dassay.fork.threads=2"),
        Path.of("out"));
  }

  private static String line(Subject subject, DeviceKind device, String tool) {
    return ToolCommands.of(subject, device).stream()
        .filter(c -> c.tool().equals(tool))
        .map(ToolCommand::line)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "INTEL_CPU, perf vtune",
    "OTHER_CPU, perf",
    "NVIDIA_GPU, nsys ncu",
    "AMD_GPU, rocprofv3",
    "OTHER, ''"
  })
  void onlyToolsOfTheDeviceAreGiven(DeviceKind device, String tools) {
    assertThat(
            String.join(
                " ", ToolCommands.of(GEMM, device).stream().map(ToolCommand::tool).toList()))
        .isEqualTo(tools);
  }

  @Test
  void nsightComputeReplaysTheNamedKernels() {
    assertThat(line(GEMM, DeviceKind.NVIDIA_GPU, "ncu"))
        .isEqualTo(
            "ncu --target-processes all --set full --kernel-name 'regex:gemm_.*' --launch-count 3"
                + " --export out/ncu "
                + BENCHMARK
                + "'-XX:+UseSerialGC -Dassay.fork.threads=2'");
    assertThat(
            line(
                subject("gemm/m=1,n=1,k=1", "cuda", Optional.empty()),
                DeviceKind.NVIDIA_GPU,
                "ncu"))
        .doesNotContain("--kernel-name");
  }

  @Test
  void nsightSystemsTracesTheWholeFork() {
    ToolCommand nsys = ToolCommands.of(GEMM, DeviceKind.NVIDIA_GPU).getFirst();
    assertThat(nsys.line())
        .isEqualTo(
            "nsys profile --trace=cuda,nvtx,osrt --sample=none --output out/nsys "
                + BENCHMARK
                + "'-XX:+UseSerialGC -Dassay.fork.threads=2'");
    assertThat(nsys.after()).isEqualTo("nsys stats --report cuda_gpu_kern_sum out/nsys.nsys-rep");
  }

  @Test
  void rocprofTakesTheNamesOfKernels() {
    assertThat(line(GEMM, DeviceKind.AMD_GPU, "rocprofv3"))
        .isEqualTo(
            "rocprofv3 --kernel-trace --stats --kernel-include-regex 'gemm_.*' --output-format csv"
                + " --output-directory out/rocprof -- "
                + BENCHMARK
                + "'-XX:+UseSerialGC -Dassay.fork.threads=2'");
  }

  @Test
  void vtuneCollectsTheProcessorsCounters() {
    assertThat(line(GEMM, DeviceKind.INTEL_CPU, "vtune"))
        .isEqualTo(
            "vtune -collect uarch-exploration -result-dir out/vtune -- "
                + BENCHMARK
                + "'-XX:+UseSerialGC -Dassay.fork.threads=2'");
  }

  @Test
  void perfRecordGetsNamesOfCompiledMethods() {
    assertThat(line(GEMM, DeviceKind.OTHER_CPU, "perf"))
        .isEqualTo(
            "perf record -F 999 -g -k 1 -o out/perf.data -- "
                + BENCHMARK
                + "'-XX:+UseSerialGC -Dassay.fork.threads=2 -XX:+PreserveFramePointer"
                + " -XX:+UnlockDiagnosticVMOptions -XX:+DumpPerfMapAtExit'");
  }

  @Test
  void aColdWorkloadHasItsOwnBenchmarkAndQuotesAreEscaped() {
    Subject cold = subject("gemm/m=1,n=1,k=1,cache=cold", "cpu'x", Optional.empty());
    assertThat(ToolCommands.benchmark(cold))
        .startsWith("./assay jmh -- ColdWorkloadBenchmark -p 'target=cpu'\\''x'")
        .contains("'workload=gemm/m:1;n:1;k:1;cache:cold'");
  }
}
