package assay.fpga.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.host.HostRoot;
import assay.core.telemetry.TelemetrySource;
import assay.core.telemetry.TelemetrySource.Opened;
import assay.core.telemetry.TelemetrySources;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistrationTest {
  @Test
  void allSourcesAreFoundAndDescribed() {
    assertThat(TelemetrySources.all())
        .extracting(TelemetrySource::id)
        .contains("dfl", "hwmon-board", "xrt", "xrt-smi");
    assertThat(TelemetrySources.all()).allSatisfy(s -> assertThat(s.description()).isNotBlank());
  }

  @Test
  void onThisMachineEachOpensOrSaysWhyNotAndWhatHelps() {
    for (TelemetrySource source : TelemetrySources.all()) {
      var context = new TelemetrySource.Context(HostRoot.machine(), Optional.empty());
      switch (source.open(context)) {
        case Availability.Available<Opened>(Opened opened) -> {
          assertThat(opened.instrument().channels()).as(source.id()).isNotEmpty();
          opened.instrument().close();
        }
        case Availability.Unavailable<Opened> no -> {
          assertThat(no.reason()).as(source.id()).isNotBlank();
          assertThat(no.remedy()).as(source.id()).isNotNull();
        }
      }
    }
  }
}
