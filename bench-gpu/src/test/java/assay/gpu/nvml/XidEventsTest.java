package assay.gpu.nvml;

import static assay.gpu.nvml.StandIn.read;
import static org.assertj.core.api.Assertions.assertThat;

import assay.core.telemetry.Instrument;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Xid errors are counted once each, for the device they came from. */
class XidEventsTest {
  @TempDir Path folder;

  @Test
  void eachIsCountedOnce() {
    StandIn standIn = StandIn.in(folder).script("devices 2");
    try (Instrument nvml = standIn.opened().instrument()) {
      assertThat(read(nvml)).containsEntry("gpu-1.xid.errors", 0.0);
      standIn.script("devices 2", "gpu1.xids 79");
      assertThat(read(nvml))
          .containsEntry("gpu-0.xid.errors", 0.0)
          .containsEntry("gpu-1.xid.errors", 1.0);
      assertThat(read(nvml)).containsEntry("gpu-1.xid.errors", 1.0);
      standIn.script("devices 2", "gpu1.xids 79,48,999");
      assertThat(read(nvml)).containsEntry("gpu-1.xid.errors", 3.0);
      assertThat(nvml.facts().state())
          .containsEntry("gpu-1.xid.last", "999")
          .doesNotContainKey("gpu-0.xid.last");
    }
  }

  /** A fault of any program on the device is shown, but says nothing against the hardware. */
  @Test
  void faultsOfApplicationsAreCountedApart() {
    StandIn standIn = StandIn.in(folder).script("xids 13,31,43,45,68,109,74");
    try (Instrument nvml = standIn.opened().instrument()) {
      assertThat(read(nvml))
          .containsEntry("gpu-0.xid.application", 6.0)
          .containsEntry("gpu-0.xid.errors", 1.0);
    }
  }

  @Test
  void aStormIsCountedOverSeveralReadings() {
    String storm = IntStream.range(0, 100).mapToObj(i -> "79").collect(Collectors.joining(","));
    StandIn standIn = StandIn.in(folder).script("xids " + storm);
    try (Instrument nvml = standIn.opened().instrument()) {
      assertThat(read(nvml)).containsEntry("gpu-0.xid.errors", 64.0);
      assertThat(read(nvml)).containsEntry("gpu-0.xid.errors", 100.0);
    }
  }

  @Test
  void aFailingWaitIsNoCount() {
    StandIn standIn = StandIn.in(folder).script("xids 79");
    try (Instrument nvml = standIn.opened().instrument()) {
      standIn.script("nvmlEventSetWait_v2 999");
      assertThat(read(nvml).get("gpu-0.xid.errors")).asString().contains("NVML_ERROR_UNKNOWN");
      standIn.script("xids 79");
      assertThat(read(nvml)).containsEntry("gpu-0.xid.errors", 1.0);
    }
  }
}
