package assay.cpu.onednn;

import assay.core.spi.Target;
import assay.core.testing.TargetConformance;

class OneDnnTargetConformanceTest extends TargetConformance {
  @Override
  protected Target target() {
    return new OneDnnTarget();
  }
}
