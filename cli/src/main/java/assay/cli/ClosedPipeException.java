package assay.cli;

/** The reader of standard output has closed its pipe: it has seen what it wanted. */
final class ClosedPipeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ClosedPipeException() {
    super("the reader of standard output has closed the pipe");
  }
}
