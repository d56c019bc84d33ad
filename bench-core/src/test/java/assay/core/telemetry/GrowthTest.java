package assay.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Counters that are read by difference, and fall. */
class GrowthTest {
  /** Readings a second apart. */
  private static Growth of(double... values) {
    List<Point> points =
        IntStream.range(0, values.length)
            .mapToObj(i -> Point.of(i * 1_000_000_000L, values[i]))
            .toList();
    return Growth.of(points);
  }

  @Test
  void aFallCostsItsIntervalAndIsTheNewBase() {
    assertThat(of(10, 12, 15)).isEqualTo(new Growth(5, 2));
    assertThat(of(1000, 1002, 1, 4)).isEqualTo(new Growth(5, 2));
    assertThat(of(1000, 1002, 1, 4).percent(5)).isEqualTo(50, within(1e-9));
    assertThat(of(7, 7, 7)).isEqualTo(new Growth(0, 2));
    assertThat(of(7, 1).known()).isFalse();
    assertThat(of(7).known()).isFalse();
    assertThat(of().known()).isFalse();
  }

  @Test
  void aSumNeitherFallsNorJumps() {
    CounterSum sum = new CounterSum(3);
    double none = Double.NaN;
    assertThat(sum.next(new double[] {none, none, none})).isNaN();
    assertThat(sum.next(new double[] {5, 10, none})).isEqualTo(15);
    assertThat(sum.next(new double[] {6, none, none})).as("one vanished").isEqualTo(16);
    assertThat(sum.next(new double[] {6, 12, none})).as("and is back").isEqualTo(18);
    assertThat(sum.next(new double[] {7, 1, none})).as("or was reset").isEqualTo(19);
    assertThat(sum.next(new double[] {7, 3, 900})).as("a new one").isEqualTo(21);
    assertThat(sum.next(new double[] {7, 3, 901})).isEqualTo(22);
  }
}
