package assay.cpu.scalar;

import assay.core.program.op.LayerNorm;
import assay.core.program.op.LayerNormGrad;
import assay.core.program.op.RmsNorm;
import assay.core.program.op.RmsNormGrad;
import assay.cpu.Memory;
import assay.cpu.Ranges;
import assay.cpu.Workers;

/**
 * Layer and root-mean-square normalization: row by row, with sums in double precision and the
 * variance in a second pass around the mean.
 */
@SuppressWarnings("cast") // The casts are redundant in double precision.
final class FloatRowNormalization {
  private FloatRowNormalization() {}

  static Runnable layerNorm(LayerNorm op, Memory memory, Workers workers) {
    float[] x = memory.floats(op.x());
    float[] y = memory.floats(op.y());
    float[] gamma = memory.floats(op.gamma());
    float[] beta = memory.floats(op.beta());
    float[] mean = memory.floats(op.mean());
    float[] inverse = memory.floats(op.inverseDeviation());
    int length = Memory.length(op.gamma());
    return overRows(
        workers,
        Memory.length(op.mean()),
        length,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            int at = row * length;
            double exact = sum(x, at, length) / length;
            mean[row] = (float) exact;
            inverse[row] = inverse(x, at, length, exact, op.epsilon());
            normalize(x, y, at, mean[row], inverse[row], gamma, beta, length);
          }
        });
  }

  static Runnable rmsNorm(RmsNorm op, Memory memory, Workers workers) {
    float[] x = memory.floats(op.x());
    float[] y = memory.floats(op.y());
    float[] gamma = memory.floats(op.gamma());
    float[] inverse = memory.floats(op.inverseRms());
    int length = Memory.length(op.gamma());
    float[] noShift = new float[length];
    return overRows(
        workers,
        Memory.length(op.inverseRms()),
        length,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            int at = row * length;
            inverse[row] = inverse(x, at, length, 0, op.epsilon());
            normalize(x, y, at, 0, inverse[row], gamma, noShift, length);
          }
        });
  }

  private static Runnable overRows(Workers workers, int rows, int length, Ranges.Body body) {
    return Ranges.over(workers, rows, Math.max(1, FloatPointwise.GRAIN / length), body);
  }

  private static double sum(float[] x, int at, int length) {
    double sum = 0;
    for (int c = 0; c < length; c++) {
      sum += x[at + c];
    }
    return sum;
  }

  /** 1/√(Σ(x − center)²/C + ε). */
  private static float inverse(float[] x, int at, int length, double center, double epsilon) {
    double squares = 0;
    for (int c = 0; c < length; c++) {
      double difference = x[at + c] - center;
      squares += difference * difference;
    }
    return (float) (1 / Math.sqrt(squares / length + epsilon));
  }

  private static void normalize(
      float[] x,
      float[] y,
      int at,
      float mean,
      float inverse,
      float[] gamma,
      float[] beta,
      int length) {
    for (int c = 0; c < length; c++) {
      y[at + c] = (x[at + c] - mean) * inverse * gamma[c] + beta[c];
    }
  }

  static Runnable layerNormGradient(LayerNormGrad op, Memory memory, Workers workers) {
    Rows rows =
        new Rows(
            memory.floats(op.dy()),
            memory.floats(op.x()),
            memory.floats(op.gamma()),
            memory.floats(op.mean()),
            memory.floats(op.inverseDeviation()),
            memory.floats(op.dx()),
            Memory.length(op.gamma()));
    float[] dgamma = memory.floats(op.dgamma());
    float[] dbeta = memory.floats(op.dbeta());
    ChannelSums sums = new ChannelSums(workers, Memory.length(op.mean()), rows.length, 2);
    return () -> {
      sums.run((from, to, totals) -> {
        rows.gradient(true, from, to, totals);
        rows.addGradients(from, to, totals);
      });
      for (int c = 0; c < rows.length; c++) {
        dgamma[c] = (float) sums.total(0, c);
        dbeta[c] = (float) sums.total(1, c);
      }
    };
  }

  static Runnable rmsNormGradient(RmsNormGrad op, Memory memory, Workers workers) {
    int count = Memory.length(op.inverseRms());
    Rows rows =
        new Rows(
            memory.floats(op.dy()),
            memory.floats(op.x()),
            memory.floats(op.gamma()),
            new float[count],
            memory.floats(op.inverseRms()),
            memory.floats(op.dx()),
            Memory.length(op.gamma()));
    float[] dgamma = memory.floats(op.dgamma());
    ChannelSums sums = new ChannelSums(workers, count, rows.length, 1);
    return () -> {
      sums.run((from, to, totals) -> rows.gradient(false, from, to, totals));
      for (int c = 0; c < rows.length; c++) {
        dgamma[c] = (float) sums.total(0, c);
      }
    };
  }

  /** The tensors of a gradient. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Rows(
      float[] dy, float[] x, float[] gamma, float[] mean, float[] inverse, float[] dx, int length) {

    /**
     * dx = inverse·(g − Σg/C − x̂·Σ(g·x̂)/C) with g = γ·dy; adds dy·x̂ to the totals.
     *
     * @param centered whether the middle term applies
     */
    void gradient(boolean centered, int from, int to, double[] totals) {
      for (int row = from; row < to; row++) {
        int at = row * length;
        float m = mean[row];
        float scale = inverse[row];
        double sum = 0;
        double dot = 0;
        for (int c = 0; c < length; c++) {
          float normalized = (x[at + c] - m) * scale;
          float g = dy[at + c] * gamma[c];
          sum += g;
          dot += (double) g * normalized;
          totals[c] += (double) dy[at + c] * normalized;
        }
        float offset = centered ? (float) (sum / length) : 0;
        float slope = (float) (dot / length);
        for (int c = 0; c < length; c++) {
          float normalized = (x[at + c] - m) * scale;
          dx[at + c] = scale * (dy[at + c] * gamma[c] - offset - normalized * slope);
        }
      }
    }

    /** Adds dy to the second totals. */
    void addGradients(int from, int to, double[] totals) {
      for (int row = from; row < to; row++) {
        for (int c = 0; c < length; c++) {
          totals[length + c] += dy[row * length + c];
        }
      }
    }
  }
}
