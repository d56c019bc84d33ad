package assay.core.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import assay.core.device.Device;
import assay.core.host.HostRoot;
import assay.core.profile.ForkProfile;
import assay.core.profile.Phase;
import assay.core.profile.ProfiledPart;
import assay.core.record.EnergyReading;
import assay.core.record.Series;
import assay.core.telemetry.Attribution;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.OpenSources;
import assay.core.telemetry.TelemetrySource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * A fork's windows over a real socket, with a counter that each execution moves by a known amount.
 */
class ProfileObservationTest {
  private static final Device.Hardware CPU = new Device.Hardware("cpu", Map.of());
  private static final Domain PACKAGE = Domain.host("package-0", Domain.Kind.PACKAGE);
  private static final double JOULES_PER_COUNT = 1e-6;
  private static final long RANGE = 10_000_000_000L;

  private final AtomicLong counts = new AtomicLong();

  private TestMeter meter(double updateSeconds) {
    return new TestMeter("rapl")
        .with(
            new Channel.EnergyCounter(
                "package-0.energy", PACKAGE, JOULES_PER_COUNT, RANGE, updateSeconds, 500, null),
            _ -> counts.get() % RANGE);
  }

  private static ProfileObservation observation(TelemetrySource... sources) throws Exception {
    ObservationPlan plan =
        new ObservationPlan(
            null,
            HostRoot.machine(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofMillis(200),
            Duration.ofSeconds(1));
    return new ProfileObservation(
        plan,
        OpenSources.open(
            List.of(sources), new TelemetrySource.Context(plan.root(), plan.wallMeter())));
  }

  private Runnable consuming(long microjoules) {
    return () -> {
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      counts.addAndGet(microjoules);
    };
  }

  /** What a fork does for a program of two parts. */
  private void fork(ProfileObservation observation, long whole, long... parts) {
    observation.forkStarts();
    try (SamplerClient link = SamplerClient.connect(observation.socket().orElseThrow())) {
      link.meter(() -> {}, consuming(whole));
      for (long part : parts) {
        link.meter(() -> {}, consuming(part));
      }
    }
  }

  private static ForkProfile profile() {
    Series series = Series.of(1e-3, 1e-3);
    List<ProfiledPart> parts =
        List.of(
            new ProfiledPart(List.of("a"), List.of("Relu"), Phase.FORWARD, 1, 8, 8),
            new ProfiledPart(List.of("b"), List.of("Relu"), Phase.FORWARD, 1, 8, 8));
    return new ForkProfile(
        parts,
        series,
        null,
        null,
        "it cannot mark",
        new ForkProfile.Ablation(List.of(series, series), List.of(series)),
        null,
        series,
        series,
        series,
        Map.of(),
        1,
        1,
        0,
        0,
        null,
        null,
        null);
  }

  private static double joules(Availability<List<EnergyReading>> own) {
    return EnergyReading.joulesPerExecution(own.toOptional().orElseThrow());
  }

  private static Unavailable<List<EnergyReading>> why(ForkProfile fork, int part) {
    return (Unavailable<List<EnergyReading>>) Objects.requireNonNull(fork.energyAlone(part));
  }

  /** The counter wraps in the first window. */
  @Test
  void joulesOfAnExecutionAreTheCountersBetweenTheEdgesOfItsWindow() throws Exception {
    counts.set(RANGE - 1_000_000);
    try (ProfileObservation observation = observation(meter(0.001))) {
      fork(observation, 500_000, 100_000, 300_000);
      assertThat(counts.get()).isGreaterThan(RANGE);
      ForkProfile fork = observation.observed(CPU, profile(), null);
      assertThat(joules(Objects.requireNonNull(fork.energy()).whole()))
          .isEqualTo(0.5, within(1e-9));
      assertThat(joules(Objects.requireNonNull(fork.energyAlone(0)))).isEqualTo(0.1, within(1e-9));
      assertThat(joules(Objects.requireNonNull(fork.energyAlone(1)))).isEqualTo(0.3, within(1e-9));
    }
  }

  @Test
  void aWindowThatFailsLeavesTheOthers() throws Exception {
    try (ProfileObservation observation = observation(meter(0.001))) {
      fork(observation, 500_000, 0, 300_000);
      ForkProfile fork = observation.observed(CPU, profile(), null);
      assertThat(why(fork, 0).reason()).startsWith("package-0: the counter never moved in ");
      assertThat(joules(Objects.requireNonNull(fork.energyAlone(1)))).isEqualTo(0.3, within(1e-9));
    }
  }

  @Test
  void aForkLeavesNothingToTheNext() throws Exception {
    try (ProfileObservation observation = observation(meter(0.001))) {
      fork(observation, 500_000, 100_000, 300_000);
      fork(observation, 250_000, 200_000, 50_000);
      ForkProfile fork = observation.observed(CPU, profile(), null);
      assertThat(joules(Objects.requireNonNull(fork.energy()).whole()))
          .isEqualTo(0.25, within(1e-9));
      assertThat(joules(Objects.requireNonNull(fork.energyAlone(1)))).isEqualTo(0.05, within(1e-9));
    }
  }

  @Test
  void aMeterThatIsTooSlowSaysWhatItNeeds() throws Exception {
    try (ProfileObservation observation = observation(meter(0.1))) {
      fork(observation, 500_000, 100_000, 300_000);
      Unavailable<List<EnergyReading>> none = why(observation.observed(CPU, profile(), null), 1);
      assertThat(none.reason()).contains("package-0: the meter needs a window of 10.0 s");
      assertThat(none.remedy())
          .isEqualTo(new Remedy.Change(Remedy.Setting.ENERGY_WINDOW, "allow a longer window"));
    }
  }

  private record Missing(String id, boolean metersAccelerators, String reason, Remedy remedy)
      implements TelemetrySource {
    @Override
    public String description() {
      return "a test's own";
    }

    @Override
    public Availability<Opened> open(Context context) {
      return new Unavailable<>(reason, remedy);
    }
  }

  @Test
  void aMissingMeterGivesItsOwnReasonAndRemedy() throws Exception {
    Remedy permit = new Remedy.Permit("/sys/class/powercap/intel-rapl:*/energy_uj");
    Remedy driver = new Remedy.Install("the driver");
    Device.Hardware gpu = new Device.Hardware("gpu", Map.of(Attribution.DEVICE_KEY, "GPU-1"));
    try (ProfileObservation observation =
        observation(
            new Missing("nvml", true, "there is no library", driver),
            new Missing("rapl", false, "energy_uj is not readable by this user", permit))) {
      fork(observation, 500_000);
      assertThat(why(observation.observed(CPU, profile(), null), 0))
          .isEqualTo(
              new Unavailable<>(
                  "rapl: energy_uj is not readable by this user", new Remedy.AnyOf(permit)));
      assertThat(why(observation.observed(gpu, profile(), null), 0))
          .isEqualTo(new Unavailable<>("nvml: there is no library", new Remedy.AnyOf(driver)));
    }
  }

  /** The host's meter is no board's, and no part of a board has the whole board's energy. */
  @Test
  void anotherDevicesEnergyIsNotTaken() throws Exception {
    Device.Hardware gpu = new Device.Hardware("gpu", Map.of(Attribution.DEVICE_KEY, "GPU-1"));
    Device.Hardware slice =
        new Device.Hardware("slice", Map.of(Attribution.UNATTRIBUTED, "it is part of a board"));
    try (ProfileObservation observation = observation(meter(0.001))) {
      fork(observation, 500_000, 100_000, 300_000);
      assertThat(why(observation.observed(gpu, profile(), null), 0).reason())
          .startsWith("no meter covers the whole target");
      assertThat(why(observation.observed(slice, profile(), null), 0).reason())
          .isEqualTo("it is part of a board");
    }
  }

  /** A counter's power is told where its interval begins, a gauge where it was read. */
  @Test
  void channelsAreSampledOnTheForksClock() throws Exception {
    Domain host = Domain.host("host", Domain.Kind.HOST);
    Domain other = Domain.accelerator("gpu-0", Domain.Kind.GPU, "GPU-1");
    TestMeter meter =
        meter(0.001)
            .with(new Channel.Gauge("cpu.frequency.mean", host, "Hz"), _ -> 3e9)
            .with(new Channel.Gauge("memory.used", host, "B"), _ -> 1e9)
            .with(new Channel.Gauge("gpu-0.temperature", other, "°C"), _ -> 60);
    try (ProfileObservation observation = observation(meter)) {
      observation.forkStarts();
      long began = System.nanoTime();
      try (SamplerClient link = SamplerClient.connect(observation.socket().orElseThrow())) {
        link.measuredBegins();
        for (int i = 0; i < 50; i++) {
          consuming(500_000).run();
        }
        link.measuredEnds();
      }
      double seconds = (System.nanoTime() - began) * 1e-9;
      Map<String, ForkProfile.Sampled> sampled =
          Objects.requireNonNull(observation.observed(CPU, profile(), began).sampled());
      assertThat(sampled).containsOnlyKeys("cpu.frequency.mean", "package-0.energy");
      ForkProfile.Sampled clock = Objects.requireNonNull(sampled.get("cpu.frequency.mean"));
      assertThat(clock.values().toArray()).hasSizeGreaterThan(2).containsOnly(3e9);
      assertThat(clock.seconds().toArray()).isSorted();
      assertThat(clock.seconds().get(clock.seconds().size() - 1)).isBetween(0.0, seconds);
      ForkProfile.Sampled power = Objects.requireNonNull(sampled.get("package-0.energy"));
      assertThat(power.unit()).isEqualTo("W");
      assertThat(power.values().size()).isEqualTo(clock.values().size() - 1);
      double joules = 0;
      for (int i = 0; i < power.values().size(); i++) {
        joules += power.values().get(i) * (clock.seconds().get(i + 1) - clock.seconds().get(i));
      }
      assertThat(joules).isEqualTo(25, within(0.5));
    }
  }

  @Test
  void withoutTelemetryNothingIsOpened() throws Exception {
    try (ProfileObservation observation =
        new ProfileObservation(
            ObservationPlan.off("it was switched off", HostRoot.machine(), Optional.empty()))) {
      assertThat(observation.socket()).isEmpty();
      assertThat(why(observation.observed(CPU, profile(), null), 0).reason())
          .isEqualTo("it was switched off");
    }
  }

  @Test
  void thereAreAsManyEnergiesAsParts() {
    Availability<List<EnergyReading>> none = new Unavailable<>("gone");
    ForkProfile.Energy energy = new ForkProfile.Energy(none, List.of(none));
    assertThatThrownBy(() -> profile().observed(energy, Map.of()))
        .hasMessage("1 energies of 2 parts");
  }
}
