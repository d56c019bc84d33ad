package assay.fpga;

import assay.core.target.Target;
import assay.core.testing.TargetContract;

/** The contract, on whatever OpenCL device is here. */
class OpenClContractTest extends TargetContract {
  private final Target target = new FpgaTarget();

  @Override
  protected Target target() {
    return target;
  }
}
