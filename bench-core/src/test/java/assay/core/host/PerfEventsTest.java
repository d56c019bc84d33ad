package assay.core.host;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.host.PerfStat.Count;
import assay.core.testing.MachineTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerfEventsTest {
  @TempDir private Path folder = Path.of("");

  private HostRoot machine(String vendor) throws IOException {
    MachineTree.write(folder, "proc/cpuinfo", "processor : 0\nvendor_id : " + vendor + "\n");
    return new HostRoot(folder);
  }

  private void event(String device, String name) throws IOException {
    MachineTree.write(
        folder, "sys/bus/event_source/devices/" + device + "/events/" + name, "event=0x04");
  }

  @Test
  void eachMakerHasItsOwnFloatingPointEvents() throws IOException {
    assertThat(PerfEvents.ofProcess(machine("GenuineIntel")))
        .contains("cycles", "fp_arith_inst_retired.512b_packed_double")
        .noneMatch(e -> e.startsWith("fp_ret"));
    assertThat(PerfEvents.ofProcess(machine("AuthenticAMD")))
        .contains("cycles", "fp_ret_sse_avx_ops.all")
        .noneMatch(e -> e.startsWith("fp_arith"));
    assertThat(PerfEvents.ofProcess(machine("another")))
        .contains("cycles")
        .noneMatch(e -> e.startsWith("fp_"));
  }

  @Test
  void memoryControllersAreFoundInTheKernelsList() throws IOException {
    event("uncore_imc_0", "cas_count_read");
    event("uncore_imc_0", "cas_count_read.scale");
    event("uncore_imc_0", "clockticks");
    event("uncore_imc_1", "cas_count_write");
    event("cpu", "cycles");
    event("amd_umc_0", "umc_mem_clk");
    assertThat(PerfEvents.ofMemory(machine("GenuineIntel")))
        .containsExactlyInAnyOrder(
            "uncore_imc_0/cas_count_read/",
            "uncore_imc_1/cas_count_write/",
            "amd_umc_0/umc_cas_cmd.rd/",
            "amd_umc_0/umc_cas_cmd.wr/");
    assertThat(PerfEvents.ofMemory(new HostRoot(folder.resolve("elsewhere")))).isEmpty();
  }

  private static Availability<Count> counted(double value) {
    return new Available<>(new Count(value, "", 1, false));
  }

  @Test
  void operationsNeedAllTheirEvents() {
    assertThat(PerfEvents.flops(Map.of("fp_ret_sse_avx_ops.all", counted(12))))
        .isEqualTo(new Available<>(12.0));
    assertThat(
            PerfEvents.flops(
                Map.of(
                    "fp_arith_inst_retired.128b_packed_double", counted(10),
                    "fp_arith_inst_retired.scalar_double", counted(3))))
        .isEqualTo(new Available<>(23.0));
    assertThat(
            PerfEvents.flops(
                    Map.of(
                        "fp_arith_inst_retired.128b_packed_double",
                        counted(10),
                        "fp_arith_inst_retired.scalar_double",
                        new Unavailable<>("lost")))
                .whyNot())
        .isEqualTo("lost");
    assertThat(PerfEvents.flops(Map.of("cycles", counted(1))).whyNot()).contains("no event");
  }
}
