package assay.core.record;

/** How far a stored run got. */
public enum RunState {
  /** It ran to its end. */
  FINISHED,
  /** A process is measuring it now. */
  RUNNING,
  /** It ended early, and no process is measuring it. */
  INTERRUPTED
}
