package assay.report.gate;

import static assay.report.gate.GateVerdict.IMPROVED;
import static assay.report.gate.GateVerdict.INCONCLUSIVE;
import static assay.report.gate.GateVerdict.INVALID;
import static assay.report.gate.GateVerdict.MISSING;
import static assay.report.gate.GateVerdict.NEW;
import static assay.report.gate.GateVerdict.NOT_COMPARABLE;
import static assay.report.gate.GateVerdict.REGRESSED;
import static assay.report.gate.GateVerdict.UNCHANGED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import assay.core.record.MetricKey.Better;
import assay.report.gate.Night.Observation;
import assay.report.gate.Reading.Invalid;
import assay.report.gate.Reading.Measured;
import assay.report.gate.Reading.NotComparable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
  private static final Series A = Watch.time("a");
  private static final Series B = Watch.time("b");
  private static final Series RATE = new Series("rate", "host", Better.HIGHER, false);
  private static final List<Series> ALL = List.of(A, B, RATE);

  /** Three series of one host with 62 quiet nights, 0 to 61. */
  private static Watch quiet() {
    return new Watch().nights(62, ALL, _ -> 1);
  }

  @Test
  void theFirstNights() {
    Watch watch = new Watch().nights(1, ALL, _ -> 1);
    assertThat(watch.of(A).verdict()).isEqualTo(NEW);
    watch.nights(11, ALL, _ -> 1);
    assertThat(watch.of(A).verdict()).isEqualTo(INCONCLUSIVE);
    assertThat(watch.of(A).reason()).startsWith("9 of the 10 earlier nights");
    assertThat(watch.of(A).evidence()).isNull();
    watch.nights(1, ALL, _ -> 1);
    assertThat(watch.evidence(A).baselineNights()).isEqualTo(10);
    double early = watch.evidence(A).smallestDetectable();
    watch.nights(49, ALL, _ -> 1);
    assertThat(watch.evidence(A).baselineNights()).isEqualTo(59);
    assertThat(watch.evidence(A).smallestDetectable()).isLessThan(0.7 * early);
  }

  /**
   * A fleet of one host with three series has verdicts, and they say where the threshold is from.
   */
  @Test
  void theThresholdSaysWhereItIsFrom() {
    Watch watch = quiet();
    // Nights with a baseline of 30 and more count: the 33rd to the 62nd night.
    assertThat(watch.evidence(A).threshold())
        .isInstanceOfSatisfying(
            Threshold.Simulated.class,
            simulated -> {
              assertThat(simulated.noise()).contains("correlation", "outliers");
              assertThat(simulated.seriesNights()).isEqualTo(3 * 29);
            });
    GateState before = watch.state();
    OnsetPool pool = before.pool().plus(Threshold.MIN_POOLED, List.of());
    watch.state(new GateState(before.night(), before.series(), before.hosts(), pool));
    watch.nights(1, ALL, _ -> 1);
    assertThat(watch.evidence(A).threshold())
        .isInstanceOfSatisfying(
            Threshold.Pooled.class,
            pooled -> assertThat(pooled.seriesNights()).isGreaterThan(Threshold.MIN_POOLED));
  }

  @Test
  void aStepIsAlarmedOnceWithItsFirstNight() {
    Watch watch = quiet();
    int alarms = 0;
    for (int night = 62; night < 162; night++) {
      watch.night(ALL, series -> series.equals(A) ? 1.05 : 1);
      alarms += watch.of(A).onset() ? 1 : 0;
      assertThat(watch.of(B).event()).isNull();
      if (night >= 64) {
        assertThat(watch.of(A).verdict()).isEqualTo(REGRESSED);
      }
    }
    assertThat(alarms).isEqualTo(1);
    assertThat(watch.event(A).alarmed()).isBetween(63, 64);
    assertThat(watch.event(A).firstBad()).isEqualTo(new FirstBadNight(62, 62, 62));
    // The baseline is frozen: a hundred nights later the effect is still that against the old one.
    assertThat(watch.evidence(A).effect()).isEqualTo(0.05, within(0.005));
    assertThat(watch.evidence(A).interval().contains(0.05)).isTrue();
    assertThat(watch.evidence(A).interval().contains(0)).isFalse();
    assertThat(Objects.requireNonNull(watch.state().series().get("a")).baseline())
        .extracting(Point::night)
        .containsExactlyElementsOf(IntStream.range(2, 62).boxed().toList());
  }

  @Test
  void moreOfARateIsAnImprovement() {
    Watch watch = quiet().nights(3, ALL, series -> series.equals(RATE) ? 1.05 : 1);
    assertThat(watch.of(RATE).verdict()).isEqualTo(IMPROVED);
    assertThat(watch.evidence(RATE).effect()).isEqualTo(0.05, within(0.005));
    watch = quiet().nights(3, ALL, series -> series.equals(RATE) ? 0.95 : 1);
    assertThat(watch.of(RATE).verdict()).isEqualTo(REGRESSED);
    assertThat(watch.evidence(RATE).effect()).isEqualTo(-0.05, within(0.005));
    assertThat(watch.evidence(RATE).limit()).isPositive();
  }

  @Test
  void oneNightAloneNeverAlarms() {
    Watch watch = quiet().nights(1, ALL, series -> series.equals(A) ? 3 : 1);
    assertThat(watch.onsets()).isZero();
    watch.nights(30, ALL, _ -> 1);
    assertThat(Objects.requireNonNull(watch.state().series().get("a")).event()).isNull();
  }

  @Test
  void whatStandsOutIsMeasuredAgain() {
    Watch watch = quiet();
    List<Observation> first =
        List.of(Watch.measured(A, 1.2e-3), Watch.measured(B, 1e-3), Watch.measured(RATE, 1e-3));
    Gate gate = Gate.of(watch.state());
    assertThat(gate.reruns(new Night(62, first))).isEqualTo(new Reruns(List.of("a"), List.of()));
    List<Observation> again = new ArrayList<>(first);
    again.set(0, Watch.measured(A, 1.2e-3, 1.01e-3, 0.99e-3, 1e-3));
    assertThat(gate.reruns(new Night(62, again)).none()).isTrue();
    // The median of the four: (1 + 1.01)/2, of logarithms.
    watch.judge(again);
    assertThat(Objects.requireNonNull(watch.state().series().get("a")).recent().getLast().level())
        .isEqualTo((Math.log(1e-3) + Math.log(1.01e-3)) / 2, within(1e-12));
    // Confirmed three nights in a row, it is alarmed; not confirmed, it is not.
    for (int night = 0; night < 3; night++) {
      watch.judge(
          List.of(
              Watch.measured(A, 1.2e-3, 1.01e-3, 0.99e-3, 1e-3),
              Watch.measured(B, 1.2e-3, 1.21e-3, 1.19e-3, 1.2e-3),
              Watch.measured(RATE, 1e-3)));
    }
    assertThat(watch.of(A).event()).isNull();
    assertThat(watch.of(B).verdict()).isEqualTo(REGRESSED);
  }

  @Test
  void fiveQuietNightsCloseAnEventAndArmAgain() {
    Watch watch = quiet().nights(10, ALL, series -> series.equals(A) ? 1.05 : 1);
    assertThat(watch.of(A).verdict()).isEqualTo(REGRESSED);
    // The running median is back in the second night, so the fifth quiet one is the sixth.
    watch.nights(5, ALL, _ -> 1);
    assertThat(Objects.requireNonNull(watch.state().series().get("a")).event()).isNotNull();
    assertThat(watch.event(A).quiet()).isEqualTo(4);
    watch.nights(1, ALL, _ -> 1);
    assertThat(watch.of(A).reason()).contains("closed");
    assertThat(Objects.requireNonNull(watch.state().series().get("a")).event()).isNull();
    // The bad nights are in no baseline.
    assertThat(Objects.requireNonNull(watch.state().series().get("a")).baseline())
        .noneMatch(point -> point.night() >= 62 && point.night() < 72);
    watch.nights(1, ALL, _ -> 1);
    assertThat(watch.of(A).event()).isNull();
    watch.nights(3, ALL, series -> series.equals(A) ? 1.05 : 1);
    assertThat(watch.of(A).verdict()).isEqualTo(REGRESSED);
    assertThat(watch.event(A).firstBad().night()).isEqualTo(79);
  }

  @Test
  void aFurtherStepIsAnotherEvent() {
    Watch watch = quiet().nights(20, ALL, series -> series.equals(A) ? 1.05 : 1);
    int alarms = 0;
    for (int night = 0; night < 20; night++) {
      watch.night(ALL, series -> series.equals(A) ? 1.15 : 1);
      alarms += watch.of(A).onset() ? 1 : 0;
    }
    assertThat(alarms).isEqualTo(1);
    assertThat(watch.event(A).firstBad().night()).isEqualTo(82);
    assertThat(watch.evidence(A).effect()).isEqualTo(0.15, within(0.01));
  }

  /** 0.5 % more every night is one event, however far it goes. */
  @Test
  void aRampIsOneEvent() {
    Watch watch = quiet();
    int alarms = 0;
    for (int night = 1; night <= 30; night++) {
      double height = 1 + 0.005 * night;
      watch.night(ALL, series -> series.equals(A) ? height : 1);
      alarms += watch.of(A).onset() ? 1 : 0;
    }
    assertThat(alarms).isEqualTo(1);
  }

  /** Worse, and then better than it ever was: the one does not hide the other. */
  @Test
  void theOtherDirectionIsAnotherEvent() {
    Watch watch = quiet().nights(20, ALL, series -> series.equals(A) ? 1.05 : 1);
    watch.nights(3, ALL, series -> series.equals(A) ? 0.9 : 1);
    assertThat(watch.of(A).verdict()).isEqualTo(IMPROVED);
    assertThat(watch.event(A).firstBad().night()).isEqualTo(82);
  }

  @Test
  void anAcceptedChangeIsTheNewBaseline() {
    Watch watch = quiet().nights(20, ALL, series -> series.equals(A) ? 1.05 : 1);
    watch.state(watch.state().accept("a"));
    watch.nights(1, ALL, series -> series.equals(A) ? 1.05 : 1);
    assertThat(watch.of(A).event()).isNull();
    assertThat(watch.evidence(A).effect()).isEqualTo(0, within(0.005));
    assertThat(watch.evidence(A).baselineNights()).isEqualTo(18);
    assertThatIllegalArgumentException().isThrownBy(() -> watch.state().accept("a"));
    assertThatIllegalArgumentException().isThrownBy(() -> watch.state().acceptHost("host"));
  }

  /** Nobody has to accept an improvement; what is lost after it is a regression. */
  @Test
  void anImprovementBecomesTheBaselineByItself() {
    Watch watch = quiet().nights(40, ALL, series -> series.equals(A) ? 0.95 : 1);
    assertThat(watch.of(A).event()).isNull();
    assertThat(watch.evidence(A).effect()).isEqualTo(0, within(0.005));
    watch.nights(3, ALL, _ -> 1);
    assertThat(watch.of(A).verdict()).isEqualTo(REGRESSED);
  }

  /** 0.05 % a night is below what three nights can show, and the rolling baseline follows it. */
  @Test
  void aSlowDriftIsSeenFromTheAnchor() {
    Watch watch = quiet();
    int night = 0;
    while (!watch.nights(1, ALL, drift(watch)).of(A).onset()) {
      night++;
      assertThat(0.0005 * (night + 1)).as("the drift so far").isLessThan(0.03);
    }
    assertThat(watch.event(A).test()).isEqualTo(Event.Test.DRIFT);
    assertThat(watch.of(A).verdict()).isEqualTo(REGRESSED);
    assertThat(watch.event(A).firstBad().earliest()).isBetween(62, 62 + 15);
    assertThat(watch.evidence(A).limit()).isEqualTo(Math.expm1(0.02), within(1e-9));
    int alarms = 0;
    for (int more = 0; more < 30; more++) {
      watch.night(ALL, drift(watch));
      alarms += watch.of(A).onset() ? 1 : 0;
    }
    assertThat(alarms).isZero();
    assertThat(watch.of(A).verdict()).isEqualTo(REGRESSED);
  }

  private static ToDoubleFunction<Series> drift(Watch watch) {
    return series -> series.equals(A) ? Math.exp(0.0005 * (watch.next() - 61)) : 1;
  }

  @Test
  void whatWasThereAndIsGoneIsMissing() {
    Watch watch = quiet().nights(3, List.of(A, RATE), _ -> 1);
    assertThat(watch.of(B).verdict()).isEqualTo(MISSING);
    assertThat(watch.of(B).reason()).contains("night 61");
    watch.nights(1, ALL, _ -> 1);
    assertThat(watch.of(B).evidence()).isNotNull();
    watch.state(watch.state().without("b"));
    watch.nights(1, List.of(A, RATE), _ -> 1);
    assertThat(watch.state().series()).doesNotContainKey("b");
  }

  /** Missing nights are no quiet nights and no bad ones: the last three that there are count. */
  @Test
  void aStepIsFoundAcrossMissingNights() {
    Watch watch = quiet();
    for (int night = 0; night < 6; night++) {
      watch.nights(1, night % 2 == 0 ? ALL : List.of(B, RATE), s -> s.equals(A) ? 1.05 : 1);
    }
    watch.nights(1, ALL, series -> series.equals(A) ? 1.05 : 1);
    assertThat(watch.of(A).verdict()).isEqualTo(REGRESSED);
    assertThat(watch.event(A).firstBad().night()).isEqualTo(62);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 0, -1e-3})
  void aValueWithoutALogarithmIsInvalid(double value) {
    Watch watch = quiet();
    SeriesState before = watch.state().series().get("a");
    watch.judge(List.of(Watch.measured(A, value), Watch.measured(B, 1e-3, value)));
    assertThat(watch.of(A).verdict()).isEqualTo(INVALID);
    assertThat(watch.of(A).reason()).contains(String.valueOf(value));
    assertThat(watch.of(B).verdict()).isEqualTo(INVALID);
    assertThat(watch.state().series()).containsEntry("a", before);
    watch.judge(List.of(new Observation(A, new Measured(1e-3, Double.NaN, List.of()))));
    assertThat(watch.of(A).verdict()).isEqualTo(INVALID);
  }

  @Test
  void whatTheCallerRefusesIsNotJudged() {
    Watch watch = quiet();
    watch.judge(
        List.of(
            new Observation(A, new Invalid("wrong result")),
            new Observation(B, new NotComparable("another unit")),
            Watch.measured(new Series("rate", "host", Better.LOWER, false), 1)));
    assertThat(watch.of(A)).isEqualTo(Judgement.without(A, INVALID, "wrong result"));
    assertThat(watch.of(B).verdict()).isEqualTo(NOT_COMPARABLE);
    assertThat(watch.of(RATE).verdict()).isEqualTo(NOT_COMPARABLE);
  }

  /** Constant values have no deviation: the floor keeps a rounding from being an alarm. */
  @Test
  void constantValues() {
    Watch watch = new Watch();
    for (int night = 0; night < 62; night++) {
      watch.judge(List.of(Watch.measured(A, 1)));
    }
    assertThat(watch.of(A).verdict()).isEqualTo(UNCHANGED);
    for (int night = 0; night < 3; night++) {
      watch.judge(List.of(Watch.measured(A, 1.0009)));
    }
    assertThat(watch.of(A).event()).isNull();
    for (int night = 0; night < 3; night++) {
      watch.judge(List.of(Watch.measured(A, 1.01)));
    }
    assertThat(watch.of(A).verdict()).isEqualTo(REGRESSED);
  }

  /** Nights that were uncertain in themselves say less. */
  @Test
  void anUncertainNightDoesNotAlarm() {
    Watch watch = quiet();
    for (int night = 0; night < 3; night++) {
      watch.judge(
          List.of(
              new Observation(A, new Measured(1.05e-3, 0.05e-3, List.of())),
              Watch.measured(B, 1.05e-3)));
    }
    assertThat(watch.of(A).verdict()).isEqualTo(INCONCLUSIVE);
    assertThat(watch.of(B).verdict()).isEqualTo(REGRESSED);
  }

  @Test
  void theOrderOfSeriesDoesNotMatter() {
    Watch watch = quiet();
    List<Observation> night =
        new ArrayList<>(ALL.stream().map(s -> Watch.measured(s, 1.01e-3)).toList());
    GateResult result = Gate.of(watch.state()).judge(new Night(62, night));
    Collections.reverse(night);
    assertThat(Gate.of(watch.state()).judge(new Night(62, night))).isEqualTo(result);
  }

  @Test
  void nightsThatCannotBe() {
    Watch watch = quiet();
    Night before = new Night(61, List.of(Watch.measured(A, 1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Gate.of(watch.state()).judge(before))
        .withMessageContaining("night 61");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Night(62, List.of(Watch.measured(A, 1), Watch.measured(A, 2))))
        .withMessageContaining("twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Series("x", "host", Better.NONE, false));
  }
}
