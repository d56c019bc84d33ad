package assay.core.data;

/**
 * Data that is missing, damaged or could not be fetched. The message is one line that names the
 * file, says what was expected and what was found, and what to do about it; it is meant to be shown
 * to the user as it is.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one line: file, expected, found, what to do
   */
  public DataException(String message) {
    super(message);
  }

  /**
   * @param message one line: file, expected, found, what to do
   * @param cause what the operating system or the JDK reported
   */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
