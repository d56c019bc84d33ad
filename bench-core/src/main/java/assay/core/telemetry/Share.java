package assay.core.telemetry;

/** How a domain's energy belongs to the cell's target. */
public enum Share {
  /** The target's own: these are added up, and joules per execution are worked out from them. */
  PRIMARY,
  /** Contained in another domain's energy: never added. */
  PART,
  /** Drawn beside the target, such as the host of a GPU or the whole machine at its plug. */
  SURROUNDING
}
