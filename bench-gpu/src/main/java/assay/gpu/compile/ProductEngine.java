package assay.gpu.compile;

import assay.core.program.Precision;
import java.util.List;

/** Who computes matrix products and convolutions; everything else is done by kernels of our own. */
public interface ProductEngine {
  /**
   * Prepares a product.
   *
   * @throws assay.core.spi.TargetException if it cannot be computed after all
   */
  Work work(Product product, Precision precision, Workspace space);

  /**
   * A product that can be enqueued.
   *
   * @param engine who computes it, with versions, for example {@code ptx sm_80}
   */
  record Work(List<Step> steps, String engine) {
    /** Copies the list. */
    public Work {
      steps = List.copyOf(steps);
    }
  }
}
