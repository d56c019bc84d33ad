package assay.gpu;

import assay.core.spi.Target;
import assay.core.testing.TargetConformance;

/**
 * The conformance checks on the GPU of this machine; skipped with the probe's reason where there is
 * none.
 */
class CudaConformanceTest extends TargetConformance {
  @Override
  protected Target target() {
    return new CudaTarget();
  }
}
