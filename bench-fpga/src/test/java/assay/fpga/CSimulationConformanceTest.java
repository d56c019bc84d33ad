package assay.fpga;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.conformance.ConformanceChecks;
import assay.core.program.Precision;
import assay.core.spi.Target;
import assay.core.testing.TargetConformance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The conformance checks on the kernels as C++; skipped without g++. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CSimulationConformanceTest extends TargetConformance {
  private final Target target = new CSimulationTarget();

  @Override
  protected Target target() {
    return target;
  }

  /**
   * The synthesis tool's pragmas expand to something, and its other loop order computes the same.
   */
  @Test
  void theFormForSynthesisComputesTheSame() {
    Target synthesis =
        new CSimulationTarget(
            "-D__SYNTHESIS__", "-Wno-unknown-pragmas", "-DASSAY_K_INNERMOST=1", "-DASSAY_TILE_K=5");
    assertThat(synthesis.probe()).isInstanceOf(Availability.Available.class);
    new ConformanceChecks(synthesis, Precision.F32).randomPrograms(0, 48);
  }
}
