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

  /** Ended by SIGPIPE, as other programs are when the reader of their output has gone. */
  static final int CLOSED_PIPE = 128 + 13;

  /** Ended by SIGTERM. */
  static final int TERMINATED = 128 + 15;

  /** What the launcher turns into {@link #REGRESSION}. */
  private static final int REGRESSION_UNDER_LAUNCHER = 101;

  private ExitCode() {}

  /**
   * A JVM that does not start ends with 1, so that under a launcher a regression has another code.
   */
  static int underLauncher(int code) {
    return code == REGRESSION ? REGRESSION_UNDER_LAUNCHER : code;
  }
}
