package assay.core.record;

/** How a cell or fork ended. Only OK may carry metrics. */
public enum Status {
  /** Ran, and its output passed the check. */
  OK,
  /** The target does not support the operation or precision. */
  UNSUPPORTED,
  /** The target, or something it needs, is unavailable on this machine. */
  UNAVAILABLE,
  /** Ran, and its output was wrong. */
  INVALID,
  /** Did not finish because of an error. */
  FAILED,
  /** Did not finish within its time limit. */
  TIMED_OUT
}
