package assay.core.oracle.op;

import assay.core.oracle.ErrorModel;
import assay.core.oracle.Evaluation;
import assay.core.oracle.ReferenceTensor;
import assay.core.oracle.op.Normalization.Groups;
import assay.core.oracle.op.Normalization.PerGroup;
import assay.core.program.Tensor;
import assay.core.program.op.BatchNormInference;
import assay.core.program.op.BatchNormTraining;

/** Batch normalization: each channel is a group. See {@link Normalization} for the bounds. */
final class BatchNormRules {
  private BatchNormRules() {}

  static void training(BatchNormTraining op, Evaluation e) {
    ReferenceTensor x = e.get(op.x());
    Groups channels = Groups.channels(op.x());
    PerGroup mean = Normalization.mean(x, channels, e.model());
    PerGroup variance = Normalization.variance(x, mean, channels, e.model());
    PerGroup inverse = Normalization.inverseDeviation(variance, op.epsilon(), op.x().type());
    Normalization.normalize(
        op.y(), x, e.get(op.gamma()), e.get(op.beta()), mean, inverse, channels, e);
    Normalization.put(op.mean(), mean, e);
    Normalization.put(op.inverseDeviation(), inverse, e);
    double count = channels.size();
    follow(op.runningMean(), mean, 1, op.momentum(), e);
    follow(op.runningVariance(), variance, count / (count - 1), op.momentum(), e);
  }

  static void inference(BatchNormInference op, Evaluation e) {
    PerGroup inverse =
        Normalization.inverseDeviation(
            PerGroup.of(e.get(op.variance())), op.epsilon(), op.x().type());
    PerGroup mean = PerGroup.of(e.get(op.mean()));
    Normalization.normalize(
        op.y(),
        e.get(op.x()),
        e.get(op.gamma()),
        e.get(op.beta()),
        mean,
        inverse,
        Groups.channels(op.x()),
        e);
  }

  /** r ← (1 − momentum)·r + momentum·factor·batch. */
  private static void follow(
      Tensor running, PerGroup batch, double factor, double momentum, Evaluation e) {
    ReferenceTensor old = e.get(running);
    double u = ErrorModel.unit(running.type());
    PerGroup updated = PerGroup.of(batch.values().length);
    for (int c = 0; c < batch.values().length; c++) {
      double kept = (1 - momentum) * old.values()[c];
      double added = momentum * factor * batch.values()[c];
      double carried = (1 - momentum) * old.bounds()[c] + momentum * factor * batch.bounds()[c];
      // 1 − momentum may be computed in the tensor's type, with an error of u relative to 1, not to
      // the difference.
      double rounding = u * (3 * Math.abs(kept) + Math.abs(old.values()[c]) + 5 * Math.abs(added));
      updated.set(c, kept + added, carried + rounding);
    }
    Normalization.put(running, updated, e);
  }
}
