package assay.core.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import assay.core.availability.Availability;
import assay.core.device.Device;
import assay.core.host.HostRoot;
import assay.core.record.EnergyReading;
import assay.core.record.RefusedEnergy;
import assay.core.record.Telemetry;
import assay.core.telemetry.Attribution;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.OpenSources;
import assay.core.telemetry.Sampler;
import assay.core.telemetry.Share;
import assay.core.telemetry.Snapshot;
import assay.core.telemetry.TelemetrySource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The line between a fork and the sampler, over a real socket and with a counter that moves. */
class SamplerServerTest {
  private static final Device.Hardware CPU = new Device.Hardware("cpu", Map.of());
  private static final Domain PACKAGE = Domain.host("package-0", Domain.Kind.PACKAGE);
  private static final double WATTS = 40;
  private static final long START = System.nanoTime();

  @TempDir Path folder = Path.of("");
  private final ConcurrentLinkedQueue<String> edges = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Snapshot> logged = new ConcurrentLinkedQueue<>();
  private Optional<AutoCloseable> toClose = Optional.empty();

  private static Channel counter(double updateSeconds) {
    return new Channel.EnergyCounter(
        "package-0.energy", PACKAGE, 1e-6, 1e9, updateSeconds, 500, null);
  }

  private static TestMeter meter(double updateSeconds) {
    return new TestMeter("rapl")
        .with(counter(updateSeconds), nanos -> Math.floor((nanos - START) * 1e-3 * WATTS) % 1e9);
  }

  private SamplerServer observer(double maxSeconds, TelemetrySource... sources) throws IOException {
    OpenSources open =
        OpenSources.open(
            List.of(sources), new TelemetrySource.Context(HostRoot.machine(), Optional.empty()));
    Sampler sampler = new Sampler(open, Duration.ofMillis(200), logged::add);
    SamplerServer observer =
        new SamplerServer(
            sampler,
            new EnergyWindows(open, "/machines/a"),
            maxSeconds,
            folder.resolve("s"),
            (event, nanos) -> edges.add(event));
    toClose =
        Optional.of(() -> {
          observer.close();
          sampler.close();
        });
    observer.forkStarts();
    return observer;
  }

  @AfterEach
  void close() throws Exception {
    if (toClose.isPresent()) {
      toClose.get().close();
    }
  }

  private static OptionalLong fork(Path socket, Runnable inTheWindow) {
    try (SamplerClient link = SamplerClient.connect(socket)) {
      link.measuredBegins();
      pause();
      link.measuredEnds();
      AtomicInteger prepared = new AtomicInteger();
      OptionalLong executions =
          link.meter(
              prepared::incrementAndGet,
              () -> {
                pause();
                inTheWindow.run();
              });
      assertThat(prepared.get()).isEqualTo(executions.isPresent() ? 1 : 0);
      return executions;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void theEnergyOfAForkIsThatOfItsWindow() throws Exception {
    TestMeter meter = meter(0.001);
    SamplerServer observer = observer(5, meter);
    OptionalLong executions = fork(observer.socket(), () -> {});
    Telemetry<EnergyReading> seen = observer.observed(CPU);
    EnergyReading energy = Objects.requireNonNull(seen.energy().orNull()).getFirst();
    assertThat(executions).hasValue(energy.executions());
    assertThat(energy.share()).isEqualTo(Share.PRIMARY);
    assertThat(energy.root()).isEqualTo("/machines/a");
    assertThat(energy.windowSeconds()).isGreaterThanOrEqualTo(0.5);
    double watts = energy.joules() / energy.windowSeconds();
    assertThat(watts).isEqualTo(WATTS, within(WATTS * 2 * energy.windowPercent() / 100));
    assertThat(meter.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(edges)
        .containsExactly("measured begin", "measured end", "energy begin", "energy end");
  }

  @Test
  void aMeterThatIsTooSlowForTheRunIsRefusedWithBothTimes() throws Exception {
    SamplerServer observer = observer(1, meter(0.1));
    assertThat(fork(observer.socket(), () -> {})).isEmpty();
    Telemetry<EnergyReading> seen = observer.observed(CPU);
    assertThat(seen.energy().whyNot()).contains("needs a window of 10.0 s");
    assertThat(seen.refusedEnergy())
        .extracting(RefusedEnergy::reason)
        .containsExactly(
            "the meter needs a window of 10.0 s but the run allows 1.0 s: allow a longer one");
  }

  @Test
  void aMeterThatVanishesInTheWindowIsRefused() throws Exception {
    TestMeter meter = meter(0.001);
    SamplerServer observer = observer(5, meter);
    fork(observer.socket(), () -> meter.lose(0, "energy_uj is gone"));
    Telemetry<EnergyReading> seen = observer.observed(CPU);
    assertThat(seen.energy().whyNot()).contains("energy_uj is gone");
    assertThat(seen.refusedEnergy().getFirst().share()).isEqualTo(Share.PRIMARY);
  }

  @Test
  void withoutAMeterNothingIsRepeatedAndNothingRefused() throws Exception {
    Channel gauge = new Channel.Gauge("clock", Domain.host("host", Domain.Kind.HOST), "Hz");
    SamplerServer observer = observer(5, new TestMeter("oshi").with(gauge, nanos -> 3e9));
    assertThat(fork(observer.socket(), () -> {})).isEmpty();
    Telemetry<EnergyReading> seen = observer.observed(CPU);
    assertThat(seen.energy().whyNot()).contains("no telemetry source here measures energy");
    assertThat(seen.refusedEnergy()).isEmpty();
    assertThat(Objects.requireNonNull(seen.utilization().orNull())).containsKey("clock");
  }

  private static Channel gauge(String id, Domain domain) {
    return new Channel.Gauge(id, domain, "Hz");
  }

  private static Map<String, String> board(String address) {
    return Map.of(Attribution.DEVICE_KEY, address);
  }

  /** Of an accelerator its compute units' clock, whatever others there are; never the host's. */
  @Test
  void theClockIsThatOfWhatComputes() throws Exception {
    Domain gpu = Domain.accelerator("gpu-0", Domain.Kind.GPU, "0000:3b:00.0");
    Domain other = Domain.accelerator("gpu-1", Domain.Kind.GPU, "0000:5e:00.0");
    TestMeter nvml =
        new TestMeter("nvml")
            .with(gauge("gpu-1.clock.sm", other), nanos -> 1e9)
            .with(gauge("gpu-0.clock.memory", gpu), nanos -> 2.6e9)
            .with(gauge("gpu-0.clock.sm", gpu), nanos -> 1.98e9)
            .with(gauge("gpu-0.clock.graphics", gpu), nanos -> 1.9e9);
    TestMeter host =
        new TestMeter("hwmon")
            .with(gauge("cpu.frequency.max", PACKAGE), nanos -> 4e9)
            .with(gauge("cpu.frequency.mean", PACKAGE), nanos -> 3e9);
    SamplerServer observer = observer(5, host, nvml);
    try (SamplerClient link = SamplerClient.connect(observer.socket())) {
      assertThat(read(link.clock(board("0000:3b:00.0")))).hasValue(1.98e9);
      assertThat(read(link.clock(board("0000:5e:00.0")))).hasValue(1e9);
      assertThat(read(link.clock(CPU.details()))).hasValue(3e9);
      assertThat(link.clock(board("0000:00:00.0")))
          .isEqualTo(new Availability.Unavailable<>("no telemetry source here reads its clock"));
      assertThat(link.clock(Map.of(Attribution.UNATTRIBUTED, "part of a board")))
          .isEqualTo(new Availability.Unavailable<>("part of a board"));
      Availability<WarmupController.Clock> clock = link.clock(board("0000:3b:00.0"));
      assertThat(clock.map(WarmupController.Clock::name).orElse("")).isEqualTo("gpu-0.clock.sm");
      nvml.lose(2, "GPU_IS_LOST");
      assertThat(read(clock)).isEmpty();
      assertThat(read(link.clock(board("0000:3b:00.0")))).hasValue(1.9e9);
      nvml.lose(3, "not supported");
      assertThat(link.clock(board("0000:3b:00.0")))
          .isEqualTo(
              new Availability.Unavailable<>(
                  "gpu-0.clock.sm: GPU_IS_LOST; gpu-0.clock.graphics: not supported"));
    }
  }

  private static OptionalDouble read(Availability<WarmupController.Clock> clock) {
    return clock.toOptional().orElseThrow().hertz().get();
  }

  @Test
  void aForkThatWantsNoEnergyMeteredSaysWhy() throws Exception {
    SamplerServer observer = observer(5, meter(0.001));
    try (SamplerClient link = SamplerClient.connect(observer.socket())) {
      link.measuredBegins();
      link.measuredEnds();
      link.declineEnergy("it is a cold run");
    }
    Telemetry<EnergyReading> seen = observer.observed(CPU);
    assertThat(seen.energy().whyNot()).isEqualTo("package-0: it is a cold run");
    observer.forkStarts();
    fork(observer.socket(), () -> {});
    assertThat(observer.observed(CPU).energy().orNull()).isNotNull();
  }

  @Test
  void aForkThatDiedLeavesNoWindowBehind() throws Exception {
    SamplerServer observer = observer(5, meter(0.001));
    try (SamplerClient link = SamplerClient.connect(observer.socket())) {
      link.measuredBegins();
    }
    assertThat(observer.observed(CPU).energy().whyNot()).contains("did not report");
    observer.forkStarts();
    assertThat(fork(observer.socket(), () -> {})).isPresent();
    assertThat(observer.observed(CPU).energy().orNull()).isNotNull();
  }

  @Test
  void aForkWithoutItsRunIsOneClearError() {
    assertThatThrownBy(() -> SamplerClient.connect(folder.resolve("nobody")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot reach the run's sampler at");
  }

  @Test
  void aSourceThatThrowsIsUnavailableAndTheOthersGoOn() throws Exception {
    TestMeter broken = new TestMeter("broken", new IllegalStateException("planted"));
    TestMeter meter = meter(0.001);
    SamplerServer observer = observer(5, broken, meter);
    fork(observer.socket(), () -> {});
    assertThat(observer.observed(CPU).energy().orNull()).isNotNull();
    close();
    toClose = Optional.empty();
    assertThat(meter.closed()).isTrue();
    assertThat(meter.reads()).isGreaterThan(4);
    assertThat(logged).hasSizeGreaterThan(4);
  }
}
