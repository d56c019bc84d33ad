package assay.core.workload;

/**
 * A workload id or a suite that cannot be; the message is one line: what, where, what would be
 * right.
 */
public final class WorkloadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What was wrong. */
  public WorkloadException(String message) {
    super(message);
  }
}
