package assay.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.telemetry.InterferenceKind;
import assay.core.telemetry.Share;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What was observed in several forks, as one. */
class TelemetrySummaryTest {
  private static final Availability<List<EnergyReading>> NO_ENERGY = new Unavailable<>("no meter");

  private static Telemetry<EnergyReading> seen(
      Availability<List<EnergyReading>> energy, Interference... interference) {
    return new Telemetry<>(
        energy,
        List.of(),
        new Unavailable<>("no gauges"),
        new Unavailable<>("no throttling"),
        List.of(interference));
  }

  private static Availability<List<EnergyReading>> energy(EnergyReading... readings) {
    return new Available<>(List.of(readings));
  }

  private static EnergyReading reading(
      String domain, String source, double joules, @Nullable String note) {
    return new EnergyReading(domain, source, null, Share.PRIMARY, joules, 2, 100, null, 0, note);
  }

  private static Telemetry<Energy> summary(
      List<RunTelemetry.Idle> idle, List<Telemetry<EnergyReading>> forks) {
    Timing timing = Timing.ofHost(new double[] {1}, new double[0], "no clock", null);
    return TelemetrySummary.of(
        forks.stream().map(fork -> new ForkResult(timing, null, fork, null, null)).toList(), idle);
  }

  @Test
  void whatNoForkSawHasTheirReasonsOnce() {
    Telemetry<Energy> none =
        summary(
            List.of(),
            List.of(seen(NO_ENERGY), Telemetry.missing("switched off"), seen(NO_ENERGY)));
    assertThat(none.energy()).isEqualTo(new Unavailable<>("no meter; switched off"));
    assertThat(none.utilization()).isEqualTo(new Unavailable<>("no gauges; switched off"));
    assertThat(none.throttle()).isEqualTo(new Unavailable<>("no throttling; switched off"));
    assertThat(none.interference()).isEmpty();
    assertThat(none.refusedEnergy()).isEmpty();
  }

  /** A domain of one name may be read by two sources. */
  @Test
  void energiesAreAddedUpByDomainAndSource() {
    List<Energy> energies =
        summary(
                List.of(
                    new RunTelemetry.Idle("package-0", "other", 1.0, 0.1, "before"),
                    new RunTelemetry.Idle("dram", "rapl", 2.0, 0.2, "before"),
                    new RunTelemetry.Idle("package-0", "rapl", 3.0, 0.3, "before")),
                List.of(
                    seen(
                        energy(
                            reading("package-0", "rapl", 10, "a"),
                            reading("dram", "rapl", 1, null))),
                    seen(NO_ENERGY),
                    seen(
                        energy(
                            reading("package-0", "hwmon", 5, null),
                            reading("package-0", "rapl", 30, "b"))),
                    seen(energy(reading("package-0", "rapl", 20, "a")))))
            .energies();
    assertThat(energies)
        .extracting(e -> e.source() + " " + e.domain())
        .containsExactly("rapl package-0", "rapl dram", "hwmon package-0");
    Energy first = energies.getFirst();
    assertThat(first.joules()).isEqualTo(60);
    assertThat(first.windowSeconds()).isEqualTo(6);
    assertThat(first.executions()).isEqualTo(300);
    assertThat(first.idleWatts()).isEqualTo(3);
    assertThat(first.idlePlusMinusWatts()).isEqualTo(0.3);
    assertThat(first.note()).isEqualTo("a; b");
    // 0.1, 0.3 and 0.2 J: s = 0.1 J is 50 % of 0.2 J, and 2 · 50 % ÷ √3.
    assertThat(first.uncertaintyPercent()).isEqualTo(100 / Math.sqrt(3), within(1e-9));
    assertThat(energies.get(1).idleWatts()).isEqualTo(2);
    assertThat(energies.get(1).note()).isNull();
    assertThat(energies.get(2).idleWatts()).isNull();
    assertThat(energies.get(2).note()).isEqualTo("no idle power was measured for it");
  }

  @Test
  void anIdlePowerThatCouldNotBeMeasuredSaysWhy() {
    Energy energy =
        summary(
                List.of(new RunTelemetry.Idle("package-0", "rapl", null, null, "it stood still")),
                List.of(seen(energy(reading("package-0", "rapl", 10, "a note")))))
            .energies()
            .getFirst();
    assertThat(energy.idleWatts()).isNull();
    assertThat(energy.idlePlusMinusWatts()).isNull();
    assertThat(energy.note()).isEqualTo("a note; no idle power: it stood still");
  }

  @Test
  void ofAnInterferenceTheLargestIsKept() {
    Interference small = new Interference(InterferenceKind.THERMAL, 1, "s", "cpu");
    Interference large = new Interference(InterferenceKind.THERMAL, 2, "s", "cpu");
    Interference elsewhere = new Interference(InterferenceKind.THERMAL, 0.5, "s", "gpu");
    Interference share = new Interference(InterferenceKind.THERMAL, 0.5, "%", "cpu");
    Interference other = new Interference(InterferenceKind.STEAL, 0.5, "s", "cpu");
    assertThat(
            summary(
                    List.of(),
                    List.of(
                        seen(NO_ENERGY, small, elsewhere),
                        seen(NO_ENERGY, large, share, other),
                        seen(NO_ENERGY, small)))
                .interference())
        .containsExactly(large, elsewhere, share, other);
  }

  @Test
  void gaugesThrottlingAndRefusalsAreBroughtTogether() {
    RefusedEnergy wall = new RefusedEnergy("wall", "meter", Share.SURROUNDING, "too short");
    Telemetry<EnergyReading> first =
        new Telemetry<>(
            NO_ENERGY,
            List.of(wall),
            new Available<>(Map.of("clock", new Gauge("Hz", 10, 5, 15, 1))),
            new Available<>(
                Throttle.of(
                    Map.of(InterferenceKind.THERMAL, 0.0, InterferenceKind.POWER_CAP, 0.5))),
            List.of());
    Telemetry<EnergyReading> second =
        new Telemetry<>(
            NO_ENERGY,
            List.of(wall, new RefusedEnergy("dram", "rapl", Share.PRIMARY, "it stood still")),
            new Available<>(Map.of("clock", new Gauge("Hz", 50, 40, 60, 3))),
            new Available<>(
                Throttle.of(
                    Map.of(InterferenceKind.THERMAL, 0.25, InterferenceKind.POWER_CAP, 0.5))),
            List.of());
    Telemetry<Energy> both = summary(List.of(), List.of(first, second, seen(NO_ENERGY)));
    assertThat(both.utilization())
        .isEqualTo(new Available<>(Map.of("clock", new Gauge("Hz", 40, 5, 60, 4))));
    assertThat(both.throttle())
        .isEqualTo(
            new Available<>(
                new Throttle(
                    true,
                    Map.of(InterferenceKind.THERMAL, 0.25, InterferenceKind.POWER_CAP, 1.0))));
    assertThat(both.refusedEnergy()).isEqualTo(second.refusedEnergy());
  }
}
