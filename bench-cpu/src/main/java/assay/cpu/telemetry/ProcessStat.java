package assay.cpu.telemetry;

import assay.core.host.HostRoot;

/** Processor time of one process from {@code /proc/<pid>/stat} (proc_pid_stat(5)). */
final class ProcessStat implements AutoCloseable {
  private static final int FIELDS_BEFORE_TIMES = 9;
  private static final int FIELDS_BEFORE_START = 4;

  private final SmallFile file;
  private final Scan scan = new Scan();
  private String problem = "";
  private long pid;
  private long parent;
  private long ownTicks;
  private long reapedTicks;
  private long start;

  /**
   * Opens nothing yet.
   *
   * @param process a process id, or {@code self}
   */
  ProcessStat(HostRoot root, String process) {
    this.file = new SmallFile(root, "proc/" + process + "/stat", SmallFile.TEXT);
  }

  /** Reads it; on failure the values stay unchanged and {@link #problem} says why. */
  boolean refresh() {
    if (!file.refresh()) {
      problem = file.problem();
      return false;
    }
    if (!parse()) {
      problem = file.name() + " is not as expected: '" + file.excerpt() + "'";
      return false;
    }
    return true;
  }

  private boolean parse() {
    if (!scan.over(file).number()) {
      return false;
    }
    final long readPid = scan.value();
    // The name before it may itself contain blanks and parentheses.
    if (!scan.findLast((byte) ')') || !scan.skip(1) || !scan.number()) {
      return false;
    }
    final long readParent = scan.value();
    if (!scan.skip(FIELDS_BEFORE_TIMES)) {
      return false;
    }
    long own = pair();
    long reaped = pair();
    if (own < 0 || reaped < 0 || !scan.skip(FIELDS_BEFORE_START) || !scan.number()) {
      return false;
    }
    pid = readPid;
    parent = readParent;
    ownTicks = own;
    reapedTicks = reaped;
    start = scan.value();
    return true;
  }

  /** Sum of user and system time; negative if they are missing. */
  private long pair() {
    long user = scan.number() ? scan.value() : Long.MIN_VALUE;
    long system = scan.number() ? scan.value() : Long.MIN_VALUE;
    return user < 0 || system < 0 ? Long.MIN_VALUE : user + system;
  }

  /** Why the last reading failed. */
  String problem() {
    return problem;
  }

  /** Its id. */
  long pid() {
    return pid;
  }

  /** The id of its parent. */
  long parent() {
    return parent;
  }

  /** Its user and system time, all threads, in clock ticks. */
  long ownTicks() {
    return ownTicks;
  }

  /** The same for its children that ended and were waited for, including their children. */
  long reapedTicks() {
    return reapedTicks;
  }

  /** The sum of both. */
  long ticks() {
    return ownTicks + reapedTicks;
  }

  /**
   * Start time, in clock ticks since boot; distinguishes it from a later process with the same id.
   */
  long start() {
    return start;
  }

  @Override
  public void close() {
    file.close();
  }
}
