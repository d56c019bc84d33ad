package assay.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.telemetry.LiveReadings.Live;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveReadingsCasesTest {
  private static final Domain HOST = Domain.host("host", Domain.Kind.HOST);
  private static final Domain GPU = Domain.accelerator("gpu-0", Domain.Kind.GPU, "0000:3b:00.0");

  /** An open source that is not read here. */
  record Still(List<Channel> channels) implements Instrument {
    @Override
    public void read(Readings into) {}

    @Override
    public void close() {}
  }

  private static OpenSources.Opened opened(String source, Channel... channels) {
    return new OpenSources.Opened(source, new Still(List.of(channels)));
  }

  private static Snapshot at(long nanos, @Nullable Double value) {
    Readings readings = new Readings(1, nanos);
    if (value != null) {
      readings.value(0, value);
    } else {
      readings.missing(0, "timed out");
    }
    return new Snapshot(nanos, List.of(readings));
  }

  private static Snapshot notRead(long nanos) {
    List<@Nullable Readings> none = new ArrayList<>();
    none.add(null);
    return new Snapshot(nanos, none);
  }

  private static Live live(Channel channel, Snapshot before, Snapshot now) {
    return LiveReadings.between(List.of(opened("s", channel)), before, now).getFirst();
  }

  private static Live value(Channel channel, double value, String unit) {
    return new Live("s", channel.id(), channel.domain().id(), value, unit, null);
  }

  private static Live none(Channel channel, String unit, String why) {
    return new Live("s", channel.id(), channel.domain().id(), null, unit, why);
  }

  private static final long SECOND = 1_000_000_000L;

  /** 0.5 J a count, wraps after 1,000, 100 W at most. */
  private static final Channel COUNTER =
      new Channel.EnergyCounter("energy", HOST, 0.5, 1000, 0.1, 100, null);

  @Test
  void aCounterIsShownAsPower() {
    assertThat(live(COUNTER, at(0, 100.0), at(2 * SECOND, 180.0)))
        .isEqualTo(value(COUNTER, 20, "W"));
    assertThat(live(COUNTER, at(0, 100.0), at(2 * SECOND, 100.0)))
        .isEqualTo(value(COUNTER, 0, "W"));
    assertThat(live(COUNTER, at(0, 960.0), at(2 * SECOND, 40.0)))
        .isEqualTo(value(COUNTER, 20, "W"));
    assertThat(live(COUNTER, at(0, 0.0), at(SECOND, 200.0))).isEqualTo(value(COUNTER, 100, "W"));
    assertThat(live(COUNTER, at(0, 0.0), at(SECOND, 201.0)))
        .isEqualTo(none(COUNTER, "W", "the counter jumped"));
  }

  @Test
  void aDifferenceNeedsAnEarlierReading() {
    Channel seconds = new Channel.Tally("busy", HOST, "s", 4);
    Channel faults = new Channel.Tally("faults", HOST, "1", 0);
    Channel throttled = new Channel.CauseTally("throttled", HOST, "s", InterferenceKind.THERMAL);
    List<Snapshot> without = List.of(notRead(0), at(0, null), at(SECOND, 5.0));
    for (Snapshot before : without) {
      assertThat(live(COUNTER, before, at(SECOND, 5.0)))
          .isEqualTo(none(COUNTER, "W", "first reading"));
      assertThat(live(seconds, before, at(SECOND, 5.0)))
          .isEqualTo(none(seconds, "%", "first reading"));
      assertThat(live(faults, before, at(SECOND, 5.0)))
          .isEqualTo(none(faults, "1", "first reading"));
      assertThat(live(throttled, before, at(SECOND, 5.0)))
          .isEqualTo(none(throttled, "s", "first reading"));
    }
  }

  @Test
  void talliesAreSharesOrDifferences() {
    Channel seconds = new Channel.Tally("busy", HOST, "s", 4);
    assertThat(live(seconds, at(0, 10.0), at(2 * SECOND, 16.0))).isEqualTo(value(seconds, 75, "%"));
    Channel faults = new Channel.Tally("faults", HOST, "1", 0);
    assertThat(live(faults, at(0, 10.0), at(2 * SECOND, 16.0))).isEqualTo(value(faults, 6, "1"));
    Channel throttled = new Channel.CauseTally("throttled", HOST, "s", InterferenceKind.THERMAL);
    assertThat(live(throttled, at(0, 1.0), at(2 * SECOND, 1.5)))
        .isEqualTo(value(throttled, 0.5, "s"));
  }

  @Test
  void whatIsReadIsShownAsItIs() {
    Channel power = new Channel.Power("power", GPU, 0.1, 0, null);
    Channel clock = new Channel.Gauge("clock", GPU, "Hz");
    Channel hot = new Channel.Flag("hot", GPU, InterferenceKind.THERMAL);
    assertThat(live(power, notRead(0), at(SECOND, 5.0))).isEqualTo(value(power, 5, "W"));
    assertThat(live(clock, notRead(0), at(SECOND, 5.0))).isEqualTo(value(clock, 5, "Hz"));
    assertThat(live(hot, notRead(0), at(SECOND, 1.0))).isEqualTo(value(hot, 1, "1"));
    assertThat(live(clock, at(0, 4.0), at(SECOND, null))).isEqualTo(none(clock, "Hz", "timed out"));
    assertThat(live(clock, at(0, 4.0), notRead(SECOND))).isEqualTo(none(clock, "Hz", "not read"));
  }

  @Test
  void everyChannelOfEverySourceIsShownInOrder() {
    Channel first = new Channel.Gauge("first", HOST, "Hz");
    Channel second = new Channel.Gauge("second", HOST, "Hz");
    Channel third = new Channel.Gauge("third", HOST, "Hz");
    Readings two = new Readings(2, 7);
    two.value(0, 1);
    two.value(1, 2);
    Readings one = new Readings(1, 8);
    one.value(0, 3);
    Snapshot now = new Snapshot(6, List.of(two, one));
    assertThat(
            LiveReadings.between(List.of(opened("a", first, second), opened("b", third)), now, now))
        .extracting(Live::source, Live::channel, Live::value)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a", "first", 1.0),
            org.assertj.core.groups.Tuple.tuple("a", "second", 2.0),
            org.assertj.core.groups.Tuple.tuple("b", "third", 3.0));
  }

  /** An accelerator's compute units before its graphics, and nothing of another device. */
  @Test
  void theComputingDevicesClockIsFound() {
    Domain other = Domain.accelerator("gpu-1", Domain.Kind.GPU, "0000:af:00.0");
    List<OpenSources.Opened> instruments =
        List.of(
            opened(
                "host",
                new Channel.Gauge("cpu.temperature", HOST, "°C"),
                new Channel.Gauge("cpu.frequency.mean", HOST, "Hz")),
            opened(
                "nvml",
                new Channel.Gauge("gpu-1.clock.sm", other, "Hz"),
                new Channel.Gauge("gpu-0.clock.graphics", GPU, "Hz"),
                new Channel.Gauge("gpu-0.clock.memory", GPU, "Hz"),
                new Channel.Gauge("gpu-0.clock.sm", GPU, "Hz"),
                new Channel.Gauge("gpu-0.limit.clock.sm", GPU, "%")));
    assertThat(ComputeClock.find(instruments, Optional.of("0000:3b:00.0")))
        .containsExactly(
            new ComputeClock(1, 3, "gpu-0.clock.sm"),
            new ComputeClock(1, 1, "gpu-0.clock.graphics"));
    assertThat(ComputeClock.find(instruments, Optional.empty()))
        .containsExactly(new ComputeClock(0, 1, "cpu.frequency.mean"));
    assertThat(ComputeClock.find(instruments, Optional.of("0000:00:00.0"))).isEmpty();
  }
}
