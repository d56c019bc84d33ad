package assay.cli;

/** Exit codes of every command. */
final class ExitCode {
  static final int OK = 0;
  static final int REGRESSION = 1;
  static final int USAGE = 2;
  static final int INVALID = 3;
  static final int INCONCLUSIVE = 4;
  static final int INTERNAL = 5;
  static final int UNAVAILABLE = 6;

  private ExitCode() {}
}
