package assay.core.record;

import assay.core.checks.Checks;

/**
 * The key of a cell: what is measured on which target.
 *
 * @param workload such as {@code gemm/m=1024,n=1024,k=1024}
 * @param target such as {@code cpu-simd}
 * @param precision such as {@code f32}
 */
public record CellId(String workload, String target, String precision) {
  /**
   * Suffix of the workload id for a cold cache: the device's caches are flushed before each
   * execution.
   */
  public static final String COLD = ",cache=cold";

  /** Whether the device's caches were flushed before each execution. */
  public boolean cold() {
    return workload.endsWith(COLD);
  }

  public CellId {
    Checks.text("workload", workload);
    Checks.text("target", target);
    Checks.text("precision", precision);
  }

  @Override
  public String toString() {
    return workload + " on " + target + " in " + precision;
  }
}
