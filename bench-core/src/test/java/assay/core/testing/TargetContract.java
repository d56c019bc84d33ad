package assay.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import assay.core.contract.ContractChecks;
import assay.core.contract.RandomPrograms;
import assay.core.program.Optimizer;
import assay.core.program.Precision;
import assay.core.target.Availability;
import assay.core.target.Target;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract of a target; a test class of a target extends it and says which. Where the target is
 * not available the tests are skipped with its reason, unless the system property {@code
 * assay.require} names it.
 */
public abstract class TargetContract {
  private static final int PROGRAMS = 204;

  /** The target under test. */
  protected abstract Target target();

  /** Precision of the random programs and training runs: f32 unless overridden. */
  protected Precision precision() {
    return Precision.F32;
  }

  /** Runs a check against {@link #target()}, which must support a program of it. */
  private void check(Consumer<ContractChecks> check) {
    ContractChecks checks = new ContractChecks(target(), precision());
    check.accept(checks);
    assertThat(checks.executed()).as("programs that the target supports").isPositive();
  }

  @BeforeEach
  final void requireAvailability() {
    if (target().probe() instanceof Availability.Unavailable missing) {
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
    check(c -> c.randomPrograms(0, PROGRAMS));
  }

  @Test
  void stateStaysBetweenExecutions() {
    check(ContractChecks::stateStays);
  }

  @Test
  void strayLabels() {
    check(ContractChecks::strayLabels);
  }

  @Test
  void unknownTensorsAreRefused() {
    check(ContractChecks::unknownTensorsAreRefused);
  }

  @Test
  void inputsAreLeftAlone() {
    check(ContractChecks::inputsAreLeftAlone);
  }

  @Test
  void inputsWrittenMeanwhile() {
    check(ContractChecks::inputsWrittenMeanwhile);
  }

  @Test
  void anyNumberOfThreads() {
    check(ContractChecks::anyNumberOfThreads);
  }

  @Test
  void closesTwice() {
    check(ContractChecks::closesTwice);
  }

  @Test
  void largerRaggedSizes() {
    check(ContractChecks::largerRaggedSizes);
  }

  @Test
  void unsupportedIsData() {
    new ContractChecks(target(), precision()).unsupportedIsData();
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
