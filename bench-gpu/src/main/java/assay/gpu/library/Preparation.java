package assay.gpu.library;

import assay.core.spi.Unsupported;

/** The outcome of preparing an operation. */
public sealed interface Preparation {
  /** It can be enqueued. */
  record Ready(Prepared product) implements Preparation {}

  /** The library does not support it. */
  record NotSupported(Unsupported why) implements Preparation {}
}
