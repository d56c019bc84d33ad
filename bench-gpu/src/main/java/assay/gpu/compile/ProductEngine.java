package assay.gpu.compile;

import assay.core.program.Op;
import assay.core.program.Precision;
import assay.core.target.Unsupported;
import java.util.List;
import java.util.Optional;

/** Who computes matrix products and convolutions; everything else is done by kernels of our own. */
public interface ProductEngine {
  /** For {@code engine}, with versions, for example {@code ptx sm_80}. */
  String name();

  /**
   * Why it cannot compute this operation; empty if it can. Needs no device.
   *
   * @param op a MatMul, Conv2d, Conv2dBackwardInput or Conv2dBackwardFilter
   */
  Optional<Unsupported> unsupported(Op op, Precision precision);

  /** The steps of a product that is supported. */
  List<Step> steps(Product product, Precision precision, Workspace workspace);
}
