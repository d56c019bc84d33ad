package assay.cpu.scalar;

import assay.core.target.Target;
import assay.core.testing.TargetContract;

class ScalarTargetContractTest extends TargetContract {
  @Override
  protected Target target() {
    return new ScalarTarget();
  }
}
