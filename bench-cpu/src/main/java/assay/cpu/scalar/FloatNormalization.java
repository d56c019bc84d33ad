package assay.cpu.scalar;

import assay.core.program.Tensor;
import assay.core.program.op.BatchNormGrad;
import assay.core.program.op.BatchNormInference;
import assay.core.program.op.BatchNormTraining;
import assay.cpu.Memory;
import assay.cpu.Ranges;
import assay.cpu.Workers;

/** Batch normalization over rows of channels. */
@SuppressWarnings("cast") // The casts are redundant in double precision.
final class FloatNormalization {
  private FloatNormalization() {}

  static Runnable inference(BatchNormInference op, Memory memory, Workers workers) {
    float[] gamma = memory.floats(op.gamma());
    float[] beta = memory.floats(op.beta());
    float[] mean = memory.floats(op.mean());
    float[] variance = memory.floats(op.variance());
    int channels = Memory.length(op.gamma());
    float[] scale = new float[channels];
    Runnable apply = normalize(op.x(), op.y(), mean, scale, beta, memory, workers);
    return () -> {
      for (int c = 0; c < channels; c++) {
        scale[c] = (float) (gamma[c] / Math.sqrt(variance[c] + op.epsilon()));
      }
      apply.run();
    };
  }

  /** y = (x − mean)·scale + shift; subtracting first avoids cancellation with a large mean. */
  private static Runnable normalize(
      Tensor from, Tensor to, float[] mean, float[] scale, float[] shift, Memory m, Workers team) {
    float[] x = m.floats(from);
    float[] y = m.floats(to);
    int channels = scale.length;
    return overRows(
        team,
        Memory.length(from) / channels,
        channels,
        (first, end) -> {
          for (int row = first; row < end; row++) {
            int at = row * channels;
            for (int c = 0; c < channels; c++) {
              y[at + c] = (x[at + c] - mean[c]) * scale[c] + shift[c];
            }
          }
        });
  }

  private static Runnable overRows(Workers workers, int rows, int channels, Ranges.Body body) {
    return Ranges.over(workers, rows, Math.max(1, FloatPointwise.GRAIN / channels), body);
  }

  static Runnable training(BatchNormTraining op, Memory memory, Workers workers) {
    float[] x = memory.floats(op.x());
    float[] mean = memory.floats(op.mean());
    float[] inverse = memory.floats(op.inverseDeviation());
    float[] gamma = memory.floats(op.gamma());
    float[] runningMean = memory.floats(op.runningMean());
    float[] runningVariance = memory.floats(op.runningVariance());
    int channels = Memory.length(op.gamma());
    int rows = Memory.length(op.x()) / channels;
    double[] exactMean = new double[channels];
    float[] scale = new float[channels];
    ChannelSums sums = new ChannelSums(workers, rows, channels, 1);
    Runnable apply =
        normalize(op.x(), op.y(), mean, scale, memory.floats(op.beta()), memory, workers);
    return () -> {
      sums.run((from, to, totals) -> addRows(x, channels, from, to, totals));
      for (int c = 0; c < channels; c++) {
        exactMean[c] = sums.total(0, c) / rows;
      }
      sums.run((from, to, totals) -> addSquares(x, exactMean, from, to, totals));
      for (int c = 0; c < channels; c++) {
        double squares = sums.total(0, c);
        double keep = 1 - op.momentum();
        mean[c] = (float) exactMean[c];
        inverse[c] = (float) (1 / Math.sqrt(squares / rows + op.epsilon()));
        scale[c] = gamma[c] * inverse[c];
        runningMean[c] = (float) (keep * runningMean[c] + op.momentum() * exactMean[c]);
        runningVariance[c] =
            (float) (keep * runningVariance[c] + op.momentum() * squares / (rows - 1));
      }
      apply.run();
    };
  }

  private static void addRows(float[] x, int channels, int from, int to, double[] totals) {
    for (int row = from; row < to; row++) {
      for (int c = 0; c < channels; c++) {
        totals[c] += x[row * channels + c];
      }
    }
  }

  private static void addSquares(float[] x, double[] mean, int from, int to, double[] totals) {
    int channels = mean.length;
    for (int row = from; row < to; row++) {
      for (int c = 0; c < channels; c++) {
        double difference = x[row * channels + c] - mean[c];
        totals[c] += difference * difference;
      }
    }
  }

  static Runnable gradient(BatchNormGrad op, Memory memory, Workers workers) {
    float[] dy = memory.floats(op.dy());
    float[] x = memory.floats(op.x());
    float[] mean = memory.floats(op.mean());
    float[] inverse = memory.floats(op.inverseDeviation());
    float[] gamma = memory.floats(op.gamma());
    float[] dx = memory.floats(op.dx());
    float[] dgamma = memory.floats(op.dgamma());
    float[] dbeta = memory.floats(op.dbeta());
    int channels = Memory.length(op.gamma());
    int rows = Memory.length(op.x()) / channels;
    ChannelSums sums = new ChannelSums(workers, rows, channels, 2);
    Runnable apply =
        overRows(
            workers,
            rows,
            channels,
            (from, to) -> {
              for (int row = from; row < to; row++) {
                for (int c = 0; c < channels; c++) {
                  int at = row * channels + c;
                  float normalized = (x[at] - mean[c]) * inverse[c];
                  dx[at] =
                      gamma[c] * inverse[c] * (dy[at] - (dbeta[c] + normalized * dgamma[c]) / rows);
                }
              }
            });
    return () -> {
      sums.run((from, to, totals) -> addGradients(dy, x, mean, inverse, from, to, totals));
      for (int c = 0; c < channels; c++) {
        dbeta[c] = (float) sums.total(0, c);
        dgamma[c] = (float) sums.total(1, c);
      }
      apply.run();
    };
  }

  private static void addGradients(
      float[] dy, float[] x, float[] mean, float[] inverse, int from, int to, double[] totals) {
    int channels = mean.length;
    for (int row = from; row < to; row++) {
      for (int c = 0; c < channels; c++) {
        int at = row * channels + c;
        totals[c] += dy[at];
        totals[channels + c] += (double) dy[at] * ((x[at] - mean[c]) * inverse[c]);
      }
    }
  }
}
