package assay.gpu.nvml;

import static assay.gpu.nvml.StandIn.read;
import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Remedy.Advice;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Instrument;
import assay.core.telemetry.TelemetrySource.Gap;
import assay.core.telemetry.TelemetrySource.Opened;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a device does not give from the start, and what fails while it is read. */
class NvmlFailuresTest {
  @TempDir Path folder;

  private static List<String> ids(Opened opened) {
    return opened.instrument().channels().stream().map(Channel::id).toList();
  }

  @ParameterizedTest
  @CsvSource({"1, UNINITIALIZED", "9, DRIVER_NOT_LOADED", "15, GPU_IS_LOST", "999, UNKNOWN"})
  void theDriverGoesAwayAndComesBack(int code, String name) {
    StandIn standIn = StandIn.in(folder).script("devices 2");
    try (Instrument nvml = standIn.opened().instrument()) {
      final int channels = read(nvml).size();
      standIn.script("devices 2", "gone " + code);
      Map<String, Object> gone = read(nvml);
      assertThat(gone).hasSize(channels);
      assertThat(gone.values())
          .allSatisfy(
              value -> assertThat(value).asString().contains("NVML_ERROR_" + name + ", " + code));
      standIn.script("devices 2");
      assertThat(read(nvml).values()).hasSize(channels).allMatch(Double.class::isInstance);
    }
  }

  @Test
  void aLostDeviceLeavesTheOthersAlone() {
    StandIn standIn = StandIn.in(folder).script("devices 3");
    try (Instrument nvml = standIn.opened().instrument()) {
      standIn.script("devices 3", "gpu1.lost 15");
      long before = standIn.controls().calls();
      Map<String, Object> values = read(nvml);
      assertThat(values)
          .allSatisfy((id, value) -> {
            if (id.startsWith("gpu-1.")) {
              assertThat(value)
                  .isEqualTo("the GPU has fallen off the bus (NVML_ERROR_GPU_IS_LOST, 15)");
            } else {
              assertThat(value).as(id).isInstanceOf(Double.class);
            }
          });
      assertThat(values.keySet()).anyMatch(id -> id.startsWith("gpu-1."));
      assertThat(standIn.controls().calls() - before)
          .as("a lost device is asked once")
          .isEqualTo(2 * 15 + 1);
    }
  }

  @Test
  void oneFailingCallSpoilsItsOwnChannelsOnly() {
    StandIn standIn = StandIn.in(folder).script();
    try (Instrument nvml = standIn.opened().instrument()) {
      standIn.script("nvmlDeviceGetUtilizationRates 999", "field.83 999");
      Map<String, Object> values = read(nvml);
      assertThat(values.entrySet().stream().filter(e -> e.getValue() instanceof String))
          .extracting(Map.Entry::getKey)
          .containsExactly("gpu-0.energy", "gpu-0.utilization.gpu", "gpu-0.utilization.memory");
    }
  }

  @Test
  void whatIsNotSupportedIsLeftOutWithAGap() {
    StandIn standIn =
        StandIn.in(folder)
            .script(
                "field.83 3",
                "nvmlDeviceGetTotalEnergyConsumption 3",
                "field.3 3",
                "field.4 3",
                "nvmlDeviceGetTotalEccErrors 3",
                "field.82 3",
                "nvmlDeviceGetViolationStatus 3",
                "event_types 0");
    Opened opened = standIn.opened();
    try (Instrument nvml = opened.instrument()) {
      assertThat(ids(opened))
          .doesNotContain("gpu-0.energy", "gpu-0.ecc.corrected", "gpu-0.violation.power")
          .doesNotContain("gpu-0.xid.errors", "gpu-0.temperature.memory")
          .contains("gpu-0.power", "gpu-0.pcie.replays");
      assertThat(opened.gives()).contains("without energy counter");
      assertThat(opened.gaps())
          .contains(
              new Gap(
                  "gpu-0 energy",
                  "this device or its driver does not support it (NVML_ERROR_NOT_SUPPORTED, 3)",
                  new Advice(
                      "NVIDIA provides the counter since Volta; without it energy is integrated from power")));
      assertThat(opened.gaps())
          .extracting(Gap::what)
          .contains(
              "gpu-0 temperature.memory, ecc.corrected, ecc.uncorrected, violation.power,"
                  + " violation.thermal, violation.board-limit, violation.reliability, xid");
      assertThat(read(nvml).values()).allMatch(Double.class::isInstance);
      assertThat(standIn.controls().eventSets()).isZero();
    }
  }

  @Test
  void whatIsForbiddenSaysWhatHelps() {
    StandIn standIn = StandIn.in(folder).script("nvmlDeviceRegisterEvents 4");
    Opened opened = standIn.opened();
    try (Instrument nvml = opened.instrument()) {
      assertThat(nvml.channels()).extracting(Channel::id).doesNotContain("gpu-0.xid.errors");
      assertThat(opened.gaps())
          .contains(
              new Gap(
                  "gpu-0 xid",
                  "this user may not read it (NVML_ERROR_NO_PERMISSION, 4)",
                  new Advice("run as root, or have the administrator allow it for this user")));
      assertThat(standIn.controls().eventSets()).isZero();
    }
  }

  /** A flag that never rises would read as "not throttled". */
  @Test
  void aReasonThatIsNeverReportedIsNoFlag() {
    StandIn standIn = StandIn.in(folder).script("supported_reasons 0x67");
    Opened opened = standIn.opened();
    try (Instrument nvml = opened.instrument()) {
      assertThat(ids(opened))
          .contains("gpu-0.throttle.thermal", "gpu-0.throttle.power-cap")
          .doesNotContain("gpu-0.throttle.power-brake", "gpu-0.throttle.hardware-slowdown");
      assertThat(opened.gaps())
          .extracting(Gap::what)
          .contains("gpu-0 throttle.power-brake, throttle.hardware-slowdown");
      assertThat(read(nvml)).containsEntry("gpu-0.throttle.thermal", 0.0);
    }
  }

  @Test
  void withMigTheGapSaysWhatIsCounted() {
    StandIn standIn = StandIn.in(folder).script("devices 2", "gpu1.mig 1");
    Opened opened = standIn.opened();
    try (Instrument nvml = opened.instrument()) {
      assertThat(ids(opened))
          .contains("gpu-0.utilization.gpu", "gpu-1.energy", "gpu-1.power")
          .doesNotContain("gpu-1.utilization.gpu", "gpu-1.utilization.memory");
      assertThat(opened.gaps())
          .filteredOn(gap -> gap.what().startsWith("gpu-"))
          .singleElement()
          .satisfies(gap -> {
            assertThat(gap.what()).isEqualTo("gpu-1 instances");
            assertThat(gap.reason()).contains("MIG is enabled", "all instances together");
            assertThat(gap.remedy().text()).contains("nvidia-smi -mig 0");
          });
      assertThat(nvml.facts().identity())
          .containsEntry("gpu-0.mig", "disabled")
          .containsEntry("gpu-1.mig", "enabled");
    }
  }

  @Test
  void unknownAccuracyIsAGap() {
    Opened opened = StandIn.in(folder).script("devices 2").opened();
    try (Instrument nvml = opened.instrument()) {
      assertThat(nvml.channels()).isNotEmpty();
      assertThat(opened.gaps())
          .singleElement()
          .satisfies(gap -> assertThat(gap.reason()).contains("Fermi and Kepler only"));
    }
  }

  @Test
  void closesTwiceAndReadsNothingMore() {
    StandIn standIn = StandIn.in(folder).script();
    Instrument nvml = standIn.opened().instrument();
    assertThat(standIn.controls().users()).isEqualTo(1);
    assertThat(standIn.controls().eventSets()).isEqualTo(1);
    nvml.close();
    nvml.close();
    assertThat(standIn.controls().users()).isZero();
    assertThat(standIn.controls().eventSets()).isZero();
    assertThat(read(nvml).values()).isNotEmpty().containsOnly("the instrument is closed");
    assertThat(nvml.facts().identity()).isEmpty();
  }

  @Test
  void twoInstrumentsOfOneLibrary() {
    StandIn standIn = StandIn.in(folder).script("xids 79");
    try (Instrument one = standIn.opened().instrument()) {
      Instrument other = standIn.opened().instrument();
      other.close();
      assertThat(read(one)).containsEntry("gpu-0.xid.errors", 1.0);
    }
  }
}
