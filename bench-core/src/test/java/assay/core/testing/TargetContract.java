package assay.core.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import assay.core.program.Optimizer;
import assay.core.program.Precision;
import assay.core.target.Availability;
import assay.core.target.Target;
import java.util.List;
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

  /** The checks, against {@link #target()}. */
  protected final ContractChecks checks() {
    return new ContractChecks(target(), precision());
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
    checks().randomPrograms(0, PROGRAMS);
  }

  @Test
  void stateStaysBetweenExecutions() {
    checks().stateStays();
  }

  @Test
  void unknownTensorsAreRefused() {
    checks().unknownTensorsAreRefused();
  }

  @Test
  void inputsAreLeftAlone() {
    checks().inputsAreLeftAlone();
  }

  @Test
  void anyNumberOfThreads() {
    checks().anyNumberOfThreads();
  }

  @Test
  void closesTwice() {
    checks().closesTwice();
  }

  @Test
  void largerRaggedSizes() {
    checks().largerRaggedSizes();
  }

  @Test
  void unsupportedIsData() {
    checks().unsupportedIsData();
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void lossCurveFollowsTheOracle(Optimizer optimizer) {
    checks().lossCurve(optimizer);
  }

  static List<Optimizer> optimizers() {
    return RandomPrograms.OPTIMIZERS;
  }
}
