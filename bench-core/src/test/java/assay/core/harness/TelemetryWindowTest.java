package assay.core.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.host.HostRoot;
import assay.core.record.Gauge;
import assay.core.record.Interference;
import assay.core.record.Throttle;
import assay.core.telemetry.Attribution;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.InterferenceKind;
import assay.core.telemetry.OpenSources;
import assay.core.telemetry.Readings;
import assay.core.telemetry.Snapshot;
import assay.core.telemetry.TelemetrySource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of readings: worked out by hand from snapshots a second apart. */
class TelemetryWindowTest {
  private static final Domain HOST = Domain.host("host", Domain.Kind.HOST);
  private static final Domain GPU = Domain.accelerator("gpu-0", Domain.Kind.GPU, "0000:3b:00.0");

  private static TelemetryWindow window(
      Map<String, String> device, List<Channel> channels, double[]... byChannel) {
    TestMeter meter = new TestMeter("test");
    channels.forEach(c -> meter.with(c, nanos -> 0));
    OpenSources sources =
        OpenSources.open(
            List.of(meter), new TelemetrySource.Context(HostRoot.machine(), Optional.empty()));
    List<Snapshot> snapshots = new ArrayList<>();
    for (int t = 0; t < byChannel[0].length; t++) {
      Readings readings = new Readings(channels, t * 1_000_000_000L);
      for (int c = 0; c < channels.size(); c++) {
        // NaN becomes missing, as a source's would.
        readings.value(c, byChannel[c][t]);
      }
      snapshots.add(new Snapshot(t * 1_000_000_000L, List.of(readings)));
    }
    return new TelemetryWindow(
        sources.instruments(), snapshots, new Attribution(device, List.of()), 4);
  }

  private static TelemetryWindow host(List<Channel> channels, double[]... byChannel) {
    return window(Map.of(), channels, byChannel);
  }

  private static Gauge gauge(TelemetryWindow window, String name) {
    return Objects.requireNonNull(Objects.requireNonNull(window.gauges().orNull()).get(name), name);
  }

  @Test
  void busyTimeBecomesAShareOfTheProcessors() {
    Channel busy = new Channel.Tally("cpu.busy", HOST, "s", 4);
    TelemetryWindow window = host(List.of(busy), new double[] {100, 102, 106});
    Gauge gauge = gauge(window, "cpu.busy");
    assertThat(gauge.unit()).isEqualTo("%");
    assertThat(gauge.mean()).isEqualTo(75, within(1e-9));
    assertThat(gauge.min()).isEqualTo(50, within(1e-9));
    assertThat(gauge.max()).isEqualTo(100, within(1e-9));
    assertThat(gauge.samples()).isEqualTo(2);
  }

  /** As when a container's counters start anew in the middle of a window. */
  @Test
  void aCounterThatFellIsAGapAndANewBase() {
    List<Channel> channels =
        List.of(
            new Channel.Tally("cpu.busy", HOST, "s", 4),
            new Channel.Tally("events", HOST, "1", 0),
            new Channel.CauseTally("others", HOST, "s", InterferenceKind.INTRUDER),
            new Channel.CauseTally("thermal", HOST, "s", InterferenceKind.THERMAL));
    TelemetryWindow window =
        host(
            channels,
            new double[] {1000, 1002, 1, 3},
            new double[] {70, 75, 0, 2},
            new double[] {50, 50.4, 0, 0.4},
            new double[] {9, 9.5, 0, 0.25});
    Gauge busy = gauge(window, "cpu.busy");
    assertThat(busy.mean()).isEqualTo(50, within(1e-9));
    assertThat(busy.min()).isEqualTo(50, within(1e-9));
    assertThat(busy.samples()).isEqualTo(2);
    assertThat(gauge(window, "events").mean()).isEqualTo(7);
    assertThat(window.interference())
        .filteredOn(i -> i.kind() == InterferenceKind.INTRUDER)
        .singleElement()
        .satisfies(i -> assertThat(i.amount()).isEqualTo(10, within(1e-9)));
    assertThat(Objects.requireNonNull(window.throttle().orNull()).secondsByKind())
        .containsEntry(InterferenceKind.THERMAL, 0.75);
    TelemetryWindow unknown = host(channels.subList(0, 1), new double[] {1000, 1});
    assertThat(unknown.gauges().whyNot()).contains("no telemetry source here has a value");
  }

  @Test
  void whatCouldNotBeReadIsLeftOutAndNotZero() {
    Channel temperature = new Channel.Gauge("cpu.temperature", HOST, "°C");
    double nan = Double.NaN;
    assertThat(gauge(host(List.of(temperature), new double[] {50, nan, 60}), "cpu.temperature"))
        .isEqualTo(new Gauge("°C", 55, 50, 60, 2));
    TelemetryWindow none = host(List.of(temperature), new double[] {nan, nan, nan});
    assertThat(none.gauges().whyNot()).contains("no telemetry source here has a value");
    assertThat(none.throttle().whyNot()).contains("no telemetry source here reports throttling");
  }

  @Test
  void throttlingIsTheTimeOfTheCauseThatLastedLongest() {
    List<Channel> channels =
        List.of(
            new Channel.CauseTally("p0.thermal", HOST, "s", InterferenceKind.THERMAL),
            new Channel.CauseTally("p1.thermal", HOST, "s", InterferenceKind.THERMAL),
            new Channel.CauseTally("quota", HOST, "s", InterferenceKind.CGROUP_QUOTA),
            new Channel.Flag("cap", HOST, InterferenceKind.POWER_CAP));
    TelemetryWindow window =
        host(
            channels,
            new double[] {5, 5.5, 5.75},
            new double[] {1, 1, 1.25},
            new double[] {7, 7, 7},
            new double[] {1, 0, 1});
    Throttle throttle = Objects.requireNonNull(window.throttle().orNull());
    assertThat(throttle.throttled()).isTrue();
    assertThat(throttle.secondsByKind())
        .containsEntry(InterferenceKind.THERMAL, 0.75)
        .containsEntry(InterferenceKind.CGROUP_QUOTA, 0.0)
        .containsEntry(InterferenceKind.POWER_CAP, 1.0);
    assertThat(window.interference())
        .extracting(Interference::kind)
        .containsExactly(InterferenceKind.THERMAL, InterferenceKind.POWER_CAP);
  }

  /** A count without a duration stands for the seconds in which it rose. */
  @Test
  void throttlingThatIsOnlyCountedInvalidatesAsWell() {
    Channel count = new Channel.CauseTally("core.count", HOST, "1", InterferenceKind.THERMAL);
    TelemetryWindow window = host(List.of(count), new double[] {3, 3, 9, 9});
    assertThat(Objects.requireNonNull(window.throttle().orNull()).secondsByKind())
        .containsEntry(InterferenceKind.THERMAL, 1.0);
    TelemetryWindow still = host(List.of(count), new double[] {3, 3, 3, 3});
    assertThat(Objects.requireNonNull(still.throttle().orNull()).throttled()).isFalse();
  }

  @Test
  void othersAreAShareOfAllProcessorsAndTheirBackgroundIsNotSaid() {
    List<Channel> channels =
        List.of(
            new Channel.CauseTally("others", HOST, "s", InterferenceKind.INTRUDER),
            new Channel.CauseTally("steal", HOST, "s", InterferenceKind.STEAL));
    TelemetryWindow window =
        host(channels, new double[] {10, 10.2, 10.8}, new double[] {0, 0.01, 0.04});
    assertThat(window.interference()).hasSize(1);
    Interference others = window.interference().getFirst();
    assertThat(others.kind()).isEqualTo(InterferenceKind.INTRUDER);
    assertThat(others.unit()).isEqualTo("%");
    assertThat(others.amount()).isEqualTo(100 * 0.8 / (2 * 4), within(1e-9));
  }

  @Test
  void aMemoryErrorAndADriftingClockAreSaid() {
    List<Channel> channels =
        List.of(
            new Channel.CauseTally("ecc", GPU, "1", InterferenceKind.HARDWARE_ERROR),
            new Channel.Gauge("cpu.frequency.mean", HOST, "Hz"));
    TelemetryWindow window =
        window(
            Map.of(Attribution.DEVICE_KEY, "0000:3b:00.0"),
            channels,
            new double[] {2, 2, 3},
            new double[] {3.0e9, 3.0e9, 2.4e9});
    assertThat(window.interference())
        .extracting(Interference::kind)
        .containsExactlyInAnyOrder(InterferenceKind.HARDWARE_ERROR, InterferenceKind.CLOCK_DRIFT);
    // The same on a host's own cell: another device's errors are not its own.
    assertThat(host(channels, new double[] {2, 2, 3}, new double[] {3e9, 3e9, 3e9}).interference())
        .isEmpty();
  }

  @Test
  void twoSourcesOfOneNameKeepApart() {
    Channel one = new Channel.Gauge("clock", HOST, "Hz");
    TelemetryWindow window = host(List.of(one, one), new double[] {1, 1}, new double[] {2, 2});
    assertThat(Objects.requireNonNull(window.gauges().orNull()).keySet())
        .containsExactly("clock", "test:clock");
  }
}
