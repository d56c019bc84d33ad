package assay.core.harness;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.device.CacheLevel;
import assay.core.program.Precision;
import assay.core.record.InputSets;
import assay.core.spi.Target;
import assay.core.testing.NaiveTarget;
import assay.core.workload.Workload;
import assay.core.workload.Workloads;
import example.LoopTarget;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputSetRuleTest {
  private static final long KIB = 1024;

  /** Two processors with 32 KiB and 1 MiB each, and 8 MiB that they share. */
  private static final List<CacheLevel> LEVELS =
      List.of(
          new CacheLevel(1, 32 * KIB, 64 * KIB),
          new CacheLevel(2, 1024 * KIB, 2048 * KIB),
          new CacheLevel(3, 8192 * KIB, 8192 * KIB));

  private static InputSets of(String workload, Target target, boolean timed) {
    return InputSetRule.of(
        (Workload.Kernel) Workloads.parse(workload), Precision.F32, target, 2, timed);
  }

  /**
   * Half of one cache must have room for all sets; the level is the first that holds one, also if
   * that takes the caches of both processors.
   */
  @ParameterizedTest
  @CsvSource({
    // 32 KiB: half of it
    "1, 4, true",
    "4096, 4, true",
    "4097, 3, true",
    "8192, 2, true",
    "8193, 2, false",
    "65536, 2, false",
    // 1 MiB
    "65537, 4, true",
    "131072, 4, true",
    "262144, 2, true",
    "262145, 2, false",
    "2097152, 2, false",
    // 8 MiB
    "2097153, 2, false",
    "8388608, 2, false",
    // memory
    "8388609, 2, true"
  })
  void setsRotateWhereTheyStayInTheLevelOfOne(long bytes, int resident, boolean rotated) {
    InputSets sets = InputSetRule.byCaches(bytes, 2, new Availability.Available<>(LEVELS));
    assertThat(sets.resident()).isEqualTo(resident);
    assertThat(sets.rotated()).isEqualTo(rotated);
    assertThat(sets.reason()).contains(bytes + " bytes");
  }

  @Test
  void theReasonNamesTheCache() {
    assertThat(InputSetRule.byCaches(100_000, 2, new Availability.Available<>(LEVELS)).reason())
        .isEqualTo("4 sets of 100000 bytes fit half of a level 2 cache of 1048576 bytes");
    assertThat(InputSetRule.byCaches(40_000, 2, new Availability.Available<>(LEVELS)).reason())
        .isEqualTo(
            "two sets of 40000 bytes exceed half of a level 1 cache of 32768 bytes, in which one"
                + " may lie");
  }

  /** What does not fit the cache of the one thread is in no other of the level. */
  @Test
  void oneThreadHasOneCacheOfALevel() {
    assertThat(InputSetRule.byCaches(40_000, 1, new Availability.Available<>(LEVELS)).reason())
        .isEqualTo("4 sets of 40000 bytes fit half of a level 2 cache of 1048576 bytes");
  }

  @Test
  void aDeviceWithoutCachesHasNothingToDisturb() {
    assertThat(InputSetRule.byCaches(5, 2, new Availability.Available<>(List.of())).rotated())
        .isTrue();
  }

  @Test
  void unknownCachesAreNotGuessed() {
    assertThat(of("gemm/m=4,n=4,k=4", new NaiveTarget(), true))
        .isEqualTo(
            new InputSets(
                2, false, "caches are unknown: naive does not report the caches of its device"));
  }

  @ParameterizedTest
  @CsvSource({
    "'memory/copy,kib=64', 1, false",
    "peak/fma, 1, false",
    "'gemm/m=4,n=4,k=4', 4, true",
    "'gemm/m=4,n=4,k=4,cache=cold', 2, true",
    "'infer/cnn-fashion,batch=1', 4, true"
  })
  void workloadsThatMeasureLimitsStayOnOneSet(String workload, int resident, boolean rotated) {
    InputSets sets = of(workload, new NaiveTarget(LEVELS), true);
    assertThat(sets.resident()).isEqualTo(resident);
    assertThat(sets.rotated()).isEqualTo(rotated);
  }

  @Test
  void aTargetWithOneSetSaysWhy() {
    assertThat(of("gemm/m=4,n=4,k=4", new LoopTarget(), true))
        .isEqualTo(new InputSets(1, false, "example-loops keeps one set of inputs on its device"));
  }

  @Test
  void withoutTimesASecondSetServesChecks() {
    InputSets sets = of("gemm/m=4,n=4,k=4", new NaiveTarget(), false);
    assertThat(sets.resident()).isEqualTo(2);
    assertThat(sets.rotated()).isFalse();
  }

  /** 2^40 × 2 elements need 16 TiB. */
  @Test
  void noSecondSetIsTakenFromMemoryThatThereIsNot() {
    InputSets sets = of("gemm/m=1099511627776,n=2,k=2", new NaiveTarget(), true);
    assertThat(sets.resident()).isEqualTo(1);
    assertThat(sets.reason()).startsWith("there is no memory for a second set");
  }
}
