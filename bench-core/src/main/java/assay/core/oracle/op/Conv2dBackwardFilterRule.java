package assay.core.oracle.op;

import assay.core.oracle.Evaluation;
import assay.core.oracle.Projection;
import assay.core.program.HostTensor;
import assay.core.program.Tensor;
import assay.core.program.op.Conv2dBackwardFilter;
import java.util.Map;
import java.util.Optional;

/** Gradient of a convolution's filters: each element sums over all output positions. */
record Conv2dBackwardFilterRule(Conv2dBackwardFilter op) implements Rule {
  @Override
  public void evaluate(Evaluation e) {
    ConvExtents g = ConvExtents.of(op);
    long terms = (long) g.n() * g.p() * g.q();
    ProductSums.Sum sum =
        ProductSums.sum(
            op.x(), op.dy(), terms, op.dw(), e, (x, y) -> Kernels.backwardFilter(x, y, g));
    ProductSums.put(op.dw(), sum.values(), sum.bounds(), e);
  }

  @Override
  public Optional<Projection> projection(Map<Tensor, HostTensor> given) {
    return Optional.of(new FilterProjection(op, given));
  }
}
