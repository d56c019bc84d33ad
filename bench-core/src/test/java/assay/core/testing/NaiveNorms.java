package assay.core.testing;

import assay.core.program.op.BatchNormGrad;
import assay.core.program.op.BatchNormInference;
import assay.core.program.op.BatchNormTraining;

/** Batch normalisation of the naive target. */
final class NaiveNorms {
  private final Arithmetic math;
  private final Memory memory;

  NaiveNorms(Arithmetic math, Memory memory) {
    this.math = math;
    this.memory = memory;
  }

  void training(BatchNormTraining op) {
    double[] x = memory.get(op.x());
    int channels = Math.toIntExact(op.mean().elements());
    int count = x.length / channels;
    double[] mean = new double[channels];
    double[] inverse = new double[channels];
    double[] runningMean = memory.get(op.runningMean()).clone();
    double[] runningVariance = memory.get(op.runningVariance()).clone();
    double[] terms = new double[count];
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < count; i++) {
        terms[i] = x[i * channels + c];
      }
      mean[c] = math.divide(math.sum(terms, count), count);
      for (int i = 0; i < count; i++) {
        terms[i] = math.add(terms[i], -mean[c]);
      }
      double squares = math.dot(terms, terms, count);
      double variance = math.divide(squares, count);
      inverse[c] = inverse(variance, op.epsilon());
      runningMean[c] = follow(runningMean[c], mean[c], op.momentum());
      runningVariance[c] =
          follow(runningVariance[c], math.divide(squares, count - 1.0), op.momentum());
    }
    memory.put(op.runningMean(), runningMean);
    memory.put(op.runningVariance(), runningVariance);
    memory.put(op.mean(), mean);
    memory.put(op.inverseDeviation(), inverse);
    double[] scale = memory.get(op.gamma());
    memory.put(op.y(), normalize(x, scale, memory.get(op.beta()), mean, inverse));
  }

  private double inverse(double variance, double epsilon) {
    return math.divide(1, math.root(math.add(variance, math.round(epsilon))));
  }

  private double follow(double running, double batch, double momentum) {
    double kept = math.multiply(math.round(1 - momentum), running);
    return math.add(kept, math.multiply(math.round(momentum), batch));
  }

  void inference(BatchNormInference op) {
    double[] inverse = memory.get(op.variance()).clone();
    for (int c = 0; c < inverse.length; c++) {
      inverse[c] = inverse(inverse[c], op.epsilon());
    }
    double[] x = memory.get(op.x());
    double[] beta = memory.get(op.beta());
    double[] mean = memory.get(op.mean());
    memory.put(op.y(), normalize(x, memory.get(op.gamma()), beta, mean, inverse));
  }

  private double[] normalize(
      double[] x, double[] gamma, double[] beta, double[] mean, double[] inverse) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int c = i % mean.length;
      double normalized = math.multiply(math.add(x[i], -mean[c]), inverse[c]);
      y[i] = math.add(math.multiply(normalized, gamma[c]), beta[c]);
    }
    return y;
  }

  void gradient(BatchNormGrad op) {
    double[] x = memory.get(op.x());
    double[] dy = memory.get(op.dy());
    double[] mean = memory.get(op.mean());
    double[] inverse = memory.get(op.inverseDeviation());
    double[] gamma = memory.get(op.gamma());
    int channels = mean.length;
    int count = x.length / channels;
    double[] dx = new double[x.length];
    double[] dgamma = new double[channels];
    double[] dbeta = new double[channels];
    double[] normalized = new double[count];
    double[] terms = new double[count];
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < count; i++) {
        int at = i * channels + c;
        normalized[i] = math.multiply(math.add(x[at], -mean[c]), inverse[c]);
        terms[i] = dy[at];
      }
      dbeta[c] = math.sum(terms, count);
      dgamma[c] = math.dot(terms, normalized, count);
      double factor = math.multiply(gamma[c], inverse[c]);
      for (int i = 0; i < count; i++) {
        double shift = math.add(dbeta[c], math.multiply(normalized[i], dgamma[c]));
        double inner = math.add(terms[i], -math.divide(shift, count));
        dx[i * channels + c] = math.multiply(factor, inner);
      }
    }
    memory.put(op.dx(), dx);
    memory.put(op.dgamma(), dgamma);
    memory.put(op.dbeta(), dbeta);
  }
}
