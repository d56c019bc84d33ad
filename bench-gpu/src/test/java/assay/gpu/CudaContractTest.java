package assay.gpu;

import assay.core.target.Target;
import assay.core.testing.TargetContract;

/** The contract on the GPU of this machine; skipped with the probe's reason where there is none. */
class CudaContractTest extends TargetContract {
  @Override
  protected Target target() {
    return new CudaTarget();
  }
}
