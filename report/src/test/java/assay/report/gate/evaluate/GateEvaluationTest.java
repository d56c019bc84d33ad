package assay.report.gate.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import assay.report.gate.Threshold;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Small simulations with fixed seeds. Their outcomes are pinned: a change of a rule changes them,
 * and then the whole evaluation has to be looked at again.
 */
class GateEvaluationTest {
  private static final Fleet SMALL = new Fleet(2, 30, 5, 0.5);
  private static final Threshold THRESHOLD = new Threshold.Simulated(5, "a test", 0);

  @Test
  void falseAlarmsArePinned() {
    GateEvaluation evaluation = new GateEvaluation(NoiseModel.AR_T4_OUTLIERS, SMALL);
    assertThat(evaluation.falseAlarms(new Threshold.Simulated(3, "a test", 0), 60, 1))
        .isEqualTo(new FalseAlarms("gate", 3600, 12, 0, 0));
    assertThat(evaluation.firstNights(2, 1))
        .isEqualTo(new FalseAlarms("gate, first nights", 7440, 1, 0, 0));
    assertThat(evaluation.falseAlarmsOfRules(60, 1))
        .containsExactly(
            new FalseAlarms("report nothing", 3600, 0, 0, 0),
            new FalseAlarms("fixed 5 %", 3600, 3, 0, 0),
            new FalseAlarms("z > 3", 3600, 88, 0, 0));
  }

  @Test
  void stepsArePinned() {
    Detection found = new GateEvaluation(NoiseModel.AR, SMALL).steps(THRESHOLD, 5, 50, 1);
    assertThat(found).isEqualTo(new Detection(5, 50, 26, 41, 41, 41));
  }

  @Test
  void changesArePinned() {
    List<Outcome> outcomes = new GateEvaluation(NoiseModel.AR, SMALL).outcomes(THRESHOLD, 1, 1);
    assertThat(outcomes)
        .extracting(
            Outcome::scenario,
            Outcome::expected,
            Outcome::changed,
            Outcome::inTime,
            Outcome::alarms)
        .containsExactly(
            tuple("step of 0.5 %", true, 24, 0, 1),
            tuple("step of 1 %", true, 24, 4, 6),
            tuple("step of 2 %", true, 24, 15, 23),
            tuple("step of 5 %", true, 24, 23, 24),
            tuple("step of 10 %", true, 24, 24, 24),
            tuple("step of 2 %, a third of the nights missing", true, 24, 12, 20),
            tuple("ramp of 0.5 % a night to 5 %", true, 24, 24, 24),
            tuple("drift of 0.05 % a night to max(3 %, 6 σ)", true, 24, 24, 24),
            tuple("5 % for ten nights, then back", true, 24, 23, 24),
            tuple("10 % in one night", false, 24, 0, 0),
            tuple("twice the variation", false, 24, 0, 2),
            tuple("a whole host 3 % slower", true, 2, 2, 2),
            tuple("a whole host 10 % slower in one night", false, 2, 0, 0));
  }

  @Test
  void theThresholdOfAFleetIsItsOwn() {
    Threshold.Pooled own = new GateEvaluation(NoiseModel.NORMAL, SMALL).calibrate(30, 1);
    assertThat(own.seriesNights()).isBetween(3_600L, 3_720L);
  }

  /** Half of the variance is the night's own, half its forks'. */
  @Test
  void theNoiseIsWhatItSays() {
    SimulatedFleet fleet = new SimulatedFleet(SMALL, NoiseModel.AR, 1);
    double own = 0;
    double lagged = 0;
    double[] before = fleet.levels(fleet.night(0));
    int nights = 4000;
    for (int night = 1; night <= nights; night++) {
      double[] levels = fleet.levels(fleet.night(night));
      for (int i = 0; i < levels.length; i++) {
        double z = (levels[i] - Math.log(1e-3)) / fleet.sigma(i);
        own += z * z / levels.length / nights;
        lagged += z * (before[i] - Math.log(1e-3)) / fleet.sigma(i) / levels.length / nights;
      }
      before = levels;
    }
    assertThat(own).isBetween(0.98, 1.02);
    assertThat(lagged).isBetween(0.23, 0.27);
  }

  @Test
  void heavyTailsHaveTheSameVariance() {
    SimulatedFleet fleet = new SimulatedFleet(SMALL, NoiseModel.T4, 1);
    double squares = 0;
    int beyond = 0;
    for (int night = 0; night < 4000; night++) {
      double[] levels = fleet.levels(fleet.night(night));
      for (int i = 0; i < levels.length; i++) {
        double z = (levels[i] - Math.log(1e-3)) / fleet.sigma(i);
        squares += z * z / levels.length / 4000;
        beyond += Math.abs(z) > 4 ? 1 : 0;
      }
    }
    assertThat(squares).isBetween(0.95, 1.05);
    // Normal values: 15 of 240,000.
    assertThat(beyond).isGreaterThan(200);
  }
}
