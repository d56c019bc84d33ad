package assay.cpu.simd;

import assay.core.program.Tensor;
import assay.core.program.op.BatchNormGrad;
import assay.core.program.op.BatchNormInference;
import assay.core.program.op.BatchNormTraining;
import assay.cpu.Memory;
import assay.cpu.Ranges;
import assay.cpu.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Batch normalization over rows of channels. */
final class SimdNormalization {
  private static final VectorSpecies<Float> S = Tile.SPECIES;
  private static final int L = Tile.LANES;

  private SimdNormalization() {}

  static Runnable inference(BatchNormInference op, Memory memory, Workers workers) {
    float[] gamma = memory.floats(op.gamma());
    float[] variance = memory.floats(op.variance());
    int channels = Memory.length(op.gamma());
    float[] scale = new float[channels];
    Runnable apply =
        normalize(
            op.x(),
            op.y(),
            memory.floats(op.mean()),
            scale,
            memory.floats(op.beta()),
            memory,
            workers);
    return () -> {
      for (int c = 0; c < channels; c++) {
        scale[c] = (float) (gamma[c] / Math.sqrt(variance[c] + op.epsilon()));
      }
      apply.run();
    };
  }

  private static Runnable overRows(Workers workers, int rows, int channels, Ranges.Body body) {
    return Ranges.over(workers, rows, Math.max(1, SimdPointwise.GRAIN / channels), body);
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
            normalizeRow(x, y, row * channels, channels, mean, scale, shift);
          }
        });
  }

  private static void normalizeRow(
      float[] x, float[] y, int at, int channels, float[] mean, float[] scale, float[] shift) {
    int c = 0;
    for (; c <= channels - L; c += L) {
      FloatVector.fromArray(S, x, at + c)
          .sub(FloatVector.fromArray(S, mean, c))
          .mul(FloatVector.fromArray(S, scale, c))
          .add(FloatVector.fromArray(S, shift, c))
          .intoArray(y, at + c);
    }
    for (; c < channels; c++) {
      y[at + c] = (x[at + c] - mean[c]) * scale[c] + shift[c];
    }
  }

  static Runnable training(BatchNormTraining op, Memory memory, Workers workers) {
    float[] x = memory.floats(op.x());
    float[] mean = memory.floats(op.mean());
    float[] inverse = memory.floats(op.inverseDeviation());
    float[] gamma = memory.floats(op.gamma());
    int channels = Memory.length(op.gamma());
    int rows = Memory.length(op.x()) / channels;
    float[] scale = new float[channels];
    double[] exactMean = new double[channels];
    double[] squares = new double[channels];
    ColumnSums sums =
        new ColumnSums(
            workers,
            rows,
            channels,
            1,
            (from, to, out) -> ColumnSums.addRows(x, channels, from, to, out, 0));
    // Around the rounded mean m: Σ(x−mean)² = Σ(x−m)² − rows·(mean−m)², exact but for rounding.
    ColumnSums around =
        new ColumnSums(
            workers, rows, channels, 1, (from, to, out) -> addSquares(x, mean, from, to, out));
    Runnable apply =
        normalize(op.x(), op.y(), mean, scale, memory.floats(op.beta()), memory, workers);
    Runnable running = running(op, memory, exactMean, squares, rows);
    return () -> {
      sums.run();
      for (int c = 0; c < channels; c++) {
        exactMean[c] = sums.total(c) / rows;
        mean[c] = (float) exactMean[c];
      }
      around.run();
      for (int c = 0; c < channels; c++) {
        double off = exactMean[c] - mean[c];
        squares[c] = Math.max(0, around.total(c) - rows * off * off);
        inverse[c] = (float) (1 / Math.sqrt(squares[c] / rows + op.epsilon()));
        scale[c] = gamma[c] * inverse[c];
      }
      running.run();
      apply.run();
    };
  }

  private static Runnable running(
      BatchNormTraining op, Memory memory, double[] mean, double[] squares, int rows) {
    float[] runningMean = memory.floats(op.runningMean());
    float[] runningVariance = memory.floats(op.runningVariance());
    double take = op.momentum();
    return () -> {
      for (int c = 0; c < mean.length; c++) {
        runningMean[c] = (float) ((1 - take) * runningMean[c] + take * mean[c]);
        runningVariance[c] =
            (float) ((1 - take) * runningVariance[c] + take * squares[c] / (rows - 1));
      }
    };
  }

  private static void addSquares(float[] x, float[] mean, int from, int to, float[] sums) {
    int channels = mean.length;
    int c = 0;
    for (; c <= channels - L; c += L) {
      FloatVector center = FloatVector.fromArray(S, mean, c);
      FloatVector sum = FloatVector.fromArray(S, sums, c);
      for (int row = from; row < to; row++) {
        FloatVector d = FloatVector.fromArray(S, x, row * channels + c).sub(center);
        sum = sum.add(d.mul(d));
      }
      sum.intoArray(sums, c);
    }
    for (int row = from; row < to; row++) {
      for (int j = c; j < channels; j++) {
        float d = x[row * channels + j] - mean[j];
        sums[j] += d * d;
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
    float[] scale = new float[channels];
    float[] slope = new float[channels];
    float[] offset = new float[channels];
    ColumnSums sums =
        new ColumnSums(
            workers,
            rows,
            channels,
            2,
            (from, to, out) -> {
              ColumnSums.addRows(dy, channels, from, to, out, 0);
              addProducts(dy, x, mean, from, to, out);
            });
    Runnable apply =
        overRows(
            workers,
            rows,
            channels,
            (from, to) -> {
              for (int row = from; row < to; row++) {
                gradientRow(dy, x, dx, row * channels, mean, scale, slope, offset);
              }
            });
    return () -> {
      sums.run();
      for (int c = 0; c < channels; c++) {
        double beta = sums.total(c);
        double product = sums.total(channels + c) * inverse[c];
        dbeta[c] = (float) beta;
        dgamma[c] = (float) product;
        scale[c] = gamma[c] * inverse[c];
        slope[c] = (float) (product * inverse[c] / rows);
        offset[c] = (float) (beta / rows);
      }
      apply.run();
    };
  }

  /** sums[channels + c] += Σ dy·(x − mean). */
  private static void addProducts(
      float[] dy, float[] x, float[] mean, int from, int to, float[] sums) {
    int channels = mean.length;
    int c = 0;
    for (; c <= channels - L; c += L) {
      FloatVector center = FloatVector.fromArray(S, mean, c);
      FloatVector sum = FloatVector.fromArray(S, sums, channels + c);
      for (int row = from; row < to; row++) {
        int at = row * channels + c;
        FloatVector d = FloatVector.fromArray(S, x, at).sub(center);
        sum = sum.add(d.mul(FloatVector.fromArray(S, dy, at)));
      }
      sum.intoArray(sums, channels + c);
    }
    for (int row = from; row < to; row++) {
      for (int j = c; j < channels; j++) {
        int at = row * channels + j;
        sums[channels + j] += dy[at] * (x[at] - mean[j]);
      }
    }
  }

  /** dx = scale·(dy − offset − (x − mean)·slope). */
  private static void gradientRow(
      float[] dy,
      float[] x,
      float[] dx,
      int at,
      float[] mean,
      float[] scale,
      float[] slope,
      float[] offset) {
    int channels = mean.length;
    int c = 0;
    for (; c <= channels - L; c += L) {
      FloatVector bend =
          FloatVector.fromArray(S, x, at + c)
              .sub(FloatVector.fromArray(S, mean, c))
              .mul(FloatVector.fromArray(S, slope, c));
      FloatVector.fromArray(S, dy, at + c)
          .sub(FloatVector.fromArray(S, offset, c))
          .sub(bend)
          .mul(FloatVector.fromArray(S, scale, c))
          .intoArray(dx, at + c);
    }
    for (; c < channels; c++) {
      float bend = (x[at + c] - mean[c]) * slope[c];
      dx[at + c] = (dy[at + c] - offset[c] - bend) * scale[c];
    }
  }
}
