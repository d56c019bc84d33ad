package assay.cpu.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.host.HostRoot;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.Readings;
import assay.core.telemetry.TelemetrySource;
import assay.core.telemetry.TelemetrySource.Opened;
import assay.core.telemetry.TelemetrySources;
import assay.core.testing.MachineTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every source on every machine. */
class LinuxSourcesTest {
  @TempDir Path folder;

  private static List<TelemetrySource> sources() {
    return TelemetrySources.all().stream()
        .filter(s -> s.getClass().getPackageName().equals("assay.cpu.telemetry"))
        .toList();
  }

  @Test
  void allAreRegistered() {
    assertThat(sources())
        .extracting(TelemetrySource::id)
        .containsExactly(
            "battery",
            "cgroup",
            "cpu-thermal",
            "hwmon-power",
            "pressure",
            "proc-stat",
            "rapl",
            "wall-meter");
    assertThat(sources()).allSatisfy(s -> assertThat(s.description()).isNotBlank());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "intel-client",
        "intel-server-2s",
        "amd-epyc",
        "amd-epyc-amd-energy",
        "arm-without-power",
        "laptop-battery",
        "container-limits",
        "vm-without-anything",
      })
  void everySourceKeepsTheRules(String tree) {
    holds(new HostRoot(MachineTree.lay(LinuxSourcesTest.class, tree + ".tree", folder)));
  }

  @Test
  void everySourceKeepsTheRulesOnAnEmptyMachine() {
    for (TelemetrySource source : sources()) {
      assertThat(source.open(Machine.context(new HostRoot(folder))))
          .as(source.id())
          .isInstanceOf(Availability.Unavailable.class);
    }
    holds(new HostRoot(folder));
  }

  @Test
  void everySourceKeepsTheRulesOnThisMachine() {
    holds(HostRoot.machine());
  }

  private static void holds(HostRoot root) {
    List<Channel> all = new ArrayList<>();
    for (TelemetrySource source : sources()) {
      switch (source.open(Machine.context(root))) {
        case Availability.Available<Opened>(Opened o) -> {
          all.addAll(read(source.id(), o));
          assertThat(o.gives()).as(source.id()).isNotBlank();
          o.gaps().forEach(g -> said(source.id(), g.reason(), g.remedy().text()));
          o.instrument().close();
        }
        case Availability.Unavailable<Opened> u ->
            said(source.id(), u.reason(), Objects.requireNonNull(u.remedy()).text());
      }
    }
    domainsAgree(all);
  }

  private static void said(String source, String reason, String remedy) {
    assertThat(reason).as("reason of %s", source).isNotBlank().doesNotContain("null");
    assertThat(remedy).as("remedy of %s", source).isNotBlank().doesNotContain("null");
  }

  private static List<Channel> read(String source, Opened opened) {
    List<Channel> channels = opened.instrument().channels();
    assertThat(channels).as(source).isNotEmpty();
    assertThat(channels).as(source).extracting(Channel::id).doesNotHaveDuplicates();
    Map<Integer, Double> before = new HashMap<>();
    for (int round = 0; round < 3; round++) {
      Readings readings = new Readings(channels, System.nanoTime());
      opened.instrument().read(readings);
      for (int i = 0; i < channels.size(); i++) {
        String reason = readings.reason(i);
        assertThat(reason).as("%s was left out", channels.get(i).id()).isNotEqualTo("not read");
        if (reason == null) {
          double value = readings.value(i);
          boolean grows =
              channels.get(i) instanceof Channel.Tally
                  || channels.get(i) instanceof Channel.CauseTally;
          if (grows) {
            assertThat(value)
                .as(channels.get(i).id())
                .isGreaterThanOrEqualTo(before.getOrDefault(i, 0.0));
          }
          before.put(i, value);
        }
      }
    }
    return channels;
  }

  /** One id is one domain whichever source names it, and no energy is there twice. */
  private static void domainsAgree(List<Channel> channels) {
    Map<String, Domain> byId = new HashMap<>();
    Set<String> whole = new HashSet<>();
    for (Channel channel : channels) {
      Domain domain = channel.domain();
      assertThat(byId.getOrDefault(domain.id(), domain)).isEqualTo(domain);
      byId.put(domain.id(), domain);
      if (domain.parent() == null
          && (channel instanceof Channel.EnergyCounter || channel instanceof Channel.Power)) {
        assertThat(whole.add(domain.id())).as("%s is metered twice", domain.id()).isTrue();
      }
    }
  }
}
