package assay.gpu.compile;

import assay.core.program.Precision;
import java.util.List;

/** Computes matrix products and convolutions; everything else is done by our own kernels. */
public interface ProductEngine {
  /**
   * Prepares a product. Called once for each set of inputs, with a workspace of its own; what is
   * chosen for the first set is used with all.
   *
   * @throws assay.core.spi.TargetException if it turns out to be unsupported
   */
  Work work(Product product, Precision precision, Workspace space);

  /**
   * A product that can be enqueued.
   *
   * @param engine name of what computes it, with versions, for example {@code ptx sm_80}
   */
  record Work(List<Step> steps, String engine) {
    /** Copies the list. */
    public Work {
      steps = List.copyOf(steps);
    }
  }
}
