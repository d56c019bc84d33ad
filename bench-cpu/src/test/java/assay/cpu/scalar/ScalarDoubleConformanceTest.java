package assay.cpu.scalar;

import assay.core.program.Precision;
import assay.core.spi.Target;
import assay.core.testing.TargetConformance;

class ScalarDoubleConformanceTest extends TargetConformance {
  @Override
  protected Target target() {
    return new ScalarTarget();
  }

  @Override
  protected Precision precision() {
    return Precision.F64;
  }
}
