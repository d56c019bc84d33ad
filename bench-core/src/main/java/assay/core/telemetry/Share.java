package assay.core.telemetry;

/** How a domain's energy relates to the cell's target. */
public enum Share {
  /** The target's own: these are summed to give joules per execution. */
  PRIMARY,
  /** Contained in another domain's energy: never added. */
  PART,
  /**
   * Consumed around the target, such as the host of a GPU or the whole machine at the wall plug.
   */
  SURROUNDING
}
