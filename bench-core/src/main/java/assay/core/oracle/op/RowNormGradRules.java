package assay.core.oracle.op;

import assay.core.oracle.ErrorModel;
import assay.core.oracle.Evaluation;
import assay.core.oracle.ReferenceTensor;
import assay.core.oracle.op.Normalization.Groups;
import assay.core.oracle.op.Normalization.PerGroup;
import assay.core.program.Tensor;
import assay.core.program.op.LayerNormGrad;
import assay.core.program.op.RmsNormGrad;
import org.jspecify.annotations.Nullable;

/**
 * Gradients of normalized rows. Errors of a row's mean and deviation are common to the row: they
 * are added in full to its sums, and enter the sums over rows as independent errors, see {@link
 * ErrorModel}. Sums over C or over all rows err by γ·Σ|terms|, as there. Without a mean the rows
 * are not centered.
 */
final class RowNormGradRules {
  private final ReferenceTensor dy;
  private final ReferenceTensor x;
  private final ReferenceTensor scale;
  private final PerGroup mean;
  private final PerGroup inverse;
  private final boolean centered;
  private final Groups rows;
  private final double u;
  private final Evaluation e;

  private RowNormGradRules(
      Tensor dy, Tensor x, Tensor gamma, @Nullable Tensor mean, Tensor inverse, Evaluation e) {
    this.dy = e.get(dy);
    this.x = e.get(x);
    this.scale = e.get(gamma);
    this.rows = Groups.rows(x);
    this.centered = mean != null;
    this.mean = mean == null ? PerGroup.of(rows.count()) : PerGroup.of(e.get(mean));
    this.inverse = PerGroup.of(e.get(inverse));
    this.u = ErrorModel.unit(x.type());
    this.e = e;
  }

  static void layerNorm(LayerNormGrad op, Evaluation e) {
    RowNormGradRules rules =
        new RowNormGradRules(op.dy(), op.x(), op.gamma(), op.mean(), op.inverseDeviation(), e);
    rules.putInputGradient(op.dx());
    rules.putScaleGradient(op.dgamma());
    BiasGradRule.evaluate(op.dy(), op.dbeta(), e);
  }

  static void rmsNorm(RmsNormGrad op, Evaluation e) {
    RowNormGradRules rules =
        new RowNormGradRules(op.dy(), op.x(), op.gamma(), null, op.inverseRms(), e);
    rules.putInputGradient(op.dx());
    rules.putScaleGradient(op.dgamma());
  }

  /** x̂, the normalized input. */
  private double normalized(int i, int row) {
    return (x.values()[i] - mean.values()[row]) * inverse.values()[row];
  }

  private double normalizedError(int i, int row) {
    double distanceError = x.bounds()[i] + mean.bounds()[row];
    double distance = Math.abs(x.values()[i] - mean.values()[row]) + distanceError;
    return Math.abs(inverse.values()[row]) * distanceError + inverse.bounds()[row] * distance;
  }

  /**
   * Magnitude that rounding errors of x̂ are relative to if x·inverse and mean·inverse are rounded
   * separately.
   */
  private double spread(int i, int row) {
    double magnitude = Math.abs(x.values()[i]) + Math.abs(mean.values()[row]);
    return magnitude * Math.abs(inverse.values()[row]);
  }

  /** g = γ·dy. */
  private double scaled(int i) {
    return scale.values()[i % rows.size()] * dy.values()[i];
  }

  private double scaledError(int i) {
    int c = i % rows.size();
    return Math.abs(scale.values()[c]) * dy.bounds()[i]
        + scale.bounds()[c] * (Math.abs(dy.values()[i]) + dy.bounds()[i]);
  }

  /** Σ g and Σ g·x̂ of a row, with their bounds. */
  private record Sums(double sum, double sumBound, double dot, double dotBound) {}

  private Sums sums(int row, double gamma) {
    double sum = 0;
    double magnitude = 0;
    double squares = 0;
    double dot = 0;
    double dotMagnitude = 0;
    double dotSquares = 0;
    for (int k = 0; k < rows.size(); k++) {
      int i = rows.index(row, k);
      double g = scaled(i);
      double error = scaledError(i);
      double normalized = normalized(i, row);
      double xError = (Math.abs(g) + error) * inverse.values()[row] * x.bounds()[i];
      sum += g;
      magnitude += Math.abs(g);
      squares += error * error;
      dot += g * normalized;
      dotMagnitude += Math.abs(g) * spread(i, row);
      dotSquares += normalized * normalized * error * error + xError * xError;
    }
    double correlation = ErrorModel.correlation(rows.size());
    double sumBound = gamma * magnitude + correlation * Math.sqrt(squares);
    double relative = Math.abs(inverse.bounds()[row] / inverse.values()[row]);
    double common =
        Math.abs(inverse.values()[row]) * mean.bounds()[row] * (Math.abs(sum) + sumBound)
            + relative * Math.abs(dot);
    double dotBound = gamma * dotMagnitude + correlation * Math.sqrt(dotSquares) + common;
    return new Sums(sum, sumBound, dot, dotBound * (1 + relative));
  }

  /** dx = inverse·(g − Σg/C − x̂·Σ(g·x̂)/C), the middle term only of centered rows. */
  private void putInputGradient(Tensor dx) {
    double[] values = new double[x.values().length];
    double[] bounds = new double[values.length];
    double gamma = e.model().gamma(dx.type(), rows.size() + 4L, 2L * rows.count());
    for (int row = 0; row < rows.count(); row++) {
      Sums sums = sums(row, gamma);
      for (int k = 0; k < rows.size(); k++) {
        int i = rows.index(row, k);
        double offset = centered ? sums.sum / rows.size() : 0;
        double offsetBound = centered ? sums.sumBound / rows.size() : 0;
        double slope = sums.dot / rows.size();
        double slopeBound = sums.dotBound / rows.size();
        double normalized = normalized(i, row);
        double inner = scaled(i) - offset - normalized * slope;
        double roundings =
            4 * Math.abs(scaled(i)) + 4 * Math.abs(offset) + 6 * spread(i, row) * Math.abs(slope);
        double innerError =
            scaledError(i)
                + offsetBound
                + Math.abs(normalized) * slopeBound
                + normalizedError(i, row) * (Math.abs(slope) + slopeBound)
                + u * roundings;
        values[i] = inverse.values()[row] * inner;
        double bound =
            Math.abs(inverse.values()[row]) * innerError
                + inverse.bounds()[row] * (Math.abs(inner) + innerError)
                + 3 * u * Math.abs(values[i]);
        bounds[i] = ErrorModel.stored(dx.type(), values[i], bound);
      }
    }
    e.put(dx, values, bounds);
  }

  /** dγ = Σ dy·x̂ over the rows. */
  private void putScaleGradient(Tensor dgamma) {
    PerGroup result = PerGroup.of(rows.size());
    double gamma = e.model().gamma(dgamma.type(), rows.count() + 4L, rows.size());
    for (int c = 0; c < rows.size(); c++) {
      double sum = 0;
      double magnitude = 0;
      double squares = 0;
      for (int row = 0; row < rows.count(); row++) {
        int i = rows.index(row, c);
        double dyError = dy.bounds()[i];
        double own = normalized(i, row) * dyError;
        double other = (Math.abs(dy.values()[i]) + dyError) * normalizedError(i, row);
        sum += dy.values()[i] * normalized(i, row);
        magnitude += Math.abs(dy.values()[i]) * spread(i, row);
        squares += own * own + other * other;
      }
      double carried = ErrorModel.correlation(rows.count()) * Math.sqrt(squares);
      result.set(c, sum, gamma * magnitude + carried);
    }
    Normalization.put(dgamma, result, e);
  }
}
