package assay.core.ffi;

/** Turns the status that a library function returned into an exception. */
@FunctionalInterface
public interface StatusCheck {
  /**
   * Throws unless the status means success.
   *
   * @param symbol the C function
   * @param status what it returned
   */
  void check(String symbol, int status);
}
