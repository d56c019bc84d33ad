package assay.core.workload;

/**
 * An invalid workload id or suite; the message is one line: what is wrong, where, what is allowed.
 */
public final class WorkloadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public WorkloadException(String message) {
    super(message);
  }
}
