package assay.report.history.foreign;

import java.io.IOException;
import java.io.Serial;

/** A file that cannot be used: one line with file, place and reason. */
public final class ForeignFileException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final boolean negative;

  /** A reason after the file's name. */
  public ForeignFileException(String message) {
    this(message, false);
  }

  ForeignFileException(String message, boolean negative) {
    super(message);
    this.negative = negative;
  }

  /** Whether the reason is a value below 0, which a caller may permit. */
  public boolean negative() {
    return negative;
  }
}
