package assay.report.gate;

import static assay.report.gate.GateVerdict.INCONCLUSIVE;
import static assay.report.gate.GateVerdict.REGRESSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A host with five canaries and ten other series. */
class HostFactorTest {
  private static final List<Series> OTHERS =
      IntStream.range(0, 10)
          .mapToObj(i -> Watch.time(String.format(Locale.ROOT, "s%d", i)))
          .toList();
  private static final List<Series> ALL = with(5);

  private static List<Series> with(int canaries) {
    List<Series> series = new ArrayList<>(OTHERS);
    IntStream.range(0, canaries).mapToObj(Watch::canary).forEach(series::add);
    return series;
  }

  private static Watch quiet(List<Series> series) {
    return new Watch().nights(62, series, _ -> 1);
  }

  @Test
  void aSlowHostIsOneAlarmOfTheHost() {
    Watch watch = quiet(ALL);
    int hostAlarms = 0;
    for (int night = 0; night < 30; night++) {
      GateResult result = watch.night(ALL, _ -> 1.1);
      assertThat(watch.onsets()).isZero();
      hostAlarms += watch.host().onset() ? 1 : 0;
      assertThat(result.hosts().getFirst().factor()).isEqualTo(0.1, within(0.01));
      assertThat(result.hosts().getFirst().sharing()).isEqualTo(1);
      assertThat(result.hosts().getFirst().event()).isTrue();
    }
    assertThat(hostAlarms).isEqualTo(1);
    assertThat(watch.host().verdict()).isEqualTo(REGRESSED);
    // Under the host's event a series that is slower still is found.
    watch.nights(3, ALL, series -> series.equals(OTHERS.getFirst()) ? 1.155 : 1.1);
    assertThat(watch.of(OTHERS.getFirst()).verdict()).isEqualTo(REGRESSED);
    assertThat(watch.onsets()).isLessThanOrEqualTo(1);
    watch.state(watch.state().acceptHost("host"));
    assertThat(Objects.requireNonNull(watch.state().hosts().get("host")).event()).isNull();
  }

  /** As soon as canaries have baselines, their nights so far tell how much the host varies. */
  @Test
  void aHostIsJudgedAsEarlyAsItsSeries() {
    Watch watch = new Watch().nights(12, ALL, _ -> 1);
    assertThat(watch.of(OTHERS.getFirst()).verdict()).isEqualTo(INCONCLUSIVE);
    int alarms = 0;
    for (int night = 0; night < 6; night++) {
      GateResult result = watch.night(ALL, _ -> 1.1);
      assertThat(watch.onsets()).isZero();
      assertThat(result.hosts().getFirst().factor()).isEqualTo(0.1, within(0.01));
      alarms += watch.host().onset() ? 1 : 0;
    }
    assertThat(alarms).isEqualTo(1);
    assertThat(watch.host().verdict()).isEqualTo(REGRESSED);
    assertThat(Objects.requireNonNull(watch.host().event()).firstBad().night()).isEqualTo(12);
  }

  /** Nights in which too few canaries were measured are left out, and nothing is judged on nine. */
  @Test
  void nightsWithoutEnoughCanariesTellNothingOfTheHost() {
    Watch watch = new Watch();
    for (int night = 0; night < 13; night++) {
      watch.night(night == 4 ? with(4) : ALL, _ -> 1);
    }
    watch.nights(1, ALL, _ -> 1);
    assertThat(Objects.requireNonNull(watch.state().hosts().get("host")).points())
        .extracting(Point::night)
        .doesNotContain(4)
        .contains(3, 5, 13);
  }

  @Test
  void aSlowNightOfTheHostAlarmsNothing() {
    Watch watch = quiet(ALL);
    GateResult slow = watch.night(ALL, _ -> 1.3);
    assertThat(slow.hosts().getFirst().event()).isTrue();
    watch.nights(10, ALL, _ -> 1);
    assertThat(watch.state().series().values()).allMatch(state -> state.event() == null);
    assertThat(Objects.requireNonNull(watch.state().hosts().get("host")).event()).isNull();
  }

  /** Four canaries cannot tell a host from its series: each series is alarmed. */
  @Test
  void fourCanariesCorrectNothing() {
    List<Series> series = with(4);
    Watch watch = quiet(series);
    GateResult result = watch.nights(3, series, _ -> 1.1).night(series, _ -> 1.1);
    assertThat(result.hosts().getFirst().judgement()).isNull();
    assertThat(result.hosts().getFirst().canaries()).isEqualTo(4);
    assertThat(OTHERS).allMatch(other -> watch.of(other).verdict() == REGRESSED);
  }

  /** A canary is corrected by the others: alone, it is alarmed and drags nothing along. */
  @Test
  void aCanaryThatChangesAloneIsAlarmed() {
    Series changed = Watch.canary(0);
    Watch watch = quiet(ALL);
    watch.nights(5, ALL, series -> series.equals(changed) ? 1.1 : 1);
    assertThat(watch.of(changed).verdict()).isEqualTo(REGRESSED);
    assertThat(ALL)
        .filteredOn(series -> !series.equals(changed))
        .allMatch(series -> watch.of(series).event() == null);
  }

  /** If all canaries change and nothing else does, the canaries changed and not the host. */
  @Test
  void canariesThatChangeWithoutTheOthersCorrectNothing() {
    Watch watch = quiet(ALL);
    watch.nights(5, ALL, series -> series.canary() ? 1.1 : 1);
    assertThat(watch.host().event()).isNull();
    assertThat(OTHERS).allMatch(series -> watch.of(series).event() == null);
    assertThat(watch.of(Watch.canary(3)).verdict()).isEqualTo(REGRESSED);
  }

  @Test
  void suspectsAreMeasuredAgainWithTheirCanaries() {
    Watch watch = quiet(ALL);
    List<Night.Observation> night =
        ALL.stream().map(s -> Watch.measured(s, s.equals(OTHERS.get(2)) ? 1.1e-3 : 1e-3)).toList();
    Reruns reruns = Gate.of(watch.state()).reruns(new Night(62, night));
    assertThat(reruns.suspects()).containsExactly("s2");
    assertThat(reruns.canaries())
        .containsExactly("canary0", "canary1", "canary2", "canary3", "canary4");
  }

  /** The whole host stands out: its canaries are measured again, and no series is a suspect. */
  @Test
  void aHostThatStandsOutIsConfirmedByItsCanaries() {
    Watch watch = quiet(ALL);
    List<Night.Observation> night = ALL.stream().map(s -> Watch.measured(s, 1.1e-3)).toList();
    Reruns reruns = Gate.of(watch.state()).reruns(new Night(62, night));
    assertThat(reruns.suspects()).isEmpty();
    assertThat(reruns.canaries()).hasSize(5);
    // Each value is corrected by the canaries beside it: the reruns show the host at its usual.
    List<Night.Observation> again =
        ALL.stream()
            .map(s ->
                s.canary()
                    ? Watch.measured(s, 1.1e-3, 1e-3, 1e-3, 1e-3)
                    : Watch.measured(s, 1.1e-3))
            .toList();
    watch.judge(again);
    assertThat(Objects.requireNonNull(watch.state().hosts().get("host")).recent().getLast().level())
        .isEqualTo(0, within(0.003));
    assertThat(Objects.requireNonNull(watch.state().series().get("s1")).recent().getLast().level())
        .isEqualTo(Math.log(1e-3), within(0.004));
  }

  /** Series that were corrected cannot be judged without what corrects them. */
  @Test
  void lostCanariesOfAHostThatIsOff() {
    Watch watch = quiet(ALL).nights(10, ALL, _ -> 1.1);
    watch.nights(1, with(4), _ -> 1.1);
    assertThat(watch.of(OTHERS.getFirst()).verdict()).isEqualTo(INCONCLUSIVE);
    assertThat(watch.of(OTHERS.getFirst()).reason()).contains("% off", "only 4 of the 5 canaries");
    assertThat(watch.onsets()).isZero();
    watch.nights(1, ALL, _ -> 1.1);
    assertThat(watch.onsets()).isZero();
  }
}
