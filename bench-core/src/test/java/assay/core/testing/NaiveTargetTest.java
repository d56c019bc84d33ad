package assay.core.testing;

import assay.core.spi.Target;

/** The contract holds for plain loops. */
class NaiveTargetTest extends TargetConformance {
  @Override
  protected Target target() {
    return new NaiveTarget();
  }
}
