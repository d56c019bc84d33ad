package assay.core.oracle.op;

import assay.core.oracle.ErrorModel;
import assay.core.oracle.Evaluation;
import assay.core.oracle.Projection;
import assay.core.program.HostTensor;
import assay.core.program.Tensor;
import assay.core.program.op.MatMul;
import java.util.Map;
import java.util.Optional;

/** A scaled matrix product plus an addend. */
record MatMulRule(MatMul op) implements Rule {
  @Override
  public void evaluate(Evaluation e) {
    MatrixExtents x = MatrixExtents.of(op);
    ProductSums.Sum product =
        ProductSums.sum(op.a(), op.b(), op.k(), op.out(), e, (a, b) -> Kernels.matMul(a, b, x));
    double[] values = product.values();
    double[] bounds = product.bounds();
    double u = ErrorModel.unit(op.out().type());
    double scaling = op.alpha() == 1 ? 0 : 2 * u;
    for (int i = 0; i < values.length; i++) {
      double scaled = op.alpha() * values[i];
      double bound = Math.abs(op.alpha()) * bounds[i] + scaling * Math.abs(scaled);
      values[i] = scaled;
      if (op.c().isPresent()) {
        double c = op.beta() * e.values(op.c().get())[i];
        values[i] += c;
        bound += Math.abs(op.beta()) * e.bounds(op.c().get())[i];
        bound += u * (2 * Math.abs(c) + Math.abs(values[i]));
      }
      bounds[i] = bound;
    }
    ProductSums.put(op.out(), values, bounds, e);
  }

  @Override
  public Optional<Projection> projection(Map<Tensor, HostTensor> given) {
    return Optional.of(new MatMulProjection(op, given));
  }
}
