package assay.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Unavailable;
import assay.core.telemetry.CrossCheck.Compared;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forks combined, idle power, and a counter held against a sensor; values worked out by hand. */
class EnergyFiguresTest {
  private static Availability<WindowEnergy> joules(
      double joules, double seconds, double windowPercent) {
    return new Availability.Available<>(
        new WindowEnergy(joules, seconds, null, windowPercent, null));
  }

  @Test
  void forksCombineInSquares() {
    // s = 0.02 of 1: s²/n = 1e-4 in squares of the share, i.e. 1 %²; window (0.6² + 0.8² + …)/4/4.
    double[] energies = {0.98, 1.02, 0.98, 1.02};
    double scatter = 4 * 0.02 * 0.02 / 3 / 4 * 1e4;
    double window = (0.36 + 0.64 + 0.36 + 0.64) / 4 / 4;
    assertThat(EnergyUncertainty.combinedPercent(3.0, energies, new double[] {0.6, 0.8, 0.6, 0.8}))
        .isEqualTo(2 * Math.sqrt(3 + window + scatter), within(1e-9));
  }

  @Test
  void aCalibrationIsNotNegativeAndNamesItsSourceIfItHasOne() {
    assertThat(Calibration.stated(0).literature()).isNull();
    assertThatThrownBy(() -> Calibration.stated(-1)).hasMessageContaining("percent");
    assertThatThrownBy(() -> new Calibration(1, " ")).hasMessageContaining("literature");
  }

  @Test
  void oneForkHasNoScatter() {
    assertThat(EnergyUncertainty.combinedPercent(null, new double[] {5}, new double[] {0.4}))
        .isEqualTo(0.8, within(1e-12));
  }

  @Test
  void forksThatDoNotFitAreRefused() {
    assertThatThrownBy(
            () -> EnergyUncertainty.combinedPercent(null, new double[] {1, 2}, new double[] {1}))
        .hasMessageContaining("2 and 1");
    assertThatThrownBy(() -> EnergyUncertainty.combinedPercent(null, new double[0], new double[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> EnergyUncertainty.combinedPercent(null, new double[] {0}, new double[] {1}))
        .hasMessageContaining("0.0 J");
  }

  @Test
  void calibrationDoesNotAverageOutAndTheRestDoes() {
    double[] energies = new double[100];
    double[] windows = new double[100];
    java.util.Arrays.fill(energies, 2);
    java.util.Arrays.fill(windows, 1);
    assertThat(EnergyUncertainty.combinedPercent(null, energies, windows))
        .isEqualTo(0.2, within(1e-12));
    assertThat(EnergyUncertainty.combinedPercent(5.0, energies, windows))
        .isEqualTo(2 * Math.sqrt(25 / 3.0 + 0.01), within(1e-12));
  }

  @Test
  void idlePowerReachesBothBaselines() {
    Availability<IdlePower> baseline = IdlePower.of(joules(100, 10, 0), joules(140, 10, 0));
    assertThat(baseline.toOptional())
        .hasValueSatisfying(k -> {
          assertThat(k.watts()).isEqualTo(12, within(1e-12));
          assertThat(k.driftWatts()).isEqualTo(4, within(1e-12));
          assertThat(k.plusMinusWatts()).isEqualTo(4 / Math.sqrt(3), within(1e-12));
          assertThat(k.watts() - k.plusMinusWatts()).isLessThanOrEqualTo(10);
          assertThat(k.watts() + k.plusMinusWatts()).isGreaterThanOrEqualTo(14);
        });
  }

  @Test
  void idlePowerAveragesTheWindowsButNotTheCalibration() {
    Availability<WindowEnergy> one =
        new Availability.Available<>(new WindowEnergy(100, 10, 3.0, 1, null));
    assertThat(IdlePower.of(one, one).toOptional())
        .hasValueSatisfying(
            k -> assertThat(k.plusMinusWatts()).isEqualTo(0.2 * Math.sqrt(3.5), within(1e-9)));
  }

  @Test
  void oneBaselineIsSaidAndNoneIsUnknown() {
    Unavailable<WindowEnergy> refused = new Unavailable<>("the counter stood still for 3.2 s");
    assertThat(IdlePower.of(joules(100, 10, 1), refused).toOptional())
        .hasValueSatisfying(k -> {
          assertThat(k.watts()).isEqualTo(10);
          assertThat(k.plusMinusWatts()).isEqualTo(0.2, within(1e-12));
          assertThat(k.driftWatts()).isNull();
          assertThat(k.note()).contains("after").contains("stood still").contains("drift");
        });
    assertThat(IdlePower.of(refused, joules(100, 10, 1)).toOptional())
        .hasValueSatisfying(k -> assertThat(k.note()).contains("before the measurement"));
    assertThat(IdlePower.of(refused, refused)).isEqualTo(new Unavailable<>(refused.reason()));
    assertThat(IdlePower.of(refused, new Unavailable<>("gone")))
        .isEqualTo(new Unavailable<>("before: the counter stood still for 3.2 s; after: gone"));
  }

  /** Window parts 1 and 2 % (k = 1): about 4.5 % combined, and 5 % beyond. */
  @ParameterizedTest
  @CsvSource({"1000, true", "950, true", "1095, true", "900, false", "1105, false", "500, false"})
  void aSensorIsComparedWithinTheUncertaintyAndFivePercent(double sensor, boolean agree) {
    CrossCheck.Verdict verdict = CrossCheck.of(joules(1000, 10, 1), joules(sensor, 10, 2));
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Compared.class, c -> assertThat(c.agree()).as(c.text()).isEqualTo(agree));
  }

  @Test
  void theVerdictIsOneLineWithBothNumbers() {
    assertThat(CrossCheck.of(joules(2010, 10, 1), joules(1000, 10, 1)).text())
        .isEqualTo(
            "disagree: counter 2010 J, power sensor 1000 J over 10 s, 67.1 % apart,"
                + " allowed 2.98 % + 5 %");
    assertThat(new CrossCheck.NoSecondSensor().text()).contains("no second sensor");
  }

  @Test
  void whatCannotBeComparedSaysWhy() {
    Availability<WindowEnergy> energy = joules(100, 10, 1);
    assertThat(CrossCheck.of(new Unavailable<>("gone"), energy).text())
        .isEqualTo("not checked, the counter gave no energy: gone");
    assertThat(CrossCheck.of(energy, new Unavailable<>("too short")).text())
        .isEqualTo("not checked, the power sensor gave no energy: too short");
    assertThat(CrossCheck.of(energy, joules(100, 12, 1)).text()).contains("10 s and 12 s");
    assertThat(CrossCheck.of(joules(0, 10, 0), joules(0, 10, 0)).text()).contains("0 J");
  }
}
