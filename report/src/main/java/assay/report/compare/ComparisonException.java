package assay.report.compare;

/** Runs that cannot be set against each other at all; one line for a person. */
public final class ComparisonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ComparisonException(String message) {
    super(message);
  }
}
