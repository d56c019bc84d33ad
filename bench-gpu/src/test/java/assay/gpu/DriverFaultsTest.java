package assay.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import assay.gpu.library.CudaStandIn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every call of the driver that fails is said by its name; no mistake of ours goes unseen. */
class DriverFaultsTest {
  /** Functions of the driver, the call that is to fail, and the code it is to give. */
  private static final List<String> CALLS =
      List.of(
          "cuDriverGetVersion:1:3",
          "cuDeviceGetCount:1:3",
          "cuDeviceGet:1:101",
          "cuDeviceGetName:1:101",
          "cuDeviceGetAttribute:2:101",
          "cuDeviceTotalMem_v2:1:101",
          "cuDeviceGetPCIBusId:1:101",
          "cuDeviceGetUuid:1:101",
          "cuDevicePrimaryCtxRetain:1:46",
          "cuCtxSetCurrent:1:201",
          "cuCtxSetCurrent:4:201",
          "cuCtxGetDevice:1:201",
          "cuStreamCreate:1:2",
          "cuMemHostAlloc:1:2",
          "cuEventCreate:1:2",
          "cuEventCreate:2:2",
          "cuEventCreate:4:2",
          "cuMemHostAlloc:2:2",
          "cuMemAlloc_v2:1:2",
          "cuMemAlloc_v2:7:2",
          "cuModuleLoadData:1:218",
          "cuModuleLoadData:3:222",
          "cuModuleGetFunction:1:500",
          "cuStreamBeginCapture_v2:1:900",
          "cuLaunchKernel:1:1",
          "cuLaunchKernel:5:701",
          "cuStreamEndCapture:1:901",
          "cuGraphInstantiateWithFlags:1:2",
          "cuGraphDestroy:1:1",
          "cuMemsetD8Async:1:1",
          "cuMemcpyHtoDAsync_v2:1:1",
          "cuMemcpyHtoDAsync_v2:3:700",
          "cuStreamSynchronize:1:719",
          "cuStreamSynchronize:3:719",
          "cuEventRecord:1:400",
          "cuEventRecord:2:400",
          "cuGraphLaunch:1:719",
          "cuEventSynchronize:1:719",
          // The next inputs, and their staging.
          "cuStreamCreate:2:2",
          "cuEventCreate:5:2",
          "cuEventCreate:6:2",
          "cuMemcpyDtoDAsync_v2:1:1",
          "cuStreamWaitEvent:1:400",
          "cuStreamWaitEvent:2:400",
          "cuEventRecord:10:400",
          "cuEventRecord:12:400",
          "cuEventSynchronize:4:719",
          "cuEventElapsedTime:1:600",
          "cuMemcpyDtoHAsync_v2:1:1");

  /** Giving back can fail too; what the driver does not take is then open. */
  private static final List<String> CLOSES =
      List.of(
          "cuMemFree_v2:2:700",
          "cuMemFreeHost:1:700",
          "cuEventDestroy_v2:1:700",
          "cuEventDestroy_v2:4:700",
          "cuStreamDestroy_v2:1:700",
          "cuModuleUnload:1:700",
          "cuGraphExecDestroy:1:700",
          "cuDevicePrimaryCtxRelease_v2:1:700");

  /** Calls that are made to choose among a library's algorithms. */
  private static final List<String> PREPARING =
      List.of(
          "cuEventCreate:5:2",
          "cuEventCreate:6:2",
          "cuMemcpyHtoDAsync_v2:1:700",
          "cuStreamSynchronize:1:719",
          "cuEventRecord:1:400",
          "cuEventRecord:2:400",
          "cuEventRecord:8:400",
          "cuEventSynchronize:2:719",
          "cuEventSynchronize:6:719",
          "cuEventElapsedTime:1:600",
          "cuMemAlloc_v2:30:2",
          "cuStreamBeginCapture_v2:1:900");

  @Test
  void noReturnCodeIsIgnored() {
    List<String> plans = new ArrayList<>(CALLS);
    plans.addAll(CLOSES);
    List<String> lines = faults(plans);
    for (String plan : plans) {
      String thrown = part(lines, plan, 1);
      String function = plan.substring(0, plan.indexOf(':')).replaceAll("(_v2|WithFlags)$", "");
      String code = plan.substring(plan.lastIndexOf(':') + 1);
      assertThat(thrown)
          .as(plan)
          .contains(function)
          .containsPattern("\\(" + code + "\\)|code " + code);
    }
  }

  @Test
  void whatFailsLeavesNothingOpen() {
    List<String> lines = faults(CALLS);
    for (String plan : CALLS) {
      // A graph that the driver refuses to destroy stays.
      String left = plan.startsWith("cuGraphDestroy") ? "1" : "0";
      assertThat(part(lines, plan, 2)).as(plan + ": " + part(lines, plan, 1)).isEqualTo(left);
    }
  }

  @Test
  void oneRefusalToTakeBackDoesNotKeepTheRest() {
    List<String> lines = faults(CLOSES);
    for (String plan : CLOSES) {
      assertThat(part(lines, plan, 2)).as(plan).isEqualTo("1");
    }
  }

  /** A library's workspaces, clock, and trials are given back too, whatever of them fails. */
  @Test
  void whatFailsWhilePreparingALibraryLeavesNothingOpen(@TempDir Path folder) {
    Map<String, String> libraries =
        Map.of(
            "VERSION", "13000",
            "ASSAY_CUDA_ENGINE", "library",
            "ASSAY_CUDA_LIBRARIES", CudaStandIn.all(folder).toString());
    List<String> lines = faults(PREPARING, libraries);
    for (String plan : PREPARING) {
      String function = plan.substring(0, plan.indexOf(':')).replaceAll("_v2$", "");
      assertThat(part(lines, plan, 1)).as(plan).contains(function);
      assertThat(part(lines, plan, 2)).as(plan).isEqualTo("0");
    }
    assertThat(lines).noneMatch(line -> line.contains("stand-in library:"));
  }

  private static List<String> faults(List<String> plans) {
    return faults(plans, Map.of());
  }

  private static List<String> faults(List<String> plans, Map<String, String> settings) {
    return StandInDriver.complete()
        .run(FaultChild.class, settings, plans.toArray(String[]::new))
        .lines();
  }

  private static String part(List<String> lines, String plan, int number) {
    return lines.stream()
        .filter(line -> line.startsWith(plan + " | "))
        .map(line -> line.split(" \\| ", -1)[number])
        .findFirst()
        .orElse("no line in " + String.join("\n", lines));
  }

  @Test
  void memoryThatIsNotFreedIsSeen() {
    StandInDriver.Outcome outcome =
        StandInDriver.complete()
            .run(StandInChild.class, Map.of("LEAK", "cuMemFree_v2"), "f32", "closesTwice");
    assertThat(outcome.text()).contains(StandInChild.PASSED + "closesTwice");
    assertThat(outcome.count("memory")).isPositive();
  }

  @Test
  void aWrongStrideIsSeen(@TempDir Path folder) {
    StandInDriver driver =
        StandInDriver.mistaken(
            folder,
            "product.cuh",
            "matmul_f32",
            "k, bColumn, bDepth, 0}",
            "k, bColumn, bDepth + (n > 100), 0}");
    assertThat(failures(driver, "largerRaggedSizes")).contains(": expected ");
  }

  @Test
  void aWriteBeyondTheEndIsSeen(@TempDir Path folder) {
    StandInDriver driver =
        StandInDriver.mistaken(folder, "pool.cu", "pool", "i < count; i +=", "i <= count; i +=");
    assertThat(failures(driver, "randomPrograms")).contains("CUDA_ERROR_ILLEGAL_ADDRESS");
  }

  @Test
  void aMissingBarrierIsSeen(@TempDir Path folder) {
    StandInDriver driver =
        StandInDriver.mistaken(
            folder, "reduce.cu", "reduce", "= product;\n  __syncthreads();", "= product;");
    assertThat(failures(driver, "randomPrograms")).contains(": expected ");
  }

  /** Two products in three hundred, whose sums nearly cancel each other. */
  @Test
  void productsMissingFromAChainAreSeen(@TempDir Path folder) {
    StandInDriver driver =
        StandInDriver.mistaken(
            folder,
            "peak.cu",
            "peak",
            "pair < steps / 2;",
            "pair < (steps - 2 * (steps > 99)) / 2;");
    for (String precision : List.of("tf32", "bf16", "f16", "s8")) {
      assertThat(failures(driver, precision, "matrixChains")).contains(": expected ");
    }
  }

  private static String failures(StandInDriver driver, String check) {
    return failures(driver, "f32", check);
  }

  private static String failures(StandInDriver driver, String precision, String check) {
    StandInDriver.Outcome outcome = driver.run(StandInChild.class, Map.of(), precision, check);
    assertThat(outcome.lines()).as(outcome.text()).doesNotContain(StandInChild.PASSED + check);
    return outcome.text();
  }
}
