package assay.core.record;

/** How a cell, or a fork of it, ended, in one word. Only OK may carry metrics. */
public enum Status {
  /** Ran, and its output passed the check. */
  OK,
  /** The target has no such operation or precision. */
  UNSUPPORTED,
  /** The target or something it needs is not on this machine. */
  UNAVAILABLE,
  /** Ran, and its output was wrong. */
  INVALID,
  /** Did not finish because of an error. */
  FAILED,
  /** Did not finish in the time allowed. */
  TIMED_OUT
}
