package assay.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The kernels for sm_90a on the stand-in driver, which makes their copies and products as late as a
 * wait allows. They compute what they can of each precision, and are not used elsewhere.
 */
class HopperTest {
  private static final Map<String, String> HOPPER = Map.of("MAJOR", "9");

  @TestFactory
  Stream<DynamicTest> bf16() {
    return tests("bf16", StandInConformanceTest.withRaggedSizes());
  }

  @TestFactory
  Stream<DynamicTest> f16() {
    return tests("f16", StandInConformanceTest.withRaggedSizes());
  }

  /** tf32 in all that trains a network, whose other operations stay with the kernels for sm_80. */
  @TestFactory
  Stream<DynamicTest> tf32() {
    return tests("tf32", List.of("products", "splitProducts", "alignedProducts", "randomPrograms"));
  }

  @TestFactory
  Stream<DynamicTest> s8() {
    return tests("s8", StandInConformanceTest.PRODUCTS);
  }

  private static Stream<DynamicTest> tests(String precision, List<String> names) {
    StandInDriver.Outcome outcome = StandInConformanceTest.run(HOPPER, precision, names);
    DynamicTest used =
        dynamicTest(precision + " uses them", () -> assertThat(programs(outcome)).isGreaterThan(2));
    return Stream.concat(StandInConformanceTest.tests(outcome, precision, names), Stream.of(used));
  }

  private static int programs(StandInDriver.Outcome outcome) {
    return outcome.lines().stream()
        .filter(line -> line.startsWith(StandInChild.HOPPER))
        .mapToInt(line -> Integer.parseInt(line.substring(StandInChild.HOPPER.length())))
        .findFirst()
        .orElseThrow(() -> new AssertionError(outcome.text()));
  }

  /** Ampere, Ada, Blackwell, and a driver whose PTX has no sm_90a. */
  @ParameterizedTest
  @CsvSource({"8,0,12080", "8,9,12080", "10,0,12080", "9,0,11080"})
  void otherDevicesGetTheKernelsForSm80(String major, String minor, String version) {
    Map<String, String> settings = Map.of("MAJOR", major, "MINOR", minor, "VERSION", version);
    StandInDriver.Outcome outcome =
        StandInConformanceTest.run(settings, "bf16", List.of("stateStays"));
    assertThat(programs(outcome)).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tiles are multiplied before they are there"
            + "|await(full + place.stage, place.parity);|;",
        "tiles are overwritten while they are read" + "|awaitProducts<1>();|awaitProducts<2>();",
        "tiles are fetched over others" + "|await(empty + place.stage, place.parity ^ 1);|;",
        "the tile before is not waited for at the end" + "|awaitProducts<0>();|;",
        "a tile is read at another place than it was put"
            + "|at + group * 64 * ROW_BYTES|at + group * 32 * ROW_BYTES",
        "fewer bytes are expected than come"
            + "|arriveExpecting(barrier, Tile::STAGE_BYTES)|arriveExpecting(barrier, Tile::BYTES_A)",
        "sums change places without waiting"
            + "|int row = row0 + i + lane / 8;|int row = row0 + i + lane / 4 % 4;"
      })
  void aMistakeInAProductIsSeen(String what, String right, String wrong, @TempDir Path folder) {
    assertSeen(folder, "hopper_tf32", right, wrong, "tf32", "alignedProducts");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "copies are not published|publish();|;",
        "copies are handed over before they are made"
            + "|awaitCopies<AHEAD>();|awaitCopies<AHEAD + 1>();",
        "the last copies are not waited for|awaitCopies<0>();|;",
        "pieces lie unswizzled|((piece ^ k % 8) << 4)|(piece << 4)",
        "a matrix beside the patches is not waited for"
            + "|ARRIVALS = 128 + (BOX_BYTES > 0 ? 1 : 0)|ARRIVALS = 128"
      })
  void aMistakeInAConvolutionIsSeen(String what, String right, String wrong, @TempDir Path folder) {
    assertSeen(folder, "hopper_conv_f16", right, wrong, "f16", "alignedConvolutions");
  }

  private static void assertSeen(
      Path folder, String module, String right, String wrong, String precision, String check) {
    StandInDriver driver = StandInDriver.mistaken(folder, "warps.cuh", module, right, wrong);
    StandInDriver.Outcome outcome = driver.run(StandInChild.class, HOPPER, precision, check);
    assertThat(outcome.lines()).as(outcome.text()).doesNotContain(StandInChild.PASSED + check);
    assertThat(outcome.text()).containsAnyOf(": expected ", "CUDA_ERROR_LAUNCH_");
  }

  @Test
  void callsOfTheirOwnMayFail() {
    List<String> plans = List.of("cuFuncSetAttribute:1:1", "cuTensorMapEncodeTiled:2:1");
    StandInDriver.Outcome outcome =
        StandInDriver.complete().run(FaultChild.class, HOPPER, plans.toArray(String[]::new));
    for (String plan : plans) {
      String function = plan.substring(0, plan.indexOf(':'));
      assertThat(outcome.lines())
          .as(outcome.text())
          .anyMatch(line ->
              line.startsWith(plan) && line.contains(function + " for ") && line.endsWith(" | 0"));
    }
  }
}
