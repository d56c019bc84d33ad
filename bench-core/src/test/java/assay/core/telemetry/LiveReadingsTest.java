package assay.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.telemetry.LiveReadings.Live;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is shown of two readings. */
class LiveReadingsTest {
  private static final Domain PACKAGE = Domain.host("package-0", Domain.Kind.PACKAGE);

  /** Wraps after 65,536 J; 640 W at most: 102.4 s for the whole range. */
  private static final Channel RAPL =
      new Channel.EnergyCounter("package-0.energy", PACKAGE, 1e-6, 65_536e6, 1e-3, 640, null);

  private static final Channel NVML =
      new Channel.EnergyCounter(
          "gpu-0.energy",
          PACKAGE,
          1e-3,
          Double.POSITIVE_INFINITY,
          0.1,
          Double.POSITIVE_INFINITY,
          null);
  private static final Channel BUSY = new Channel.Tally("cpu.busy", PACKAGE, "s", 4);

  private static Instrument instrument(Channel channel) {
    return new Instrument() {
      @Override
      public List<Channel> channels() {
        return List.of(channel);
      }

      @Override
      public void read(Readings into) {}

      @Override
      public void close() {}
    };
  }

  private static Live shown(Channel channel, double seconds, double before, double now) {
    return LiveReadings.between(
            List.of(new OpenSources.Opened("test", instrument(channel))),
            snapshot(channel, 0, before),
            snapshot(channel, seconds, now))
        .getFirst();
  }

  private static Snapshot snapshot(Channel channel, double seconds, double value) {
    long nanos = Math.round(1e9 * seconds);
    Readings readings = new Readings(List.of(channel), nanos);
    readings.value(0, value);
    return new Snapshot(nanos, List.of(readings));
  }

  private static String missing(Channel channel, double seconds, double before, double now) {
    Live live = shown(channel, seconds, before, now);
    assertThat(live.value()).as("%s", live).isNull();
    return String.valueOf(live.reason());
  }

  @Test
  void aCountersDifferenceIsItsMeanPowerOverAWrapToo() {
    assertThat(shown(RAPL, 10, 1e6, 501e6).value()).isEqualTo(50, within(1e-9));
    assertThat(shown(RAPL, 10, 65_336e6, 300e6).value()).isEqualTo(50, within(1e-9));
    assertThat(shown(NVML, 1, 1_000_000, 1_350_000).value()).isEqualTo(350, within(1e-9));
  }

  /** 50 W for 3,000 s are two wraps and 18,928 J, which look like 6.3 W. */
  @Test
  void wrapsThatCannotBeCountedAreNotGuessed() {
    assertThat(missing(RAPL, 3000, 1e6, 18_929e6))
        .contains("two readings were 3000 s apart")
        .contains("a wrap could have been missed");
    assertThat(missing(RAPL, 103, 1e6, 18_929e6)).contains("a wrap could have been missed");
  }

  @Test
  void aCounterThatStandsStillShowsNoPower() {
    assertThat(missing(RAPL, 1, 5e6, 5e6))
        .isEqualTo("the counter did not move in 1 s: it read 5000000 twice");
  }

  @Test
  void aCounterThatJumpedOrFellShowsNoPower() {
    assertThat(missing(RAPL, 1, 40_000e6, 1e6)).contains("jumped back from 40000000000 to 1000000");
    assertThat(missing(NVML, 1, 900_000, 10)).contains("jumped back from 900000 to 10");
    assertThat(missing(BUSY, 1, 86_400, 12))
        .isEqualTo("the counter fell from 86400 to 12: it was reset, and counts on from there");
    assertThat(shown(BUSY, 1, 12, 14).value()).isEqualTo(50, within(1e-9));
  }

  @Test
  void oneReadingIsNoDifference() {
    assertThat(missing(RAPL, 1, Double.NaN, 1)).isEqualTo("first reading");
    assertThat(missing(RAPL, 1, 1, Double.NaN)).isEqualTo("read as NaN");
  }

  private static Live shown(Channel channel) {
    return shown(channel, 2, 3, 5);
  }

  /** A difference in 2 s of 2: plain, or in % of a capacity of 4 a second. */
  @Test
  void whatIsNoCounterIsShownAsItWasRead() {
    assertThat(shown(new Channel.Power("p", PACKAGE, 1, 0, null)))
        .isEqualTo(new Live("test", "p", "package-0", 5.0, "W", null));
    assertThat(shown(new Channel.Gauge("g", PACKAGE, "V")))
        .isEqualTo(new Live("test", "g", "package-0", 5.0, "V", null));
    assertThat(shown(new Channel.Flag("f", PACKAGE, InterferenceKind.THERMAL), 2, 0, 1))
        .isEqualTo(new Live("test", "f", "package-0", 1.0, "1", null));
    assertThat(shown(BUSY)).isEqualTo(new Live("test", "cpu.busy", "package-0", 25.0, "%", null));
    assertThat(shown(new Channel.Tally("t", PACKAGE, "1", 0)))
        .isEqualTo(new Live("test", "t", "package-0", 2.0, "1", null));
    assertThat(shown(new Channel.CauseTally("c", PACKAGE, "s", InterferenceKind.STEAL)))
        .isEqualTo(new Live("test", "c", "package-0", 2.0, "s", null));
    assertThat(LiveReadings.unit(NVML)).isEqualTo("W");
  }

  /** A gauge needs no earlier reading, a counter one of another time. */
  @Test
  void whatIsMissingSaysWhy() {
    assertThat(missing(BUSY, 0, 3, 5)).isEqualTo("first reading");
    assertThat(shown(new Channel.Gauge("g", PACKAGE, "V"), 0, Double.NaN, 5).value()).isEqualTo(5);
    OpenSources.Opened opened = new OpenSources.Opened("test", instrument(BUSY));
    Snapshot without = new Snapshot(0, Collections.singletonList(null));
    Snapshot with = snapshot(BUSY, 1, 5);
    assertThat(LiveReadings.between(List.of(opened), with, without).getFirst().reason())
        .isEqualTo("not read");
    assertThat(LiveReadings.between(List.of(opened), without, with).getFirst().reason())
        .isEqualTo("first reading");
  }

  @Test
  void aCounterThatStandsStillIsTimedFromTheReadingBefore() {
    OpenSources.Opened opened = new OpenSources.Opened("test", instrument(RAPL));
    assertThat(
            LiveReadings.between(
                    List.of(opened), snapshot(RAPL, 100, 5e6), snapshot(RAPL, 103, 5e6))
                .getFirst()
                .reason())
        .isEqualTo("the counter did not move in 3 s: it read 5000000 twice");
  }
}
