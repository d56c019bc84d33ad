package assay.report.nightly;

import static assay.report.nightly.StoredRuns.HOST;
import static assay.report.nightly.StoredRuns.SUSPECT;
import static assay.report.nightly.StoredRuns.canary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.record.CellId;
import assay.core.record.Status;
import assay.report.gate.GateVerdict;
import assay.report.history.StoredRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Stored runs and a journal in, a verdict out. */
class NightlyTest {
  private static NightlyVerdict verdict(StoredRuns runs) {
    return verdict(runs, Journal.EMPTY);
  }

  private static NightlyVerdict verdict(StoredRuns runs, Journal journal) {
    return Nightly.verdict(runs.runs(), journal, Limits.NONE, runs.last());
  }

  private static SeriesReport suspect(NightlyVerdict verdict) {
    return verdict.series().stream()
        .filter(report -> report.series().cell().equals(SUSPECT))
        .findFirst()
        .orElseThrow();
  }

  private static StoredRuns slowerSince(int nights) {
    return new StoredRuns()
        .nights(40)
        .condition("driver", "580")
        .slow(SUSPECT, 1.05)
        .nights(nights);
  }

  @Test
  void whatDidNotChangeIsNoAlarm() {
    NightlyVerdict verdict = verdict(new StoredRuns().nights(40));
    assertThat(verdict.series()).hasSize(6);
    assertThat(verdict.series())
        .allMatch(report ->
            report.verdict() == GateVerdict.UNCHANGED
                || report.verdict() == GateVerdict.INCONCLUSIVE);
    assertThat(verdict.alarms()).isEmpty();
    assertThat(verdict.hosts()).singleElement().extracting(HostReport::canaries).isEqualTo(5);
  }

  @Test
  void slowdownHasItsFirstBadNightItsSuspectAndACommand() {
    NightlyVerdict verdict = verdict(slowerSince(2));
    SeriesReport report = suspect(verdict);
    assertThat(verdict.alarms()).containsExactly(report);
    assertThat(verdict.series().getFirst()).isEqualTo(report);
    assertThat(report.verdict()).isEqualTo(GateVerdict.REGRESSED);
    OpenChange change = Objects.requireNonNull(report.change());
    assertThat(change.firstBad().number()).isEqualTo(40);
    assertThat(change.suspects()).containsExactly("driver: 570 → 580");
    assertThat(change.reproduce())
        .isEqualTo("./assay run --suite nightly -w 'gemm/m=256,n=256,k=256' -t cpu-simd -p f32");
    assertThat(report.marks())
        .extracting(Mark::kind, Mark::text)
        .contains(
            org.assertj.core.groups.Tuple.tuple(Mark.Kind.SETTING, "driver: 570 → 580"),
            org.assertj.core.groups.Tuple.tuple(Mark.Kind.ONSET, "worse"));
  }

  @Test
  void alarmIsRaisedOnceAndStaysOpen() {
    SeriesReport report = suspect(verdict(slowerSince(4)));
    assertThat(report.alarm()).isFalse();
    assertThat(report.open()).isTrue();
    assertThat(Objects.requireNonNull(report.change()).firstBad().number()).isEqualTo(40);
  }

  @Test
  void orderAndFoldersOfRunsDoNotMatter() {
    StoredRuns runs = slowerSince(2);
    List<StoredRun> shuffled = new ArrayList<>(runs.runs());
    Collections.shuffle(shuffled, new Random(7));
    assertThat(Nightly.verdict(shuffled, Journal.EMPTY, Limits.NONE, runs.last()))
        .isEqualTo(verdict(runs));
  }

  @Test
  void laterNightsDoNotChangeAnEarlierVerdict() {
    StoredRuns runs = slowerSince(2);
    NightlyVerdict before = verdict(runs);
    assertThat(
            Nightly.verdict(
                runs.nights(10).runs(),
                Journal.EMPTY,
                Limits.NONE,
                before.tonight().getFirst().run()))
        .isEqualTo(before);
  }

  @Test
  void suspectsAndCanariesAreMeasuredAgainAndTheMedianCounts() {
    StoredRuns runs = slowerSince(1);
    Nightly.Again again = Nightly.again(runs.runs(), Journal.EMPTY, runs.last());
    assertThat(again.suspects()).containsExactly(SUSPECT);
    assertThat(again.canaries()).hasSize(5).contains(canary(1)).doesNotContain(SUSPECT);
    List<CellId> cells = new ArrayList<>(again.canaries());
    cells.add(SUSPECT);
    runs.slow(SUSPECT, 1);
    for (int i = 0; i < 3; i++) {
      runs.confirm(cells);
    }
    assertThat(Nightly.again(runs.runs(), Journal.EMPTY, runs.last()).none()).isTrue();
    SeriesReport report = suspect(verdict(runs));
    assertThat(report.reruns()).hasSize(3);
    assertThat(report.tonight()).isGreaterThan(1.03e-3);
    assertThat(report.verdict()).isNotEqualTo(GateVerdict.REGRESSED);
  }

  @Test
  void acknowledgedAlarmIsNoneAndLaterNightsAreComparedWithTheNewLevel() {
    StoredRuns runs = slowerSince(2);
    Journal journal =
        journal(
            runs,
            new Journal.Accepted(StoredRuns.key(SUSPECT, "aaaa"), "expected since driver 580"));
    SeriesReport report = suspect(verdict(runs, journal));
    assertThat(report.acknowledged()).isEqualTo("expected since driver 580 (eva)");
    assertThat(report.alarm()).isFalse();
    assertThat(report.open()).isFalse();
    SeriesReport later = suspect(verdict(runs.nights(20), journal));
    assertThat(later.verdict()).isIn(GateVerdict.UNCHANGED, GateVerdict.INCONCLUSIVE);
    assertThat(suspect(verdict(runs)).open()).isTrue();
  }

  private static Journal journal(StoredRuns runs, Journal.Statement... statements) {
    List<Journal.Entry> entries = new ArrayList<>();
    Instant at = runs.runs().getLast().started().plus(Duration.ofHours(1));
    for (Journal.Statement statement : statements) {
      entries.add(new Journal.Entry("j" + (entries.size() + 1), at, "eva", statement));
    }
    return new Journal(entries);
  }

  @Test
  void whatIsWithdrawnDoesNotHold() {
    StoredRuns runs = slowerSince(2);
    Journal journal =
        journal(
            runs,
            new Journal.Accepted(StoredRuns.key(SUSPECT, "aaaa"), "expected"),
            new Journal.Withdrawn("j1", "not at all"));
    assertThat(verdict(runs, journal)).isEqualTo(verdict(runs));
  }

  @Test
  void baselineBeginsAnewWithTheRunThatWasNamed() {
    StoredRuns runs = slowerSince(2);
    Journal journal =
        journal(
            runs,
            new Journal.BaselineSet(
                runs.runs().get(40).run().value(), HOST, "gemm/*", "driver 580 is the baseline"));
    NightlyVerdict verdict = verdict(runs, journal);
    assertThat(suspect(verdict).verdict()).isEqualTo(GateVerdict.INCONCLUSIVE);
    assertThat(suspect(verdict).marks()).extracting(Mark::kind).contains(Mark.Kind.BASELINE);
    assertThat(verdict.series().stream().filter(s -> s.evidence() != null)).hasSize(5);
  }

  @Test
  void declaredChangeIsASuspectAndAMark() {
    StoredRuns runs = slowerSince(2);
    Instant happened = runs.runs().get(40).started().minus(Duration.ofHours(3));
    SeriesReport report =
        suspect(verdict(runs, journal(runs, new Journal.Declared(null, happened, "new fan"))));
    assertThat(Objects.requireNonNull(report.change()).suspects()).contains("new fan (declared)");
    assertThat(report.marks()).contains(new Mark(happened, Mark.Kind.NOTE, "new fan"));
    SeriesReport elsewhere =
        suspect(verdict(runs, journal(runs, new Journal.Declared("lab-2", happened, "new fan"))));
    assertThat(elsewhere).isEqualTo(suspect(verdict(runs)));
  }

  @Test
  void cellThatIsGoneIsMissingForItsReason() {
    SeriesReport report =
        suspect(verdict(new StoredRuns().nights(12).broken(SUSPECT, Status.UNAVAILABLE).nights(3)));
    assertThat(report.verdict()).isEqualTo(GateVerdict.MISSING);
    assertThat(report.reason())
        .isEqualTo("UNAVAILABLE: the card is gone; measured last on 2026-08-12");
    assertThat(report.tonight()).isNull();
  }

  @Test
  void wrongOutputIsInvalidAlsoOnTheFirstNight() {
    for (int before : new int[] {0, 3, 30}) {
      SeriesReport report =
          suspect(
              verdict(new StoredRuns().nights(before).broken(SUSPECT, Status.INVALID).nights(1)));
      assertThat(report.verdict()).as("after " + before).isEqualTo(GateVerdict.INVALID);
    }
  }

  @Test
  void anotherMachineIsNotComparableAndItsOldSeriesAreNotMissing() {
    StoredRuns runs = new StoredRuns().nights(15).identity("bbbb").nights(1);
    NightlyVerdict verdict = verdict(runs);
    assertThat(verdict.series())
        .hasSize(6)
        .allMatch(report -> report.verdict() == GateVerdict.NOT_COMPARABLE)
        .allMatch(
            report -> report.reason().equals("not as in earlier nights: machine aaaa → bbbb"));
    assertThat(verdict(runs.nights(1)).series())
        .hasSize(6)
        .allMatch(report -> report.verdict() == GateVerdict.INCONCLUSIVE);
  }

  @Test
  void wholeHostIsOneEventAndNoSeriesIsBlamed() {
    StoredRuns runs = new StoredRuns().nights(40);
    StoredRuns.cells().forEach(cell -> runs.slow(cell, 1.08));
    NightlyVerdict verdict = verdict(runs.nights(3));
    assertThat(verdict.hosts())
        .singleElement()
        .satisfies(host -> {
          assertThat(host.verdict()).isEqualTo(GateVerdict.REGRESSED);
          assertThat(host.factor()).isBetween(0.07, 0.09);
        });
    assertThat(verdict.series()).noneMatch(report -> report.verdict() == GateVerdict.REGRESSED);
  }

  @Test
  void brokenLimitIsAnAlarmOnEveryNight() {
    StoredRuns runs = new StoredRuns().nights(3);
    Limits limits =
        Limits.parse(
            "limits.yaml",
            """
            limits:
              - workload: gemm/*
                unit: ms
                reference: 0.9
                upper: 5
              - workload: conv/*
                unit: ms
                upper: 5
            """);
    NightlyVerdict verdict = Nightly.verdict(runs.runs(), Journal.EMPTY, limits, runs.last());
    assertThat(verdict.alarms())
        .singleElement()
        .satisfies(report -> {
          assertThat(report.series().cell()).isEqualTo(SUSPECT);
          assertThat(report.limit()).contains("ms is above the ceiling of 0.9450");
        });
    assertThat(verdict.remarks())
        .contains("the limit 'time of conv/*' concerns nothing that was measured tonight");
  }

  @Test
  void limitInAnotherDimensionIsRefused() {
    StoredRuns runs = new StoredRuns().nights(1);
    Limits limits =
        Limits.parse("limits.yaml", "limits: [{workload: 'gemm/*', unit: GFLOP/s, lower: 5}]");
    assertThatThrownBy(() -> Nightly.verdict(runs.runs(), Journal.EMPTY, limits, runs.last()))
        .isInstanceOf(LimitException.class)
        .hasMessage("the limit 'time of gemm/*' is in GFLOP/s, but time is in s");
  }

  @Test
  void twoRunsOfADayAreTwoNights() {
    StoredRuns runs = new StoredRuns().nights(2);
    StoredRun first = runs.runs().getFirst();
    StoredRun again =
        new StoredRun(
            new assay.core.record.RunId("20260801T040000Z-zzzzzz"),
            first.started().plus(Duration.ofHours(2)),
            true,
            first.host(),
            first.identity(),
            first.suite(),
            first.shippedSuite(),
            first.conditions(),
            first.canaries(),
            null,
            first.cells(),
            first.values());
    List<StoredRun> all = new ArrayList<>(runs.runs());
    all.add(again);
    assertThat(FleetNights.of(all).nights())
        .extracting(night -> night.runs().size())
        .containsExactly(1, 1, 1);
  }
}
