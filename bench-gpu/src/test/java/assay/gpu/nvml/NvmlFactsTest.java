package assay.gpu.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import assay.core.telemetry.Facts;
import assay.core.telemetry.Instrument;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NvmlFactsTest {
  @TempDir Path folder;

  @Test
  void whatTheFingerprintNeeds() {
    StandIn standIn = StandIn.in(folder).script("ecc 0", "compute 3", "virtualization 2");
    try (Instrument nvml = standIn.opened().instrument()) {
      Facts facts = nvml.facts();
      assertThat(facts.identity())
          .containsExactly(
              entry("gpu-0.name", "Stand-in GPU 80GB"),
              entry("gpu-0.part", "900-00000-0000-000"),
              entry("gpu-0.vbios", "96.00.61.00.01"),
              entry("gpu-0.computeCapability", "9.0"),
              entry("gpu-0.memory", "85899345920 B"),
              entry("gpu-0.pcie", "generation 5 x16"),
              entry("gpu-0.mig", "disabled"),
              entry("gpu-0.virtualization", "vGPU in a virtual machine"));
      assertThat(facts.settings())
          .containsExactly(
              entry("nvidia.driver", "550.54.14"),
              entry("nvidia.nvml", "12.550.54.14"),
              entry("nvidia.cudaDriver", "12.4"),
              entry("nvidia.library", "not the driver's: named by ASSAY_NVML_LIBRARY"),
              entry("gpu-0.inforom", "G520.0200.00.05"),
              entry("gpu-0.ecc", "disabled"),
              entry("gpu-0.powerLimit", "500.0 W"),
              entry("gpu-0.persistence", "enabled"),
              entry("gpu-0.computeMode", "exclusive process"));
      assertThat(facts.state())
          .containsExactly(
              entry("gpu-0.address", "0000:3b:00.0"),
              entry("gpu-0.pcie.current", "generation 4 x16"));
      assertThat(facts.unavailable()).isEmpty();
    }
  }

  @Test
  void whatCannotBeReadSaysWhy() {
    StandIn standIn = StandIn.in(folder).script();
    try (Instrument nvml = standIn.opened().instrument()) {
      standIn.script(
          "nvmlDeviceGetMigMode 3",
          "nvmlDeviceGetMaxPcieLinkWidth 3",
          "nvmlDeviceGetVbiosVersion 4",
          "nvmlSystemGetCudaDriverVersion_v2 12");
      Facts facts = nvml.facts();
      assertThat(facts.identity()).doesNotContainKeys("gpu-0.mig", "gpu-0.pcie", "gpu-0.vbios");
      assertThat(facts.unavailable())
          .containsOnlyKeys("gpu-0.mig", "gpu-0.pcie", "gpu-0.vbios", "nvidia.cudaDriver")
          .containsEntry("gpu-0.vbios", "this user may not read it (NVML_ERROR_NO_PERMISSION, 4)");
    }
  }

  @Test
  void withoutDriverNothingIsMadeUp() {
    StandIn standIn = StandIn.in(folder).script();
    try (Instrument nvml = standIn.opened().instrument()) {
      standIn.script("gone 9");
      Facts facts = nvml.facts();
      assertThat(facts.identity()).isEmpty();
      assertThat(facts.settings()).containsOnlyKeys("nvidia.library");
      assertThat(facts.unavailable().values())
          .isNotEmpty()
          .allMatch(reason -> reason.contains("NVML_ERROR_DRIVER_NOT_LOADED"));
    }
  }
}
