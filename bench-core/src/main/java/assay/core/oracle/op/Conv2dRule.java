package assay.core.oracle.op;

import assay.core.oracle.Evaluation;
import assay.core.oracle.Projection;
import assay.core.program.HostTensor;
import assay.core.program.Tensor;
import assay.core.program.op.Conv2d;
import java.util.Map;
import java.util.Optional;

/** A convolution: each element sums over the taps of a filter. */
record Conv2dRule(Conv2d op) implements Rule {
  @Override
  public void evaluate(Evaluation e) {
    ConvExtents g = ConvExtents.of(op);
    ProductSums.Sum sum =
        ProductSums.sum(op.x(), op.w(), g.taps(), op.y(), e, (x, w) -> Kernels.conv2d(x, w, g));
    ProductSums.put(op.y(), sum.values(), sum.bounds(), e);
  }

  @Override
  public Optional<Projection> projection(Map<Tensor, HostTensor> given) {
    return Optional.of(new ForwardProjection(op, given));
  }
}
