package assay.cpu.scalar;

import assay.core.program.Precision;
import assay.core.target.Target;
import assay.core.testing.TargetContract;

class ScalarDoubleContractTest extends TargetContract {
  @Override
  protected Target target() {
    return new ScalarTarget();
  }

  @Override
  protected Precision precision() {
    return Precision.F64;
  }
}
