package assay.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import assay.core.host.HostRoot;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is found among the channels and gaps of several sources. */
class OpenSourcesTest {
  private static final Domain HOST = Domain.host("host", Domain.Kind.HOST);
  private static final Domain PACKAGE = Domain.host("package-1", Domain.Kind.PACKAGE);
  private static final Domain FIRST = Domain.accelerator("gpu-0", Domain.Kind.BOARD, "GPU-a");
  private static final Domain SECOND = Domain.accelerator("gpu-1", Domain.Kind.BOARD, "GPU-b");

  private record Fixed(List<Channel> channels) implements Instrument {
    @Override
    public void read(Readings into) {}

    @Override
    public void close() {}
  }

  private static OpenSources.Opened source(String id, Channel... channels) {
    return new OpenSources.Opened(id, new Fixed(Arrays.asList(channels)));
  }

  private static Channel clock(String id, Domain domain) {
    return new Channel.Gauge(id, domain, "Hz");
  }

  private static final List<OpenSources.Opened> ALL =
      List.of(
          source("oshi", clock("cpu.frequency.mean", HOST), clock("cpu.frequency.max", HOST)),
          source(
              "nvml",
              clock("gpu-0.clock.graphics", FIRST),
              new Channel.Gauge("gpu-0.clock.sm", FIRST, "%"),
              clock("gpu-1.clock.sm", SECOND),
              clock("gpu-0.clock.sm", FIRST)),
          source("cpufreq", clock("cpu.frequency.mean", HOST)));

  /** Its own device's, the clock of the compute units before that of graphics; only in hertz. */
  @Test
  void anAcceleratorsClockIsThatOfItsComputeUnits() {
    assertThat(ComputeClock.find(ALL, Optional.of("GPU-a")))
        .containsExactly(
            new ComputeClock(1, 3, "gpu-0.clock.sm"),
            new ComputeClock(1, 0, "gpu-0.clock.graphics"));
    assertThat(ComputeClock.find(ALL, Optional.of("GPU-b")))
        .containsExactly(new ComputeClock(1, 2, "gpu-1.clock.sm"));
    assertThat(ComputeClock.find(ALL, Optional.of("GPU-c"))).isEmpty();
  }

  @Test
  void theHostsClockIsTheMeanOverItsProcessors() {
    assertThat(ComputeClock.find(ALL, Optional.empty()))
        .containsExactly(
            new ComputeClock(0, 0, "cpu.frequency.mean"),
            new ComputeClock(2, 0, "cpu.frequency.mean"));
    assertThat(ComputeClock.find(List.of(), Optional.empty())).isEmpty();
  }

  private record Source(String id, Availability<Opened> answer) implements TelemetrySource {
    @Override
    public String description() {
      return "a source of this test";
    }

    @Override
    public Availability<Opened> open(Context context) {
      return answer;
    }
  }

  @Test
  void domainsThatCannotBeMeteredAreListedWithTheirSource() {
    Remedy remedy = new Remedy.Advice("read it as root");
    TelemetrySource rapl =
        new Source(
            "rapl",
            new Available<>(
                new TelemetrySource.Opened(
                    new Fixed(List.of()),
                    "package-0",
                    List.of(
                        new TelemetrySource.Gap("package-1", "permission denied", remedy, PACKAGE),
                        new TelemetrySource.Gap("dram", "no such zone", remedy)))));
    TelemetrySource gone = new Source("gone", new Unavailable<>("it is not here"));
    try (OpenSources sources =
        OpenSources.open(
            List.of(gone, rapl),
            new TelemetrySource.Context(HostRoot.machine(), Optional.empty()))) {
      assertThat(sources.unmetered())
          .containsExactly(new OpenSources.Unmetered("rapl", PACKAGE, "permission denied"));
      assertThat(sources.instruments())
          .extracting(OpenSources.Opened::source)
          .containsExactly("rapl");
      assertThat(sources.found().get(gone)).isEqualTo(new Unavailable<>("it is not here"));
    }
    assertThat(gone.metersEnergy()).as("unless it says otherwise").isTrue();
  }

  @Test
  void aFlagHasNoUnitOfItsOwn() {
    assertThat(new Channel.Flag("throttle", HOST, InterferenceKind.THERMAL).unit()).isEqualTo("1");
  }

  /** What the device did to protect itself excludes a sample; what its settings do labels it. */
  @ParameterizedTest
  @EnumSource
  void interferenceExcludesOrLabels(InterferenceKind kind) {
    assertThat(kind.invalidates())
        .isEqualTo(
            switch (kind) {
              case THERMAL, POWER_BRAKE, HARDWARE_SLOWDOWN, HARDWARE_ERROR -> true;
              case POWER_CAP,
                  CGROUP_QUOTA,
                  INTRUDER,
                  STEAL,
                  CLOCK_DRIFT,
                  CLOCK_UNSETTLED,
                  PRESSURE ->
                  false;
            });
    assertThat(kind.text()).isNotBlank();
  }
}
