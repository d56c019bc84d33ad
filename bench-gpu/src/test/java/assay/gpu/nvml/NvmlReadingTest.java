package assay.gpu.nvml;

import static assay.gpu.nvml.StandIn.channel;
import static assay.gpu.nvml.StandIn.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import assay.core.telemetry.Calibration;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.Instrument;
import assay.core.telemetry.InterferenceKind;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of a device, value by value and by each of the ways that NVML has for it. */
class NvmlReadingTest {
  private static final String[] NEWER_FUNCTIONS = {
    "nvmlDeviceGetFieldValues",
    "nvmlDeviceGetCurrentClocksEventReasons",
    "nvmlDeviceGetSupportedClocksEventReasons",
    "nvmlDeviceGetTemperatureV"
  };

  @TempDir Path folder;

  @Test
  void everyValueInItsUnit() {
    StandIn standIn =
        StandIn.in(folder)
            .script(
                "now_ms 1234567", "watts 250", "reasons 0x24", "xids 79,31,48", "uncorrected 3");
    try (Instrument nvml = standIn.opened().instrument()) {
      assertThat(read(nvml))
          .containsExactly(
              entry("gpu-0.energy", 1_234_500.0 * 250),
              entry("gpu-0.power", 299.25),
              entry("gpu-0.power.limit", 500.0),
              entry("gpu-0.temperature.memory", 61.0),
              entry("gpu-0.ecc.corrected", 5.0),
              entry("gpu-0.ecc.uncorrected", 3.0),
              entry("gpu-0.pcie.replays", 2.0),
              entry("gpu-0.utilization.gpu", 97.0),
              entry("gpu-0.utilization.memory", 41.0),
              entry("gpu-0.clock.sm", 1.980e9),
              entry("gpu-0.clock.memory", 2.619e9),
              entry("gpu-0.clock.graphics", 1.965e9),
              entry("gpu-0.temperature.gpu", 54.0),
              entry("gpu-0.memory.used", 5_368_709_120.0),
              entry("gpu-0.throttle.thermal", 1.0),
              entry("gpu-0.throttle.power-brake", 0.0),
              entry("gpu-0.throttle.hardware-slowdown", 0.0),
              entry("gpu-0.throttle.power-cap", 1.0),
              entry("gpu-0.violation.power", 0.0),
              entry("gpu-0.violation.thermal", 1.0),
              entry("gpu-0.violation.board-limit", 3.0),
              entry("gpu-0.violation.reliability", 5.0),
              entry("gpu-0.pcie.generation", 4.0),
              entry("gpu-0.pcie.width", 16.0),
              entry("gpu-0.xid.errors", 2.0),
              entry("gpu-0.xid.application", 1.0));
    }
  }

  @Test
  void energyCounterAndPowerSayWhatIsKnownOfThem() {
    StandIn standIn = StandIn.in(folder).script("limit_mw 300000", "most_mw 700000");
    try (Instrument nvml = standIn.opened().instrument()) {
      Domain gpu = new Domain("gpu-0", Domain.Kind.GPU, null, "0000:3b:00.0");
      assertThat(channel(nvml, "gpu-0.energy"))
          .isEqualTo(
              new Channel.EnergyCounter(
                  "gpu-0.energy",
                  gpu,
                  1e-3,
                  Double.POSITIVE_INFINITY,
                  0.1,
                  1400,
                  PowerTraits.LITERATURE));
      assertThat(channel(nvml, "gpu-0.power"))
          .isEqualTo(new Channel.Power("gpu-0.power", gpu, 0.1, 0, PowerTraits.LITERATURE));
      assertThat(nvml.metersEnergy()).isTrue();
    }
  }

  @Test
  void whatSpoilsASampleHasItsCause() {
    try (Instrument nvml = StandIn.in(folder).script().opened().instrument()) {
      Map<String, InterferenceKind> causes =
          nvml.channels().stream()
              .filter(c -> c instanceof Channel.Flag || c instanceof Channel.CauseTally)
              .collect(
                  Collectors.toMap(
                      Channel::id,
                      c ->
                          switch (c) {
                            case Channel.Flag f -> f.cause();
                            case Channel.CauseTally t -> t.cause();
                            default -> throw new AssertionError(c);
                          }));
      assertThat(causes)
          .containsOnly(
              entry("gpu-0.throttle.thermal", InterferenceKind.THERMAL),
              entry("gpu-0.throttle.power-brake", InterferenceKind.POWER_BRAKE),
              entry("gpu-0.throttle.hardware-slowdown", InterferenceKind.HARDWARE_SLOWDOWN),
              entry("gpu-0.throttle.power-cap", InterferenceKind.POWER_CAP),
              entry("gpu-0.violation.power", InterferenceKind.POWER_CAP),
              entry("gpu-0.violation.thermal", InterferenceKind.THERMAL),
              entry("gpu-0.ecc.uncorrected", InterferenceKind.HARDWARE_ERROR),
              entry("gpu-0.xid.errors", InterferenceKind.HARDWARE_ERROR));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0x00, 0 0 0 0",
    "0x01, 0 0 0 0", // idle
    "0x02, 0 0 0 0", // clocks set by the user
    "0x04, 0 0 0 1",
    "0x08, 0 0 1 0",
    "0x20, 1 0 0 0",
    "0x48, 1 0 1 0",
    "0x88, 0 1 1 0",
    "0x1FF, 1 1 1 1"
  })
  void clockEventReasons(String mask, String flags) {
    StandIn standIn = StandIn.in(folder).script();
    try (Instrument nvml = standIn.opened().instrument()) {
      standIn.script("reasons " + mask);
      Map<String, Object> values = read(nvml);
      assertThat(
              values.entrySet().stream()
                  .filter(e -> e.getKey().contains(".throttle."))
                  .map(e -> String.valueOf(((Double) e.getValue()).intValue()))
                  .collect(Collectors.joining(" ")))
          .isEqualTo(flags);
    }
  }

  /** The counter stands still between its updates, as on the devices. */
  @Test
  void theCounterMovesInSteps() {
    StandIn standIn = StandIn.in(folder).script("now_ms 199", "watts 400");
    try (Instrument nvml = standIn.opened().instrument()) {
      assertThat(read(nvml)).containsEntry("gpu-0.energy", 40_000.0);
      standIn.script("now_ms 200", "watts 400");
      assertThat(read(nvml)).containsEntry("gpu-0.energy", 80_000.0);
    }
  }

  /** Without a scripted clock the counter runs in real time; the bounds hold for any delay. */
  @Test
  void theCounterGrowsWithTime() throws InterruptedException {
    StandIn standIn = StandIn.in(folder).script("watts 300");
    try (Instrument nvml = standIn.opened().instrument()) {
      long outerBegin = System.nanoTime();
      double first = (Double) Objects.requireNonNull(read(nvml).get("gpu-0.energy"));
      long innerBegin = System.nanoTime();
      Thread.sleep(350);
      long innerEnd = System.nanoTime();
      double second = (Double) Objects.requireNonNull(read(nvml).get("gpu-0.energy"));
      long outerEnd = System.nanoTime();
      double joules = (second - first) * 1e-3;
      double step = 300 * 0.1 + 0.5;
      assertThat(joules)
          .isBetween(
              300e-9 * (innerEnd - innerBegin) - step, 300e-9 * (outerEnd - outerBegin) + step);
    }
  }

  /** 2^53 mJ are 9 TJ; what a counter reaches in years is exact. */
  @Test
  void largeCountsAreExact() {
    StandIn standIn = StandIn.in(folder).script("now_ms 0", "energy_mj 9007199254740991");
    try (Instrument nvml = standIn.opened().instrument()) {
      assertThat(read(nvml)).containsEntry("gpu-0.energy", 9_007_199_254_740_991.0);
    }
  }

  @Test
  void anOlderDriverIsReadThroughItsFunctions(@TempDir Path elsewhere) {
    StandIn newer = StandIn.in(elsewhere);
    StandIn older = StandIn.without(folder, NEWER_FUNCTIONS);
    String[] script = {"now_ms 5000", "reasons 0x44", "uncorrected 2", "power_mw 299250"};
    try (Instrument one = newer.script(script).opened().instrument();
        Instrument other = older.script(script).opened().instrument()) {
      Map<String, Object> expected = read(one);
      expected.remove("gpu-0.temperature.memory");
      assertThat(read(other)).containsExactlyInAnyOrderEntriesOf(expected);
      assertThat(other.channels()).doesNotHaveDuplicates();
    }
  }

  @Test
  void aNewerDriverWithoutTheOldTemperatureFunction() {
    StandIn standIn = StandIn.without(folder, "nvmlDeviceGetTemperature").script("temperature -4");
    try (Instrument nvml = standIn.opened().instrument()) {
      assertThat(read(nvml)).containsEntry("gpu-0.temperature.gpu", -4.0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "3, 7, 0, 5",
    "7, 0, 0, 10",
    "8, 0, 0, 10",
    "8, 6, 1, 10",
    "9, 0, 1, 10",
    "12, 0, 1, 10"
  })
  void powerWithoutTheInstantField(int major, int minor, double averaged, double accuracy) {
    StandIn standIn =
        StandIn.in(folder)
            .script("field.186 3", "capability_major " + major, "capability_minor " + minor);
    try (Instrument nvml = standIn.opened().instrument()) {
      Channel.Power power = (Channel.Power) channel(nvml, "gpu-0.power");
      assertThat(power.averagedSeconds()).isEqualTo(averaged);
      Calibration calibration = Objects.requireNonNull(power.calibration());
      assertThat(calibration.percent()).isEqualTo(accuracy);
      assertThat(calibration.literature() == null)
          .as("NVIDIA states it for Fermi and Kepler only")
          .isEqualTo(major == 3);
      assertThat(read(nvml)).containsEntry("gpu-0.power", 301.5);
    }
  }

  @Test
  void aDeviceOfUnknownCapabilityIsTakenAsTheWorseOne() {
    StandIn standIn =
        StandIn.in(folder).script("field.186 3", "nvmlDeviceGetCudaComputeCapability 3");
    try (Instrument nvml = standIn.opened().instrument()) {
      assertThat(((Channel.Power) channel(nvml, "gpu-0.power")).averagedSeconds()).isEqualTo(1);
    }
  }

  /** NVML's -1 means "not available"; as a number it would be 4.3 MW. */
  @Test
  void minusOneIsNoValue() {
    StandIn standIn = StandIn.in(folder).script();
    try (Instrument nvml = standIn.opened().instrument()) {
      standIn.script("instant_mw 0xFFFFFFFF", "used_bytes 0xFFFFFFFFFFFFFFFF");
      Map<String, Object> values = read(nvml);
      assertThat(values.get("gpu-0.power")).asString().contains("NVML_ERROR_NO_DATA");
      assertThat(values.get("gpu-0.memory.used")).asString().contains("NVML_ERROR_NO_DATA");
      standIn.script("temperature 255");
      assertThat(read(nvml).get("gpu-0.temperature.gpu"))
          .isEqualTo("read as 255 °C, outside its range: -40 to 150 °C");
    }
  }

  @Test
  void theBoundOfTheCounterIsOpenWhereNoLimitIsKnown() {
    StandIn standIn =
        StandIn.in(folder)
            .script(
                "nvmlDeviceGetEnforcedPowerLimit 3",
                "nvmlDeviceGetPowerManagementLimitConstraints 3");
    try (Instrument nvml = standIn.opened().instrument()) {
      assertThat(((Channel.EnergyCounter) channel(nvml, "gpu-0.energy")).maxWatts()).isInfinite();
    }
  }

  @Test
  void everyDeviceHasItsOwnChannelsAndAddress() {
    StandIn standIn =
        StandIn.in(folder)
            .script(
                "devices 3",
                "gpu1.temperature 71",
                "gpu1.domain 0x10001",
                "gpu1.bus 0xAF",
                "gpu1.slot 0x1f",
                "gpu2.temperature 33");
    try (Instrument nvml = standIn.opened().instrument()) {
      assertThat(read(nvml))
          .containsEntry("gpu-0.temperature.gpu", 54.0)
          .containsEntry("gpu-1.temperature.gpu", 71.0)
          .containsEntry("gpu-2.temperature.gpu", 33.0);
      assertThat(
              nvml.channels().stream()
                  .map(c -> Objects.requireNonNull(c.domain().device()))
                  .distinct())
          .containsExactly("0000:3b:00.0", "10001:af:1f.0", "0000:3d:00.0");
    }
  }

  /** Beside a measurement a reading must be cheap. */
  @Test
  void aReadingIsAHandfulOfCalls() {
    StandIn standIn = StandIn.in(folder).script("devices 2");
    try (Instrument nvml = standIn.opened().instrument()) {
      long before = standIn.controls().calls();
      read(nvml);
      assertThat(standIn.controls().calls() - before).isLessThanOrEqualTo(2 * 15);
    }
  }
}
