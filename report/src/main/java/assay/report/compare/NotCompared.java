package assay.report.compare;

import assay.core.record.CellId;

/**
 * A cell that was not compared.
 *
 * @param id which
 * @param side which run has no comparable metrics of it
 * @param reason why, from the record
 */
public record NotCompared(CellId id, Side side, String reason) {
  /** Of two runs. */
  public enum Side {
    /** The base has none. */
    BASE,
    /** The other run has none. */
    OTHER,
    /** Neither has, or the two do not belong together. */
    BOTH
  }
}
