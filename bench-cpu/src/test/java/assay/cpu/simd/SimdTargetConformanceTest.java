package assay.cpu.simd;

import assay.core.spi.Target;
import assay.core.testing.TargetConformance;

class SimdTargetConformanceTest extends TargetConformance {
  @Override
  protected Target target() {
    return new SimdTarget();
  }
}
