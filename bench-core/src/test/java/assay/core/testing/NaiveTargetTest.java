package assay.core.testing;

import assay.core.target.Target;

/** The contract holds for plain loops. */
class NaiveTargetTest extends TargetContract {
  @Override
  protected Target target() {
    return new NaiveTarget();
  }
}
