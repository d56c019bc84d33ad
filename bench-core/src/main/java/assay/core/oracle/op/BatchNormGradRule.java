package assay.core.oracle.op;

import assay.core.oracle.ErrorModel;
import assay.core.oracle.Evaluation;
import assay.core.oracle.ReferenceTensor;
import assay.core.oracle.op.Normalization.PerGroup;
import assay.core.program.op.BatchNormGrad;

/**
 * Gradient of batch normalisation. Errors of mean and deviation are common to a channel and added
 * in full; those of x and dy are propagated as in {@link ErrorModel}.
 */
final class BatchNormGradRule {
  private final ReferenceTensor dy;
  private final ReferenceTensor x;
  private final ReferenceTensor mean;
  private final ReferenceTensor inverse;
  private final ReferenceTensor scale;
  private final int channels;
  private final int count;
  private final double u;

  private BatchNormGradRule(BatchNormGrad op, Evaluation e) {
    dy = e.get(op.dy());
    x = e.get(op.x());
    mean = e.get(op.mean());
    inverse = e.get(op.inverseDeviation());
    scale = e.get(op.gamma());
    channels = mean.values().length;
    count = x.values().length / channels;
    u = ErrorModel.unit(op.x().type());
  }

  static void evaluate(BatchNormGrad op, Evaluation e) {
    BatchNormGradRule gradient = new BatchNormGradRule(op, e);
    PerGroup dbeta = PerGroup.of(gradient.channels);
    PerGroup dgamma = PerGroup.of(gradient.channels);
    double gamma = e.model().gamma(op.x().type(), gradient.count + 4L, 2L * gradient.channels);
    for (int c = 0; c < gradient.channels; c++) {
      gradient.sums(c, gamma, dbeta, dgamma);
    }
    gradient.putInputGradient(op, dbeta, dgamma, e);
    Normalization.put(op.dbeta(), dbeta, e);
    Normalization.put(op.dgamma(), dgamma, e);
  }

  /** x̂, the normalised input. */
  private double normalized(int i, int c) {
    return (x.values()[i] - mean.values()[c]) * inverse.values()[c];
  }

  /**
   * Magnitude that rounding errors of x̂ are relative to if x·inverse and mean·inverse are rounded
   * separately.
   */
  private double spread(int i, int c) {
    return (Math.abs(x.values()[i]) + Math.abs(mean.values()[c])) * inverse.values()[c];
  }

  private void sums(int c, double gamma, PerGroup dbeta, PerGroup dgamma) {
    double sum = 0;
    double sumMagnitude = 0;
    double sumSquares = 0;
    double dot = 0;
    double dotMagnitude = 0;
    double dotSquares = 0;
    for (int i = c; i < x.values().length; i += channels) {
      double normalized = normalized(i, c);
      double dyError = dy.bounds()[i];
      sum += dy.values()[i];
      sumMagnitude += Math.abs(dy.values()[i]);
      sumSquares += dyError * dyError;
      dot += dy.values()[i] * normalized;
      dotMagnitude += Math.abs(dy.values()[i]) * spread(i, c);
      double xError = (Math.abs(dy.values()[i]) + dyError) * inverse.values()[c] * x.bounds()[i];
      dotSquares += normalized * normalized * dyError * dyError + xError * xError;
    }
    double correlation = ErrorModel.correlation(count);
    double sumBound = gamma * sumMagnitude + correlation * Math.sqrt(sumSquares);
    double relative = inverse.bounds()[c] / inverse.values()[c];
    double common =
        inverse.values()[c] * mean.bounds()[c] * (Math.abs(sum) + sumBound)
            + relative * Math.abs(dot);
    double dotBound = gamma * dotMagnitude + correlation * Math.sqrt(dotSquares) + common;
    dbeta.set(c, sum, sumBound);
    dgamma.set(c, dot, dotBound * (1 + relative));
  }

  /** dx = γ·inverse·(dy − dβ/M − x̂·dγ/M). */
  private void putInputGradient(BatchNormGrad op, PerGroup dbeta, PerGroup dgamma, Evaluation e) {
    double[] values = new double[x.values().length];
    double[] bounds = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      int c = i % channels;
      double factor = scale.values()[c] * inverse.values()[c];
      double factorError =
          scale.bounds()[c] * inverse.values()[c]
              + (Math.abs(scale.values()[c]) + scale.bounds()[c]) * inverse.bounds()[c];
      double normalized = normalized(i, c);
      double inner =
          dy.values()[i] - dbeta.values()[c] / count - normalized * dgamma.values()[c] / count;
      double innerError = innerError(i, c, normalized, dbeta, dgamma);
      values[i] = factor * inner;
      double bound =
          Math.abs(factor) * innerError
              + factorError * (Math.abs(inner) + innerError)
              + 3 * u * Math.abs(values[i]);
      bounds[i] = ErrorModel.stored(op.dx().type(), values[i], bound);
    }
    e.put(op.dx(), values, bounds);
  }

  private double innerError(int i, int c, double normalized, PerGroup dbeta, PerGroup dgamma) {
    double dot = Math.abs(dgamma.values()[c]);
    double dotError = dgamma.bounds()[c];
    double distanceError = x.bounds()[i] + mean.bounds()[c];
    double distance = Math.abs(x.values()[i] - mean.values()[c]) + distanceError;
    double normalizedError = inverse.values()[c] * distanceError + inverse.bounds()[c] * distance;
    double carried =
        dy.bounds()[i]
            + dbeta.bounds()[c] / count
            + (Math.abs(normalized) * dotError + normalizedError * (dot + dotError)) / count;
    double roundings =
        3 * Math.abs(dy.values()[i])
            + 4 * Math.abs(dbeta.values()[c]) / count
            + 6 * spread(i, c) * dot / count;
    return carried + u * roundings;
  }
}
