package assay.core.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import assay.core.availability.Remedy.Advice;
import assay.core.host.HostRoot;
import assay.core.record.EnergyReading;
import assay.core.record.RefusedEnergy;
import assay.core.telemetry.Attribution;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.OpenSources;
import assay.core.telemetry.Readings;
import assay.core.telemetry.Share;
import assay.core.telemetry.Snapshot;
import assay.core.telemetry.TelemetrySource;
import assay.core.telemetry.TelemetrySource.Gap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whether the meters that there are make up the whole. */
class EnergyWindowsTest {
  private static final Domain FIRST = Domain.host("package-0", Domain.Kind.PACKAGE);
  private static final Domain SECOND = Domain.host("package-1", Domain.Kind.PACKAGE);
  private static final Domain WALL = Domain.host("wall", Domain.Kind.WALL);
  private static final Gap NO_SECOND =
      new Gap("package-1 energy", "permission denied", new Advice("chmod"), SECOND);

  private static Channel counter(Domain domain) {
    return new Channel.EnergyCounter(domain.id() + ".energy", domain, 1e-6, 65e9, 1e-3, 640, null);
  }

  /** A window of 10 s in which every meter draws 50 W. */
  private static EnergyWindows.Outcome window(TestMeter... meters) {
    OpenSources sources =
        OpenSources.open(
            List.of(meters), new TelemetrySource.Context(HostRoot.machine(), Optional.empty()));
    EnergyWindows energy = new EnergyWindows(sources, null);
    List<Snapshot> snapshots = new ArrayList<>();
    for (int t = 0; t <= 10; t++) {
      List<Readings> readings = new ArrayList<>();
      for (OpenSources.Opened opened : sources.instruments()) {
        List<Channel> channels = opened.instrument().channels();
        Readings now = new Readings(channels, t * 1_000_000_000L);
        for (int c = 0; c < channels.size(); c++) {
          now.value(c, channels.get(c) instanceof Channel.EnergyCounter ? 50e6 * t + 1 : 50);
        }
        readings.add(now);
      }
      snapshots.add(new Snapshot(t * 1_000_000_000L, List.copyOf(readings)));
    }
    return energy.of(snapshots, 1, new Attribution(Map.of(), energy.domains()));
  }

  @Test
  void bothPackagesAreTheHosts() {
    EnergyWindows.Outcome outcome =
        window(new TestMeter("rapl").with(counter(FIRST), n -> 1).with(counter(SECOND), n -> 1));
    assertThat(outcome.readings())
        .extracting(EnergyReading::domain, EnergyReading::share)
        .containsExactly(tuple("package-0", Share.PRIMARY), tuple("package-1", Share.PRIMARY));
    assertThat(outcome.refused()).isEmpty();
  }

  /**
   * Its joules would pass for the host's; a refused domain of the target's own prevents a total.
   */
  @Test
  void onePackageOfTwoIsNotTheHost() {
    EnergyWindows.Outcome outcome =
        window(new TestMeter("rapl").with(counter(FIRST), n -> 1).gap(NO_SECOND));
    assertThat(outcome.refused())
        .containsExactly(
            new RefusedEnergy("package-1", "rapl", Share.PRIMARY, "permission denied"));
  }

  @Test
  void anotherSourceMayMeterIt() {
    EnergyWindows.Outcome outcome =
        window(
            new TestMeter("rapl").with(counter(FIRST), n -> 1).gap(NO_SECOND),
            new TestMeter("hwmon-power").with(counter(SECOND), n -> 1));
    assertThat(outcome.readings()).hasSize(2);
    assertThat(outcome.refused()).isEmpty();
  }

  @Test
  void coresShowThatThereIsAPackage() {
    Domain cores = Domain.within(SECOND, "package-1/core", Domain.Kind.CORES);
    EnergyWindows.Outcome outcome =
        window(new TestMeter("rapl").with(counter(FIRST), n -> 1).with(counter(cores), n -> 1));
    assertThat(outcome.refused())
        .containsExactly(
            new RefusedEnergy(
                "package-1", "rapl", Share.PRIMARY, "only its part package-1/core is metered"));
  }

  @Test
  void whereNoPackageIsMeteredTheWallStandsForTheHost() {
    EnergyWindows.Outcome outcome =
        window(new TestMeter("wall-meter").with(power(), n -> 50).gap(NO_SECOND));
    assertThat(outcome.refused())
        .noneMatch(r -> r.share() == Share.PRIMARY && r.domain().equals("package-1"));
  }

  private static Channel power() {
    return new Channel.Power("wall.power", WALL, 0.1, 0, null);
  }
}
