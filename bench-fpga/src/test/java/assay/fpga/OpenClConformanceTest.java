package assay.fpga;

import assay.core.spi.Target;
import assay.core.testing.TargetConformance;

/** The conformance checks, on whatever OpenCL device is here. */
class OpenClConformanceTest extends TargetConformance {
  private final Target target = new FpgaTarget();

  @Override
  protected Target target() {
    return target;
  }
}
