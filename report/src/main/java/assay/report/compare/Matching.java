package assay.report.compare;

/** Which cells of two runs belong together. */
public enum Matching {
  /** Those of the same workload, target and precision. */
  SAME_TARGET,
  /**
   * Those of the same workload and precision, each run with its fastest target: what a buyer gets
   * from either system. The fastest target is chosen by the same times that are compared, so near
   * ties favour the run with more targets.
   */
  FASTEST_TARGET
}
