package assay.report.gate;

/** The verdict on a series in a night. */
public enum GateVerdict {
  /** It got worse, tonight or earlier, and has not recovered. */
  REGRESSED,
  /** It got better, and that is not yet what it is compared with. */
  IMPROVED,
  /** It is shown to lie within {@link Evidence#MARGIN} of its baseline. */
  UNCHANGED,
  /** Neither a change nor its absence is shown. */
  INCONCLUSIVE,
  /** There is no value that counts. */
  INVALID,
  /** It was not measured under the conditions of the nights before. */
  NOT_COMPARABLE,
  /** This is its first night. */
  NEW,
  /** It was there on earlier nights and is not there tonight. */
  MISSING
}
