package assay.core.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import assay.core.host.HostRoot;
import assay.core.record.EnergyReading;
import assay.core.record.RefusedEnergy;
import assay.core.telemetry.Attribution;
import assay.core.telemetry.Calibration;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.OpenSources;
import assay.core.telemetry.Readings;
import assay.core.telemetry.Share;
import assay.core.telemetry.Snapshot;
import assay.core.telemetry.TelemetrySource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which meters a run has, how long a window they need, and what comes of one. */
class EnergyWindowCasesTest {
  private static final Domain PACKAGE = Domain.host("package-0", Domain.Kind.PACKAGE);
  private static final Domain GPU = Domain.accelerator("gpu-0", Domain.Kind.GPU, "0000:3b:00.0");

  /** 1 mJ a count, each 10 ms: a window of 1 s. */
  private static final Channel COUNTER =
      new Channel.EnergyCounter(
          "package-0.energy", PACKAGE, 1e-3, 1e9, 0.01, 500, Calibration.stated(1));

  /** Updated each 50 ms: a window of 5 s. */
  private static final Channel POWER =
      new Channel.Power("package-0.power", PACKAGE, 0.05, 0, Calibration.stated(2));

  private static final Channel GPU_POWER = new Channel.Power("gpu-0.power", GPU, 0.02, 0, null);
  private static final Channel CLOCK = new Channel.Gauge("package-0.clock", PACKAGE, "Hz");

  private static OpenSources instruments(TestMeter... meters) {
    return OpenSources.open(
        List.of(meters), new TelemetrySource.Context(HostRoot.machine(), Optional.empty()));
  }

  private static TestMeter meter(String id, Channel... channels) {
    TestMeter meter = new TestMeter(id);
    for (Channel channel : channels) {
      meter.with(channel, _ -> 0);
    }
    return meter;
  }

  @Test
  void aDomainHasOneMeterAndACounterGoesBeforeAPowerSensor() {
    for (OpenSources order :
        List.of(
            instruments(meter("a", CLOCK, POWER), meter("b", GPU_POWER, COUNTER)),
            instruments(meter("b", GPU_POWER, COUNTER), meter("a", CLOCK, POWER)))) {
      EnergyWindows windows = new EnergyWindows(order, null);
      assertThat(windows.domains()).containsExactlyInAnyOrder(PACKAGE, GPU);
      EnergyWindows.Meter host =
          windows.meters().stream()
              .filter(m -> m.domain().equals(PACKAGE))
              .findFirst()
              .orElseThrow();
      assertThat(host.channel()).isEqualTo(COUNTER);
      assertThat(host.source()).isEqualTo("b");
      assertThat(
              order.instruments().get(host.instrument()).instrument().channels().get(host.index()))
          .isEqualTo(COUNTER);
    }
  }

  @Test
  void theFirstOfTwoAlikeIsTheMeter() {
    Channel other =
        new Channel.EnergyCounter("other", PACKAGE, 1e-3, 1e9, 0.01, 500, Calibration.stated(1));
    Channel power = new Channel.Power("second", PACKAGE, 0.05, 0, Calibration.stated(2));
    assertThat(new EnergyWindows(instruments(meter("a", COUNTER, other)), null).meters())
        .extracting(EnergyWindows.Meter::channel)
        .containsExactly(COUNTER);
    assertThat(new EnergyWindows(instruments(meter("a", POWER, power)), null).meters())
        .extracting(EnergyWindows.Meter::channel)
        .containsExactly(POWER);
  }

  @Test
  void theSecondSensorOfADomainIsItsPowerSensor() {
    OpenSources both = instruments(meter("a", GPU_POWER, COUNTER), meter("b", CLOCK, POWER));
    EnergyWindows windows = new EnergyWindows(both, null);
    EnergyWindows.Meter counter =
        windows.meters().stream().filter(m -> m.domain().equals(PACKAGE)).findFirst().orElseThrow();
    assertThat(windows.secondSensor(counter, both.instruments()))
        .contains(new EnergyWindows.Meter("b", 1, 1, POWER));
    assertThat(
            windows.secondSensor(
                counter, instruments(meter("a", GPU_POWER, COUNTER)).instruments()))
        .isEmpty();
  }

  @Test
  void windowsAreAsLongAsTheSlowestMeterNeeds() {
    EnergyWindows windows = new EnergyWindows(instruments(meter("a", COUNTER, GPU_POWER)), null);
    assertThat(windows.minSeconds()).isEqualTo(2);
    assertThat(windows.fastestMeterSeconds()).isEqualTo(1);
    EnergyWindows none = new EnergyWindows(instruments(meter("a", CLOCK)), null);
    assertThat(none.minSeconds()).isZero();
    assertThat(none.fastestMeterSeconds()).isInfinite();
  }

  @Test
  void aWindowIsReadTwentyTimesAndAtLeastTenTimesASecond() {
    assertThat(EnergyWindows.readingPeriod(1)).isEqualTo(Duration.ofMillis(50));
    assertThat(EnergyWindows.readingPeriod(2)).isEqualTo(Duration.ofMillis(100));
    assertThat(EnergyWindows.readingPeriod(60)).isEqualTo(Duration.ofMillis(100));
  }

  /** Readings of one channel per instrument; null is an instrument that was not read. */
  private static Snapshot at(double seconds, @Nullable Double... values) {
    long nanos = Math.round(seconds * 1e9);
    List<@Nullable Readings> readings = new ArrayList<>();
    for (Double value : values) {
      if (value == null) {
        readings.add(null);
      } else {
        Readings one = new Readings(List.of(COUNTER), nanos);
        one.value(0, value);
        readings.add(one);
      }
    }
    return new Snapshot(nanos, readings);
  }

  @Test
  void aWindowsEnergyIsThatOfEachMeter() {
    EnergyWindows windows =
        new EnergyWindows(instruments(meter("a", COUNTER), meter("b", GPU_POWER)), "/machines/x");
    List<Snapshot> window = new ArrayList<>();
    for (int i = 0; i <= 20; i++) {
      // The counter is not read each time, and counts 100 W; the sensor shows 30 W.
      window.add(at(0.1 * i, i % 2 == 0 ? 1e4 * i : null, 30.0));
    }
    EnergyWindows.Outcome outcome =
        windows.of(window, 8, new Attribution(Map.of(), windows.domains()));
    assertThat(outcome.refused()).isEmpty();
    EnergyReading host = outcome.readings().getFirst();
    assertThat(host.domain()).isEqualTo("package-0");
    assertThat(host.source()).isEqualTo("a");
    assertThat(host.root()).isEqualTo("/machines/x");
    assertThat(host.share()).isEqualTo(Share.PRIMARY);
    assertThat(host.joules()).isEqualTo(200, within(1e-9));
    assertThat(host.windowSeconds()).isEqualTo(2);
    assertThat(host.executions()).isEqualTo(8);
    assertThat(host.calibrationPercent()).isEqualTo(1.0);
    assertThat(host.note()).isNull();
    EnergyReading gpu = outcome.readings().getLast();
    assertThat(gpu.domain()).isEqualTo("gpu-0");
    assertThat(gpu.share()).isEqualTo(Share.SURROUNDING);
    assertThat(gpu.joules()).isEqualTo(60, within(1e-9));
    assertThat(gpu.note()).contains("states no accuracy");
  }

  @Test
  void aMeterWithoutEnergySaysWhy() {
    EnergyWindows windows = new EnergyWindows(instruments(meter("a", COUNTER)), null);
    Attribution host = new Attribution(Map.of(), windows.domains());
    assertThat(windows.of(List.of(at(0, 5.0), at(2, 5.0)), 1, host).refused())
        .singleElement()
        .satisfies(refused -> {
          assertThat(refused.domain()).isEqualTo("package-0");
          assertThat(refused.source()).isEqualTo("a");
          assertThat(refused.share()).isEqualTo(Share.PRIMARY);
          assertThat(refused.reason()).startsWith("the counter never moved");
        });
    assertThat(windows.of(List.of(at(0, 5.0), at(2, (Double) null)), 1, host).refused())
        .extracting(RefusedEnergy::reason)
        .containsExactly("the window has 1 readings; it needs one at each edge");
    assertThat(windows.allRefused(host, "the fork died"))
        .containsExactly(new RefusedEnergy("package-0", "a", Share.PRIMARY, "the fork died"));
  }

  @Test
  void onlyEnergyAndPowerAreEnergy() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EnergyWindows.read(new EnergyWindows.Meter("a", 0, 0, CLOCK), List.of()));
  }
}
