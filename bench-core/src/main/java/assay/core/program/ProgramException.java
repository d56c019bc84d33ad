package assay.core.program;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.Locale;

/**
 * A program, an operation or a shape that cannot be; the message says what was wrong, where, and
 * what would be right.
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
