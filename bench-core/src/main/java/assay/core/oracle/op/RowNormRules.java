package assay.core.oracle.op;

import assay.core.oracle.Evaluation;
import assay.core.oracle.ReferenceTensor;
import assay.core.oracle.op.Normalization.Groups;
import assay.core.oracle.op.Normalization.PerGroup;
import assay.core.program.op.LayerNorm;
import assay.core.program.op.RmsNorm;

/**
 * Normalization of rows: each row is a group. See {@link Normalization} for the bounds; a root mean
 * square is a deviation from 0, which is exact.
 */
final class RowNormRules {
  private RowNormRules() {}

  static void layerNorm(LayerNorm op, Evaluation e) {
    ReferenceTensor x = e.get(op.x());
    Groups rows = Groups.rows(op.x());
    PerGroup mean = Normalization.mean(x, rows, e.model());
    PerGroup variance = Normalization.variance(x, mean, rows, e.model());
    PerGroup inverse = Normalization.inverseDeviation(variance, op.epsilon(), op.x().type());
    Normalization.normalize(op.y(), x, e.get(op.gamma()), e.get(op.beta()), mean, inverse, rows, e);
    Normalization.put(op.mean(), mean, e);
    Normalization.put(op.inverseDeviation(), inverse, e);
  }

  static void rmsNorm(RmsNorm op, Evaluation e) {
    ReferenceTensor x = e.get(op.x());
    Groups rows = Groups.rows(op.x());
    PerGroup zero = PerGroup.of(rows.count());
    PerGroup meanSquare = Normalization.variance(x, zero, rows, e.model());
    PerGroup inverse = Normalization.inverseDeviation(meanSquare, op.epsilon(), op.x().type());
    ReferenceTensor noShift = ReferenceTensor.exact(op.gamma(), new double[rows.size()]);
    Normalization.normalize(op.y(), x, e.get(op.gamma()), noShift, zero, inverse, rows, e);
    Normalization.put(op.inverseRms(), inverse, e);
  }
}
