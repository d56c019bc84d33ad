package assay.gpu.library;

import assay.core.spi.Unsupported;

/** What came of preparing an operation. */
public sealed interface Preparation {
  /** It can be enqueued. */
  record Ready(Prepared product) implements Preparation {}

  /** The library has nothing for it. */
  record Declined(Unsupported why) implements Preparation {}
}
