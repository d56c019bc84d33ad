package assay.report.nightly;

import java.io.Serial;

/** A file of limits cannot be used; the message is one actionable line. */
public final class LimitException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  LimitException(String message) {
    super(message);
  }
}
