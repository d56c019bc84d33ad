package assay.report.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.record.RunRecord;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which runs are of one night. */
class NightsTest {
  private static final MachineVerdict SAME = new MachineVerdict.Same();
  private static final MachineVerdict WARN = new MachineVerdict.Warn(List.of(), List.of());
  private static final MachineVerdict OTHER =
      new MachineVerdict.NotComparable(List.of(), List.of());

  private static RunRecord run(String started, @Nullable String finished) {
    RunRecord r = new SampleRuns(SampleSystem.number(0), Instant.parse(started), 1).done().record();
    return new RunRecord(
        r.schemaVersion(),
        r.runId(),
        r.startedUtc(),
        finished == null ? null : Instant.parse(finished),
        r.suite(),
        r.seed(),
        r.assay(),
        r.environment(),
        r.plan(),
        r.telemetry(),
        r.cells());
  }

  private static final RunRecord EVENING = run("2026-10-01T20:00:00Z", "2026-10-01T22:00:00Z");

  /** Six hours after the end of the earlier run, not of its start, is the latest. */
  @ParameterizedTest
  @CsvSource({
    "2026-10-02T04:00:00Z, true",
    "2026-10-02T04:00:01Z, false",
    "2026-10-01T21:00:00Z, true",
    "2026-10-01T20:00:00Z, true",
    "2026-10-01T13:00:00Z, true",
    "2026-10-01T12:59:59Z, false"
  })
  void runsUpToSixHoursApartAreOfOneNight(String start, boolean one) {
    String end = Instant.parse(start).plus(Duration.ofHours(1)).toString();
    RunRecord run = run(start, end);
    for (MachineVerdict machines : List.of(SAME, WARN)) {
      assertThat(Nights.of(EVENING, run, machines, null) instanceof Nights.One).isEqualTo(one);
      assertThat(Nights.of(run, EVENING, machines, null) instanceof Nights.One).isEqualTo(one);
    }
  }

  @Test
  void thePauseIsFromAnEndToAStart() {
    RunRecord morning = run("2026-10-02T05:00:00Z", "2026-10-02T06:00:00Z");
    Nights unknown = new Nights.Unknown(Duration.ofHours(7));
    assertThat(Nights.of(EVENING, morning, SAME, null)).isEqualTo(unknown);
    assertThat(Nights.of(morning, EVENING, SAME, null)).isEqualTo(unknown);
    assertThat(Nights.of(EVENING, morning, SAME, 0.01))
        .isEqualTo(new Nights.Stated(Duration.ofHours(7), 0.01));
  }

  /** A run that was interrupted may have ended at once. */
  @Test
  void aRunWithoutAnEndCountsFromItsStart() {
    RunRecord interrupted = run("2026-10-01T20:00:00Z", null);
    RunRecord night = run("2026-10-02T03:00:00Z", "2026-10-02T04:00:00Z");
    assertThat(Nights.of(interrupted, night, SAME, null))
        .isEqualTo(new Nights.Unknown(Duration.ofHours(7)));
    assertThat(Nights.of(EVENING, night, SAME, null)).isEqualTo(new Nights.One());
  }

  @Test
  void twoMachinesHaveNoPause() {
    RunRecord same = run("2026-10-01T22:00:00Z", "2026-10-01T23:00:00Z");
    assertThat(Nights.of(EVENING, same, OTHER, null)).isEqualTo(new Nights.Unknown(null));
    assertThat(Nights.of(EVENING, same, OTHER, 0.01)).isEqualTo(new Nights.Stated(null, 0.01));
  }

  @Test
  void onlyAKnownVariationIsJudgedAndOnlyAStatedOneWidens() {
    Duration day = Duration.ofDays(1);
    assertThat(new Nights.One())
        .returns(true, Nights::judged)
        .returns(false, Nights::twoMachines)
        .returns(0.0, Nights::uncertainty);
    for (Nights unknown : List.of(new Nights.Unknown(day), new Nights.Unknown(null))) {
      assertThat(unknown).returns(false, Nights::judged).returns(0.0, Nights::uncertainty);
    }
    assertThat(new Nights.Stated(day, 0.01)).returns(true, Nights::judged);
    assertThat(new Nights.Stated(day, 0.01).uncertainty()).isEqualTo(0.0282843, within(1e-7));
    assertThat(new Nights.Unknown(day).twoMachines()).isFalse();
    assertThat(new Nights.Unknown(null).twoMachines()).isTrue();
    assertThat(new Nights.Stated(day, 0.01).twoMachines()).isFalse();
    assertThat(new Nights.Stated(null, 0.01).twoMachines()).isTrue();
  }
}
