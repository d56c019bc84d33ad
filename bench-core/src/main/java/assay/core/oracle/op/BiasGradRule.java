package assay.core.oracle.op;

import assay.core.oracle.ErrorModel;
import assay.core.oracle.Evaluation;
import assay.core.program.Tensor;
import assay.core.program.op.BiasGrad;

/** Sums over all dimensions but the channel. */
final class BiasGradRule {
  private BiasGradRule() {}

  static void evaluate(BiasGrad op, Evaluation e) {
    evaluate(op.dy(), op.db(), e);
  }

  static void evaluate(Tensor gradient, Tensor db, Evaluation e) {
    double[] dy = e.values(gradient);
    double[] errors = e.bounds(gradient);
    int channels = Math.toIntExact(db.elements());
    long terms = dy.length / channels;
    double gamma = e.model().gamma(gradient.type(), terms, channels);
    double[] values = new double[channels];
    double[] magnitudes = new double[channels];
    double[] squares = new double[channels];
    for (int i = 0; i < dy.length; i++) {
      int c = i % channels;
      values[c] += dy[i];
      magnitudes[c] += Math.abs(dy[i]);
      squares[c] += errors[i] * errors[i];
    }
    double[] bounds = new double[channels];
    for (int c = 0; c < channels; c++) {
      double carried = ErrorModel.correlation(terms) * Math.sqrt(squares[c]);
      bounds[c] = ErrorModel.stored(db.type(), values[c], gamma * magnitudes[c] + carried);
    }
    e.put(db, values, bounds);
  }
}
