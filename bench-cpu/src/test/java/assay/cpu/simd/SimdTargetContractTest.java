package assay.cpu.simd;

import assay.core.target.Target;
import assay.core.testing.TargetContract;

class SimdTargetContractTest extends TargetContract {
  @Override
  protected Target target() {
    return new SimdTarget();
  }
}
