package assay.report.procurement;

/**
 * The unit of comparison: a workload in a precision.
 *
 * @param workload such as {@code gemm/m=1024,n=1024,k=1024}
 * @param precision such as {@code f32}
 */
record Task(String workload, String precision) {
  /** The part before the slash: {@code gemm}, {@code train} … */
  String family() {
    int slash = workload.indexOf('/');
    return slash < 0 ? workload : workload.substring(0, slash);
  }

  /** Whether it measures a ceiling of the roofline and is not work in itself. */
  boolean ceiling() {
    return family().equals("peak") || family().equals("memory");
  }

  @Override
  public String toString() {
    return workload + " · " + precision;
  }
}
