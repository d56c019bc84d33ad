package assay.core.data;

import assay.core.availability.Remedy;
import org.jspecify.annotations.Nullable;

/**
 * Data that is missing, damaged or could not be fetched. The message is one line that names the
 * file, says what was expected and what was found, and what to do about it; it is shown to the user
 * unchanged.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String problem;
  private final transient @Nullable Remedy remedy;

  /**
   * @param message one line: file, expected, found, what to do
   */
  public DataException(String message) {
    super(message);
    this.problem = message;
    this.remedy = null;
  }

  /**
   * @param message one line: file, expected, found, what to do
   * @param cause what the operating system or the JDK reported
   */
  public DataException(String message, Throwable cause) {
    super(message, cause);
    this.problem = message;
    this.remedy = null;
  }

  /**
   * @param problem one line: file, expected, found
   * @param remedy what to do
   */
  public DataException(String problem, Remedy remedy) {
    super(problem + "; " + remedy.text());
    this.problem = problem;
    this.remedy = remedy;
  }

  /** The message without the remedy. */
  public String problem() {
    return problem;
  }

  /** What to do; null if the message already says it. */
  public @Nullable Remedy remedy() {
    return remedy;
  }
}
