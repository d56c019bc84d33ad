package assay.core.testing;

import assay.core.spi.Target;

/** Plain loops conform. */
class NaiveTargetTest extends TargetConformance {
  @Override
  protected Target target() {
    return new NaiveTarget();
  }
}
