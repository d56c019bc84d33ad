package assay.gpu.library;

import assay.core.spi.TargetException;

/** A library's function failed; the message names it, the error and the remedy. */
public final class LibraryException extends TargetException {
  private static final long serialVersionUID = 1L;

  private final String function;
  private final int code;
  private final boolean unsupported;

  LibraryException(String function, int code, boolean unsupported, String text) {
    super(function + " failed: " + text);
    this.function = function;
    this.code = code;
    this.unsupported = unsupported;
  }

  /** The C function. */
  public String function() {
    return function;
  }

  /** What it returned. */
  public int code() {
    return code;
  }

  /** Whether the library does not support the request, but otherwise works. */
  public boolean unsupported() {
    return unsupported;
  }
}
