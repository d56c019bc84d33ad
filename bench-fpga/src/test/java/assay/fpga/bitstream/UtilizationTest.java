package assay.fpga.bitstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.availability.Availability;
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
  void whatTheMultipliersCouldDo() {
    Manifest manifest = manifest(Map.of("ASSAY_PE_ROWS", 72L, "ASSAY_PE_COLUMNS", 64L), 273.0);
    assertThat(Utilization.ofMultipliers(manifest))
        .isEqualTo(new Availability.Available<>(2.0 * 4608 * 273e6));
  }

  @Test
  void withoutClockOrMultipliersThereIsAReason() {
    Map<String, Long> sizes = Map.of("ASSAY_PE_ROWS", 8L, "ASSAY_PE_COLUMNS", 8L);
    assertThat(reason(manifest(sizes, null))).endsWith("states no fmaxMhz");
    assertThat(reason(manifest(Map.of(), 273.0))).contains("no ASSAY_PE_ROWS");
    assertThat(reason(manifest(Map.of("ASSAY_PE_ROWS", 8L), 273.0))).contains("ASSAY_PE_COLUMNS");
    Map<String, Long> none = Map.of("ASSAY_PE_ROWS", 0L, "ASSAY_PE_COLUMNS", 8L);
    assertThat(reason(manifest(none, 273.0))).contains("0 rows");
  }

  private static String reason(Manifest manifest) {
    return ((Availability.Unavailable<Double>) Utilization.ofMultipliers(manifest)).reason();
  }

  @Test
  void overlapsCountOnceAndGapsDoNot() {
    assertThat(Utilization.busyNanos(List.of())).isZero();
    assertThat(Utilization.busyNanos(List.of(new Busy(5, 5)))).isZero();
    assertThat(Utilization.busyNanos(List.of(new Busy(0, 10)))).isEqualTo(10);
    assertThat(Utilization.busyNanos(List.of(new Busy(8, 10), new Busy(0, 2)))).isEqualTo(4);
    assertThat(Utilization.busyNanos(List.of(new Busy(0, 10), new Busy(2, 4), new Busy(10, 20))))
        .isEqualTo(20);
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
      assertThat(Utilization.busyNanos(runs))
          .as("trial %d: %s", trial, runs)
          .isEqualTo(busy.cardinality());
    }
  }
}
