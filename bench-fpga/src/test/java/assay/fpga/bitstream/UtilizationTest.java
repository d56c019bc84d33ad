package assay.fpga.bitstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import assay.fpga.bitstream.Utilization.Busy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UtilizationTest {
  private static final String DIGEST = "a".repeat(64);

  private static Manifest manifest(Map<String, Long> parameters, @Nullable Double mhz) {
    return new Manifest(
        1,
        "x",
        DIGEST,
        DIGEST,
        "intel",
        "b",
        "t",
        parameters,
        List.of(),
        mhz,
        Map.of(),
        List.of(),
        List.of());
  }

  /** 4,608 multipliers at 273 MHz can do 2·4608·273e6 = 2.516 TFLOP/s. */
  @Test
  void achievedOverWhatTheMultipliersCouldDo() {
    Manifest manifest = manifest(Map.of("ASSAY_PE_ROWS", 72L, "ASSAY_PE_COLUMNS", 64L), 273.0);
    assertThat(Utilization.ofMultipliers(manifest, 1.2325e12).orElseThrow())
        .isCloseTo(0.489871, within(1e-6));
    assertThat(Utilization.ofMultipliers(manifest, 0)).hasValue(0);
    assertThatThrownBy(() -> Utilization.ofMultipliers(manifest, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withoutClockOrMultipliersThereIsNone() {
    assertThat(Utilization.ofMultipliers(manifest(Map.of(), 273.0), 1e12)).isEmpty();
    assertThat(
            Utilization.ofMultipliers(
                manifest(Map.of("ASSAY_PE_ROWS", 8L, "ASSAY_PE_COLUMNS", 8L), null), 1e12))
        .isEmpty();
  }

  @Test
  void overlapsCountOnceAndGapsDoNot() {
    assertThat(Utilization.busyShare(List.of())).isEmpty();
    assertThat(Utilization.busyShare(List.of(new Busy(5, 5)))).isEmpty();
    assertThat(Utilization.busyShare(List.of(new Busy(0, 10)))).hasValue(1);
    assertThat(Utilization.busyShare(List.of(new Busy(8, 10), new Busy(0, 2)))).hasValue(0.4);
    assertThat(Utilization.busyShare(List.of(new Busy(0, 10), new Busy(2, 4), new Busy(10, 20))))
        .hasValue(1);
    assertThatThrownBy(() -> new Busy(2, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Against counting every nanosecond. */
  @Test
  void randomSpansAgreeWithCounting() {
    Random random = new Random(7);
    for (int trial = 0; trial < 200; trial++) {
      List<Busy> runs = new ArrayList<>();
      BitSet busy = new BitSet();
      for (int i = 0; i <= random.nextInt(6); i++) {
        int start = random.nextInt(50);
        int end = start + 1 + random.nextInt(20);
        runs.add(new Busy(start, end));
        busy.set(start, end);
      }
      double expected = (double) busy.cardinality() / (busy.length() - busy.nextSetBit(0));
      assertThat(Utilization.busyShare(runs).orElseThrow())
          .as("trial %d: %s", trial, runs)
          .isEqualTo(expected);
    }
  }
}
