package assay.core.program;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.Locale;

/**
 * An invalid program, operation or shape; the message says what is wrong, where, and what is
 * allowed.
 */
public final class ProgramException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** One line: what happened, where, what to do. */
  public ProgramException(String message) {
    super(message);
  }

  /**
   * Throws unless {@code condition} holds.
   *
   * @param format the message, as for {@link String#format}
   */
  @FormatMethod
  public static void require(boolean condition, @FormatString String format, Object... args) {
    if (!condition) {
      throw new ProgramException(String.format(Locale.ROOT, format, args));
    }
  }
}
