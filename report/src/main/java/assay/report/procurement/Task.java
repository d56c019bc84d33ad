package assay.report.procurement;

/**
 * What systems are compared by: a workload in a precision.
 *
 * @param workload such as {@code gemm/m=1024,n=1024,k=1024}
 * @param precision such as {@code f32}
 */
record Task(String workload, String precision) {
  /** What stands before the slash: {@code gemm}, {@code train} … */
  String family() {
    int slash = workload.indexOf('/');
    return slash < 0 ? workload : workload.substring(0, slash);
  }

  /**
   * Whether it measures a ceiling of the roofline, and is no work that anybody buys a system for.
   */
  boolean ceiling() {
    return family().equals("peak") || family().equals("memory");
  }

  @Override
  public String toString() {
    return workload + " · " + precision;
  }
}
