package assay.report.gate.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

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
        .isEqualTo(new FalseAlarms("gate", 3600, 0, 0, 0));
    assertThat(evaluation.firstNights(2, 1))
        .isEqualTo(new FalseAlarms("gate, first nights", 7440, 0, 0, 0));
    assertThat(evaluation.falseAlarmsOfRules(60, 1))
        .containsExactly(
            new FalseAlarms("report nothing", 3600, 0, 0, 0),
            new FalseAlarms("fixed 5 %", 3600, 0, 0, 0),
            new FalseAlarms("z > 3", 3600, 0, 0, 0));
  }

  @Test
  void stepsArePinned() {
    Detection found = new GateEvaluation(NoiseModel.AR, SMALL).steps(THRESHOLD, 5, 50, 1);
    assertThat(found).isEqualTo(new Detection(5, 50, 0, 0, 0, 0));
  }

  @Test
  void changesArePinned() {
    List<Outcome> outcomes = new GateEvaluation(NoiseModel.AR, SMALL).outcomes(THRESHOLD, 1, 1);
    assertThat(outcomes)
        .extracting(Outcome::scenario, Outcome::changed, Outcome::inTime, Outcome::alarms)
        .isEmpty();
  }

  @Test
  void theThresholdOfAFleetIsItsOwn() {
    Threshold.Pooled own = new GateEvaluation(NoiseModel.NORMAL, SMALL).calibrate(30, 1);
    assertThat(own.seriesNights()).isBetween(3_600L, 3_720L);
  }

  /** Unchanged in a hundred nights: half of the variance is the night's own, half the forks'. */
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
