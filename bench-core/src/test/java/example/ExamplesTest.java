package example;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.host.HostRoot;
import assay.core.oracle.Verdict;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Instrument;
import assay.core.telemetry.Readings;
import assay.core.telemetry.TelemetrySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples do what they say. */
class ExamplesTest {
  @TempDir private Path machine;

  @Test
  void aProductIsComputedAndChecked() {
    Verdict verdict = CheckedProduct.run(new LoopTarget(), 7, 5, 9, 42);
    assertThat(verdict.passed()).as(verdict.message()).isTrue();
    assertThat(verdict.checked()).isEqualTo(7 * 5);
    assertThat(verdict.worst()).isBetween(0.0, 1.0);
  }

  private Availability<TelemetrySource.Opened> open() {
    return new CounterFileSource()
        .open(new TelemetrySource.Context(new HostRoot(machine), Optional.empty()));
  }

  @Test
  void aCounterIsReadAndAMissingOneIsExplained() throws IOException {
    assertThat(open().whyNot()).isEqualTo("/sys/class/example/board0/energy_uj does not exist");
    Path file = machine.resolve("sys/class/example/board0/energy_uj");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "4294967295\n");
    try (Instrument counter = open().toOptional().orElseThrow().instrument()) {
      assertThat(counter.channels()).singleElement().isInstanceOf(Channel.EnergyCounter.class);
      assertThat(counter.metersEnergy()).isTrue();
      Readings first = new Readings(counter.channels(), 0);
      counter.read(first);
      assertThat(first.value(0)).isEqualTo(4294967295.0);
      Files.writeString(file, "garbage");
      Readings second = new Readings(counter.channels(), 1);
      counter.read(second);
      assertThat(second.reason(0)).contains("energy_uj");
    }
  }
}
