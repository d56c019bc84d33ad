package assay.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import assay.core.conformance.RandomPrograms;
import assay.core.program.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The conformance checks, and each precision's own checks, with our kernels on the stand-in driver.
 * Nothing stays open, and nothing is written beyond its memory.
 */
class StandInConformanceTest {
  static final List<String> NETWORK_CHECKS = networkChecks();

  private static List<String> networkChecks() {
    List<String> names =
        new ArrayList<>(
            List.of(
                "randomPrograms",
                "stateStays",
                "unknownTensorsAreRefused",
                "strayLabels",
                "inputsAreLeftAlone",
                "inputsWrittenMeanwhile",
                "inputSetsStayApart",
                "anyNumberOfThreads",
                "closesTwice",
                "largerRaggedSizes",
                "unsupportedIsData"));
    for (Optimizer optimizer : RandomPrograms.OPTIMIZERS) {
      names.add("lossCurve." + optimizer.id());
    }
    return names;
  }

  static final List<String> PRODUCTS =
      List.of("products", "splitProducts", "alignedProducts", "largeProducts");
  static final List<String> PRECISION =
      List.of(
          "products",
          "splitProducts",
          "alignedProducts",
          "largeProducts",
          "convolutions",
          "alignedConvolutions",
          "pointwise",
          "workloads");

  @TestFactory
  Stream<DynamicTest> f32() {
    return Stream.concat(tests("f32", NETWORK_CHECKS), tests("f32", PRECISION));
  }

  /** The losses of these checks are bounded for f32 only. */
  @TestFactory
  Stream<DynamicTest> tf32() {
    List<String> names = new ArrayList<>(PRECISION);
    names.addAll(List.of("randomPrograms", "stateStays", "largerRaggedSizes", "matrixChains"));
    return tests("tf32", names);
  }

  @TestFactory
  Stream<DynamicTest> bf16() {
    return tests("bf16", withRaggedSizes());
  }

  @TestFactory
  Stream<DynamicTest> f16() {
    return tests("f16", withRaggedSizes());
  }

  static List<String> withRaggedSizes() {
    List<String> names = new ArrayList<>(PRECISION);
    names.addAll(List.of("largerRaggedSizes", "matrixChains"));
    return names;
  }

  @TestFactory
  Stream<DynamicTest> s8() {
    return tests("s8", List.of("products", "splitProducts", "matrixChains"));
  }

  private static Stream<DynamicTest> tests(String precision, List<String> names) {
    return tests(Map.of(), precision, names);
  }

  /**
   * Runs checks in a JVM of their own.
   *
   * @param settings as {@link StandInDriver#run} takes them
   */
  static Stream<DynamicTest> tests(
      Map<String, String> settings, String precision, List<String> names) {
    return tests(run(settings, precision, names), precision, names);
  }

  static StandInDriver.Outcome run(
      Map<String, String> settings, String precision, List<String> names) {
    List<String> args = new ArrayList<>(List.of(precision));
    args.addAll(names);
    return StandInDriver.complete().run(StandInChild.class, settings, args.toArray(String[]::new));
  }

  /** One test for each check, and one for what the driver counted. */
  static Stream<DynamicTest> tests(
      StandInDriver.Outcome outcome, String precision, List<String> names) {
    Stream<DynamicTest> checks =
        names.stream()
            .map(name ->
                dynamicTest(
                    precision + " " + name,
                    () ->
                        assertThat(outcome.lines())
                            .as(outcome.text())
                            .contains(StandInChild.PASSED + name)));
    DynamicTest clean = dynamicTest(precision + " leaves nothing open", () -> assertClean(outcome));
    return Stream.concat(checks, Stream.of(clean));
  }

  private static void assertClean(StandInDriver.Outcome outcome) {
    assertThat(outcome.exit()).as(outcome.text()).isZero();
    assertThat(outcome.count("launches")).isPositive();
    assertThat(outcome.text()).doesNotContain("stand-in library:");
    assertThat(outcome.count("sane")).as("nothing written beyond its memory").isOne();
    for (String kind :
        List.of(
            "memory",
            "pinned",
            "modules",
            "streams",
            "events",
            "graphs",
            "executables",
            "contexts")) {
      assertThat(outcome.count(kind)).as(kind + " left open").isZero();
    }
  }
}
