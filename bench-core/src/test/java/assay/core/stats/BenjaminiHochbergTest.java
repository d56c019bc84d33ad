package assay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BenjaminiHochbergTest {
  /** The fifteen p-values of Benjamini and Hochberg (1995), section 4: four are rejected. */
  @Test
  void theirOwnExample() {
    double[] p = {
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
      0.5719, 0.6528, 0.7590, 1.000
    };
    assertThat(BenjaminiHochberg.threshold(p, 0.05)).isEqualTo(0.0095);
  }

  @Test
  void itStepsUp() {
    // The smallest alone would not be rejected; with the second, both are.
    assertThat(BenjaminiHochberg.threshold(new double[] {0.05, 0.04}, 0.05)).isEqualTo(0.05);
    assertThat(BenjaminiHochberg.threshold(new double[] {0.06, 0.04}, 0.05)).isZero();
    assertThat(BenjaminiHochberg.threshold(new double[] {0.03, 0.9}, 0.05)).isZero();
    assertThat(BenjaminiHochberg.threshold(new double[0], 0.05)).isZero();
  }
}
