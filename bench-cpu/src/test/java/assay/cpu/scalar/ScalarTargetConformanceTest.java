package assay.cpu.scalar;

import assay.core.spi.Target;
import assay.core.testing.TargetConformance;

class ScalarTargetConformanceTest extends TargetConformance {
  @Override
  protected Target target() {
    return new ScalarTarget();
  }
}
