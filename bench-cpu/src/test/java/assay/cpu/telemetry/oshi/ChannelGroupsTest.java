package assay.cpu.telemetry.oshi;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.Readings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What OSHI answers on machines that are not at hand, among them its ways to say "nothing". */
class ChannelGroupsTest {
  private static final Domain HOST = Domain.host("host", Domain.Kind.HOST);

  /** By id: the value, or the reason. */
  private static Map<String, Object> read(ChannelGroup group) {
    List<Channel> channels = group.channels();
    List<Channel> all = new ArrayList<>(List.of(new Channel.Gauge("other", HOST, "B")));
    all.addAll(channels);
    Readings readings = new Readings(all, 0);
    group.read(readings, 1);
    assertThat(readings.reason(0)).as("not its channel").isEqualTo("not read");
    Map<String, Object> byId = new TreeMap<>();
    for (int i = 0; i < channels.size(); i++) {
      String reason = readings.reason(i + 1);
      byId.put(channels.get(i).id(), reason == null ? (Object) readings.value(i + 1) : reason);
    }
    return byId;
  }

  /** user, nice, system, idle, waiting for disks, interrupts, soft interrupts, stolen; ms. */
  @Test
  void busyIsNeitherIdleNorWaitingNorStolen() {
    long[][] ticks = {
      {1000, 200, 30, 999_999, 888_888, 4, 5, 777_777}, {2000, 0, 0, 1, 1, 0, 0, 1}
    };
    assertThat(read(new LoadGroup(HOST, 2, () -> ticks)))
        .isEqualTo(Map.of("cpu.busy", 3.239, "cpu-0.busy", 1.239, "cpu-1.busy", 2.0));
  }

  @Test
  void aFullLoadIsAsManySecondsAsProcessors() {
    LoadGroup group = new LoadGroup(HOST, 2, () -> new long[2][8]);
    assertThat(group.channels())
        .containsExactly(
            new Channel.Tally("cpu.busy", HOST, "s", 2),
            new Channel.Tally("cpu-0.busy", HOST, "s", 1),
            new Channel.Tally("cpu-1.busy", HOST, "s", 1));
  }

  @Test
  void aProcessorThatGoesOfflineKeepsItsTime() {
    long[][] ticks = {{5000, 0, 0, 1, 0, 0, 0, 0}, {9000, 0, 0, 1, 0, 0, 0, 0}};
    LoadGroup group = new LoadGroup(HOST, 2, () -> ticks);
    assertThat(read(group)).containsEntry("cpu.busy", 14.0);
    ticks[0][0] = 6000;
    ticks[1] = new long[8];
    assertThat(read(group)).containsEntry("cpu.busy", 15.0);
    ticks[1] = new long[] {9500, 0, 0, 1, 0, 0, 0, 0};
    assertThat(read(group)).containsEntry("cpu.busy", 15.5).containsEntry("cpu-1.busy", 9.5);
  }

  @Test
  void aClockWithAllBitsSetIsNone() {
    assertThat(read(new FrequencyGroup(HOST, () -> new long[] {2_000, 4294967295000L}, null)))
        .containsEntry("cpu.frequency.mean", 2000.0)
        .containsEntry("cpu.frequency.max", 2000.0);
  }

  @Test
  void timesThatWereNotReadAreMissing() {
    long[][] ticks = {{5000, 0, 0, 1, 0, 0, 0, 0}, new long[8]};
    Map<String, Object> offline = read(new LoadGroup(HOST, 2, () -> ticks));
    assertThat(offline).containsEntry("cpu.busy", 5.0).containsEntry("cpu-0.busy", 5.0);
    assertThat(offline.get("cpu-1.busy")).asString().contains("offline");
    assertThat(read(new LoadGroup(HOST, 2, () -> new long[2][8])).get("cpu.busy"))
        .asString()
        .contains("no processor times");
  }

  @Test
  void onALargeMachineOnlyTheSumIsListed() {
    assertThat(new LoadGroup(HOST, 64, () -> new long[64][8]).channels()).hasSize(65);
    long[][] ticks = new long[65][8];
    for (long[] one : ticks) {
      one[0] = 1000;
    }
    assertThat(read(new LoadGroup(HOST, 65, () -> ticks))).isEqualTo(Map.of("cpu.busy", 65.0));
  }

  @Test
  void frequenciesThatAreNotToldDoNotCount() {
    assertThat(read(new FrequencyGroup(HOST, () -> new long[] {-1, 2_000, 0, 4_000}, null)))
        .isEqualTo(
            Map.of(
                "cpu.frequency.mean", 3000.0,
                "cpu.frequency.min", 2000.0,
                "cpu.frequency.max", 4000.0));
    assertThat(read(new FrequencyGroup(HOST, () -> new long[] {-1, 0}, null)).values())
        .allSatisfy(v -> assertThat(v).asString().contains("no current frequency"));
  }

  @Test
  void aNominalFrequencyIsNotGivenForTheCurrentOne() {
    assertThat(read(new FrequencyGroup(HOST, () -> new long[] {2_000}, "nominal only")).values())
        .containsOnly("nominal only");
  }

  @Test
  void memory() {
    assertThat(read(new MemoryGroup(HOST, 1000, () -> 300)))
        .isEqualTo(Map.of("memory.available", 300.0, "memory.used", 700.0));
    assertThat(read(new MemoryGroup(HOST, 1000, () -> 0)).values())
        .allSatisfy(v -> assertThat(v).asString().contains("no available memory"));
    assertThat(read(new MemoryGroup(HOST, 0, () -> 300)).get("memory.used"))
        .asString()
        .contains("total of 0 B");
  }

  @Test
  void aSensorThatSaysNothingIsMissing() {
    AtomicReference<int[]> fans = new AtomicReference<>(new int[] {1200, 900});
    SensorGroup group = new SensorGroup(HOST, () -> 51.5, () -> 1.1, fans::get);
    assertThat(read(group))
        .isEqualTo(
            Map.of(
                "cpu.temperature", 51.5,
                "cpu.voltage", 1.1,
                "fan-1.speed", 1200.0,
                "fan-2.speed", 900.0));
    fans.set(new int[] {0});
    assertThat(read(group).get("fan-1.speed")).asString().contains("may be stopped");
    assertThat(read(group).get("fan-2.speed")).asString().contains("no speed");
    SensorGroup none = new SensorGroup(HOST, () -> Double.NaN, () -> 0, () -> new int[0]);
    assertThat(read(none)).hasSize(2);
    assertThat(read(none).values()).allSatisfy(v -> assertThat(v).asString().contains("no "));
  }
}
