package assay.core.spi;

/**
 * A target failed at something that it supports; the message is one line: what happened, where,
 * what to do.
 */
public class TargetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What happened. */
  public TargetException(String message) {
    super(message);
  }

  /** What happened, and its cause. */
  public TargetException(String message, Throwable cause) {
    super(message, cause);
  }
}
