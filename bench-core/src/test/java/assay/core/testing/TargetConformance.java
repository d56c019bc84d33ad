package assay.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import assay.core.availability.Availability;
import assay.core.conformance.ConformanceChecks;
import assay.core.conformance.RandomPrograms;
import assay.core.device.Device;
import assay.core.program.Optimizer;
import assay.core.program.Precision;
import assay.core.spi.Target;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The conformance checks of a target; a test class of a target extends it and says which. Where the
 * target is not available the tests are skipped with its reason, unless the system property {@code
 * assay.require} names it.
 */
public abstract class TargetConformance {
  /** The target under test. */
  protected abstract Target target();

  /** Precision of the random programs and training runs: f32 unless overridden. */
  protected Precision precision() {
    return Precision.F32;
  }

  /** Runs a check against {@link #target()}, which must support a program of it. */
  private void check(Consumer<ConformanceChecks> check) {
    ConformanceChecks checks = new ConformanceChecks(target(), precision());
    check.accept(checks);
    assertThat(checks.executed()).as("programs that the target supports").isPositive();
  }

  @BeforeEach
  final void requireAvailability() {
    if (target().probe() instanceof Availability.Unavailable<Device> missing) {
      String message = target().id() + ": " + missing.reason() + "; " + missing.remedy();
      List<String> required = List.of(System.getProperty("assay.require", "").split(","));
      if (required.contains(target().id())) {
        fail(message);
      }
      abort(message);
    }
  }

  @Test
  void randomProgramsMatchTheOracle() {
    check(c -> c.randomPrograms(0, RandomPrograms.COUNT));
  }

  @Test
  void stateStaysBetweenExecutions() {
    check(ConformanceChecks::stateStays);
  }

  @Test
  void strayLabels() {
    check(ConformanceChecks::strayLabels);
  }

  @Test
  void unknownTensorsAreRefused() {
    check(ConformanceChecks::unknownTensorsAreRefused);
  }

  @Test
  void inputsAreLeftAlone() {
    check(ConformanceChecks::inputsAreLeftAlone);
  }

  @Test
  void inputsWrittenMeanwhile() {
    check(ConformanceChecks::inputsWrittenMeanwhile);
  }

  @Test
  void inputSetsStayApart() {
    check(ConformanceChecks::inputSetsStayApart);
  }

  @Test
  void anyNumberOfThreads() {
    check(ConformanceChecks::anyNumberOfThreads);
  }

  @Test
  void partsAreMarked() {
    check(ConformanceChecks::partsAreMarked);
  }

  @Test
  void closesTwice() {
    check(ConformanceChecks::closesTwice);
  }

  @Test
  void largerRaggedSizes() {
    check(ConformanceChecks::largerRaggedSizes);
  }

  @Test
  void unsupportedIsData() {
    new ConformanceChecks(target(), precision()).unsupportedIsData();
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void lossCurveFollowsTheOracle(Optimizer optimizer) {
    check(c -> c.lossCurve(optimizer));
  }

  static List<Optimizer> optimizers() {
    return RandomPrograms.OPTIMIZERS;
  }
}
