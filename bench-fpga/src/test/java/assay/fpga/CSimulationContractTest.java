package assay.fpga;

import assay.core.target.Target;
import assay.core.testing.TargetContract;
import org.junit.jupiter.api.TestInstance;

/** The contract on the kernels as C++; skipped without g++. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CSimulationContractTest extends TargetContract {
  private final Target target = new CSimulationTarget();

  @Override
  protected Target target() {
    return target;
  }
}
