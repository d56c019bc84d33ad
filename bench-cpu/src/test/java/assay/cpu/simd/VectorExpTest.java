package assay.cpu.simd;

import static org.assertj.core.api.Assertions.assertThat;

import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

class VectorExpTest {
  private static float exp(float x) {
    return VectorExp.exp(FloatVector.broadcast(Tile.SPECIES, x)).lane(0);
  }

  @Test
  void isWithinTwoUlp() {
    float[] x = new float[Tile.LANES];
    float[] y = new float[Tile.LANES];
    double worst = 0;
    for (int i = 0; i < 1_100_000; i += Tile.LANES) {
      for (int j = 0; j < Tile.LANES; j++) {
        x[j] = -1e-4f * (i + j);
      }
      VectorExp.exp(FloatVector.fromArray(Tile.SPECIES, x, 0)).intoArray(y, 0);
      for (int j = 0; j < Tile.LANES; j++) {
        double exact = Math.exp(x[j]);
        worst = Math.max(worst, Math.abs(y[j] - exact) / Math.ulp((float) exact));
      }
    }
    assertThat(worst).isLessThan(2);
  }

  @Test
  void keepsExtremes() {
    assertThat(exp(0)).isEqualTo(1);
    assertThat(exp(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(exp(-1e30f)).isZero();
    assertThat(exp(Float.NaN)).isNaN();
    assertThat(exp(-100)).isPositive().isLessThan(Float.MIN_NORMAL);
  }
}
