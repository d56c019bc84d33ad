package assay.core.oracle.op;

import assay.core.oracle.Evaluation;
import assay.core.oracle.Projection;
import assay.core.program.HostTensor;
import assay.core.program.Tensor;
import assay.core.program.op.Conv2dBackwardInput;
import java.util.Map;
import java.util.Optional;

/** Gradient of a convolution's input: each element sums over the filters and their taps. */
record Conv2dBackwardInputRule(Conv2dBackwardInput op) implements Rule {
  @Override
  public void evaluate(Evaluation e) {
    ConvExtents g = ConvExtents.of(op);
    long terms = (long) g.k() * g.r() * g.s();
    ProductSums.Sum sum =
        ProductSums.sum(
            op.dy(), op.w(), terms, op.dx(), e, (y, w) -> Kernels.backwardInput(y, w, g));
    ProductSums.put(op.dx(), sum.values(), sum.bounds(), e);
  }

  @Override
  public Optional<Projection> projection(Map<Tensor, HostTensor> given) {
    return Optional.of(new InputProjection(op, given));
  }
}
