package assay.core.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.core.device.Device;
import assay.core.host.HostRoot;
import assay.core.record.EnergyReading;
import assay.core.record.RunId;
import assay.core.record.RunStoreException;
import assay.core.record.Telemetry;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.OpenSources;
import assay.core.telemetry.Sampler;
import assay.core.telemetry.TelemetrySource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A log that cannot be written any more: its file is a pipe whose reader goes away. */
class TelemetryWriterTest {
  private static final Domain HOST = Domain.host("host", Domain.Kind.HOST);

  @TempDir Path folder = Path.of("");

  @Test
  @Timeout(60)
  void aForkIsAnsweredAndTheRunIsToldAtItsEnd() throws Exception {
    RunFolder run = new RunStore(folder).create(new RunId("20261122T051500Z-ab12cd"));
    Path pipe = run.path().resolve("telemetry.jsonl");
    assumeTrue(
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0,
        "mkfifo makes no pipe here");
    CompletableFuture<String> header =
        CompletableFuture.supplyAsync(() -> {
          try (BufferedReader reader = Files.newBufferedReader(pipe)) {
            return reader.readLine();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    TestMeter load =
        new TestMeter("load").with(new Channel.Gauge("cpu.busy", HOST, "%"), nanos -> 50.0);
    OpenSources sources =
        OpenSources.open(
            List.of(load), new TelemetrySource.Context(HostRoot.machine(), Optional.empty()));
    TelemetryWriter writer = new TelemetryWriter(run, sources, null, InstantSource.system());
    assertThat(header.get(30, TimeUnit.SECONDS)).contains("cpu.busy");
    try (Sampler sampler = new Sampler(sources, Duration.ofMillis(50), writer::write);
        SamplerServer observer =
            new SamplerServer(
                sampler,
                new EnergyWindows(sources, null),
                1,
                folder.resolve("s"),
                (event, nanos) -> writer.edge(event, nanos, 0))) {
      observer.forkStarts();
      try (SamplerClient link = SamplerClient.connect(observer.socket())) {
        link.measuredBegins();
        link.measuredEnds();
      }
      Telemetry<EnergyReading> seen = observer.observed(new Device.Hardware("cpu", Map.of()));
      assertThat(seen.utilization().orNull()).containsKey("cpu.busy");
    }
    assertThatThrownBy(writer::close)
        .isInstanceOf(RunStoreException.class)
        .hasMessageContaining("telemetry.jsonl");
  }
}
