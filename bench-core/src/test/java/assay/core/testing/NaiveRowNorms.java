package assay.core.testing;

import assay.core.program.op.LayerNorm;
import assay.core.program.op.LayerNormGrad;
import assay.core.program.op.RmsNorm;
import assay.core.program.op.RmsNormGrad;
import java.util.Arrays;

/** Layer and root-mean-square normalization of the naive target, row by row. */
final class NaiveRowNorms {
  private final Arithmetic math;
  private final Memory memory;

  NaiveRowNorms(Arithmetic math, Memory memory) {
    this.math = math;
    this.memory = memory;
  }

  void layerNorm(LayerNorm op) {
    double[] x = memory.get(op.x());
    double[] mean = new double[Math.toIntExact(op.mean().elements())];
    double[] inverse = new double[mean.length];
    int length = x.length / mean.length;
    for (int row = 0; row < mean.length; row++) {
      double[] terms = row(x, row, length);
      mean[row] = math.divide(math.sum(terms, length), length);
      inverse[row] = inverse(centered(terms, mean[row]), op.epsilon());
    }
    memory.put(op.mean(), mean);
    memory.put(op.inverseDeviation(), inverse);
    double[] y = normalized(x, mean, inverse);
    double[] gamma = memory.get(op.gamma());
    double[] beta = memory.get(op.beta());
    for (int i = 0; i < y.length; i++) {
      y[i] = math.add(math.multiply(y[i], gamma[i % length]), beta[i % length]);
    }
    memory.put(op.y(), y);
  }

  void rmsNorm(RmsNorm op) {
    double[] x = memory.get(op.x());
    double[] inverse = new double[Math.toIntExact(op.inverseRms().elements())];
    int length = x.length / inverse.length;
    for (int row = 0; row < inverse.length; row++) {
      inverse[row] = inverse(row(x, row, length), op.epsilon());
    }
    memory.put(op.inverseRms(), inverse);
    double[] y = normalized(x, new double[inverse.length], inverse);
    double[] gamma = memory.get(op.gamma());
    for (int i = 0; i < y.length; i++) {
      y[i] = math.multiply(y[i], gamma[i % length]);
    }
    memory.put(op.y(), y);
  }

  void layerNormGradient(LayerNormGrad op) {
    double[] inverse = memory.get(op.inverseDeviation());
    double[] normalized = normalized(memory.get(op.x()), memory.get(op.mean()), inverse);
    double[] dy = memory.get(op.dy());
    memory.put(op.dx(), inputGradient(dy, memory.get(op.gamma()), normalized, inverse, true));
    memory.put(op.dgamma(), scaleGradient(dy, normalized, inverse.length));
    double[] ones = new double[dy.length];
    Arrays.fill(ones, 1);
    memory.put(op.dbeta(), scaleGradient(dy, ones, inverse.length));
  }

  void rmsNormGradient(RmsNormGrad op) {
    double[] inverse = memory.get(op.inverseRms());
    double[] zero = new double[inverse.length];
    double[] normalized = normalized(memory.get(op.x()), zero, inverse);
    double[] dy = memory.get(op.dy());
    memory.put(op.dx(), inputGradient(dy, memory.get(op.gamma()), normalized, inverse, false));
    memory.put(op.dgamma(), scaleGradient(dy, normalized, inverse.length));
  }

  private static double[] row(double[] x, int row, int length) {
    return Arrays.copyOfRange(x, row * length, (row + 1) * length);
  }

  private double[] centered(double[] terms, double mean) {
    double[] distances = new double[terms.length];
    for (int k = 0; k < terms.length; k++) {
      distances[k] = math.add(terms[k], -mean);
    }
    return distances;
  }

  /** 1/√(Σd²/C + ε). */
  private double inverse(double[] distances, double epsilon) {
    double squares = math.dot(distances, distances, distances.length);
    double variance = math.divide(squares, distances.length);
    return math.divide(1, math.root(math.add(variance, math.round(epsilon))));
  }

  private double[] normalized(double[] x, double[] mean, double[] inverse) {
    int length = x.length / inverse.length;
    double[] normalized = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int row = i / length;
      normalized[i] = math.multiply(math.add(x[i], -mean[row]), inverse[row]);
    }
    return normalized;
  }

  private double[] inputGradient(
      double[] dy, double[] gamma, double[] normalized, double[] inverse, boolean centered) {
    int length = gamma.length;
    double[] dx = new double[dy.length];
    for (int row = 0; row < inverse.length; row++) {
      double[] scaled = row(dy, row, length);
      for (int k = 0; k < length; k++) {
        scaled[k] = math.multiply(scaled[k], gamma[k]);
      }
      double offset = centered ? math.divide(math.sum(scaled, length), length) : 0;
      double dot = math.dot(scaled, row(normalized, row, length), length);
      double slope = math.divide(dot, length);
      for (int k = 0; k < length; k++) {
        int i = row * length + k;
        double rest = math.add(math.add(scaled[k], -offset), -math.multiply(normalized[i], slope));
        dx[i] = math.multiply(inverse[row], rest);
      }
    }
    return dx;
  }

  private double[] scaleGradient(double[] dy, double[] normalized, int rows) {
    int length = dy.length / rows;
    double[] result = new double[length];
    double[] one = new double[rows];
    double[] other = new double[rows];
    for (int k = 0; k < length; k++) {
      for (int row = 0; row < rows; row++) {
        one[row] = dy[row * length + k];
        other[row] = normalized[row * length + k];
      }
      result[k] = math.dot(one, other, rows);
    }
    return result;
  }
}
