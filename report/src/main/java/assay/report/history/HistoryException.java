package assay.report.history;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Errors of the history; each message is one line that says what to do. */
public abstract sealed class HistoryException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private HistoryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** What was asked for, or a file that was given, cannot be used. */
  public static final class Refused extends HistoryException {
    @Serial private static final long serialVersionUID = 1L;

    public Refused(String message) {
      super(message, null);
    }
  }

  /** The database cannot be opened, read or written. */
  public static final class Unreachable extends HistoryException {
    @Serial private static final long serialVersionUID = 1L;

    Unreachable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The index is damaged; {@link History} makes it anew. */
  static final class Damaged extends HistoryException {
    @Serial private static final long serialVersionUID = 1L;

    Damaged(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
