package assay.report.compare;

/** Runs that cannot be compared at all; the message is one line. */
public final class ComparisonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ComparisonException(String message) {
    super(message);
  }
}
