package assay.cpu.scalar;

import assay.core.program.Optimizer;
import assay.core.program.Tensor;
import assay.core.program.op.OptimizerStep;
import assay.cpu.IndexedTask;
import assay.cpu.Memory;
import assay.cpu.Segments;
import assay.cpu.Workers;
import java.util.List;

/** One optimizer step over all parameters; each element is read and written once. */
@SuppressWarnings("cast") // The casts are redundant in double precision.
final class DoubleOptimizer {
  private DoubleOptimizer() {}

  /** Updates elements [from, to) of one parameter at step t (from 0) with learning rate eta. */
  private interface Rule {
    void update(int parameter, int from, int to);
  }

  static Runnable kernel(OptimizerStep op, Memory memory, Workers workers) {
    double[][] p = arrays(op.parameters(), memory);
    double[][] g = arrays(op.gradients(), memory);
    double[][][] slots = op.slots().stream().map(s -> arrays(s, memory)).toArray(double[][][]::new);
    int[] step = memory.ints(op.step());
    Segments segments = Segments.of(op.parameters());
    Rates rates = new Rates();
    Rule rule = rule(op.optimizer(), p, g, slots, rates);
    IndexedTask task =
        (worker, i) -> rule.update(segments.tensor(i), segments.from(i), segments.to(i));
    return () -> {
      rates.at(op, step[0]);
      workers.parallelFor(segments.count(), task);
      step[0]++;
    };
  }

  private static double[][] arrays(List<Tensor> tensors, Memory memory) {
    return tensors.stream().map(memory::doubles).toArray(double[][]::new);
  }

  /** What changes from step to step. */
  private static final class Rates {
    double eta;
    double etaCorrected;
    double rootCorrection;

    void at(OptimizerStep op, int t) {
      double rate = op.schedule().rate(t);
      eta = (double) rate;
      if (op.optimizer() instanceof Optimizer.Adam adam) {
        etaCorrected = (double) (rate / (1 - Math.pow(adam.beta1(), t + 1.0)));
        rootCorrection = (double) (1 / Math.sqrt(1 - Math.pow(adam.beta2(), t + 1.0)));
      }
    }
  }

  private static Rule rule(
      Optimizer optimizer, double[][] p, double[][] g, double[][][] slots, Rates rates) {
    return switch (optimizer) {
      case Optimizer.GradientDescent() -> (i, from, to) -> descend(p[i], g[i], rates, from, to);
      case Optimizer.Sgd() -> (i, from, to) -> descend(p[i], g[i], rates, from, to);
      case Optimizer.Momentum(double momentum) -> {
        double mu = (double) momentum;
        yield (i, from, to) -> momentum(p[i], g[i], slots[0][i], mu, rates, from, to);
      }
      case Optimizer.Adagrad(double epsilon) ->
          (i, from, to) -> scaled(p[i], g[i], slots[0][i], 1, 1, (double) epsilon, rates, from, to);
      case Optimizer.RmsProp(double rho, double epsilon) -> {
        double keep = (double) rho;
        double take = (double) (1 - rho);
        yield (i, from, to) ->
            scaled(p[i], g[i], slots[0][i], keep, take, (double) epsilon, rates, from, to);
      }
      case Optimizer.Adam adam ->
          (i, from, to) -> adam(adam, p[i], g[i], slots[0][i], slots[1][i], rates, from, to);
    };
  }

  private static void descend(double[] p, double[] g, Rates rates, int from, int to) {
    double eta = rates.eta;
    for (int i = from; i < to; i++) {
      p[i] -= eta * g[i];
    }
  }

  private static void momentum(
      double[] p, double[] g, double[] v, double mu, Rates rates, int from, int to) {
    double eta = rates.eta;
    for (int i = from; i < to; i++) {
      v[i] = mu * v[i] + g[i];
      p[i] -= eta * v[i];
    }
  }

  /** s ← keep·s + take·g²; p ← p − η·g/(√s + ε). */
  private static void scaled(
      double[] p,
      double[] g,
      double[] s,
      double keep,
      double take,
      double epsilon,
      Rates rates,
      int from,
      int to) {
    double eta = rates.eta;
    for (int i = from; i < to; i++) {
      s[i] = keep * s[i] + take * g[i] * g[i];
      p[i] -= eta * g[i] / ((double) Math.sqrt(s[i]) + epsilon);
    }
  }

  private static void adam(
      Optimizer.Adam adam,
      double[] p,
      double[] g,
      double[] m,
      double[] v,
      Rates rates,
      int from,
      int to) {
    double beta1 = (double) adam.beta1();
    double beta2 = (double) adam.beta2();
    double rest1 = (double) (1 - adam.beta1());
    double rest2 = (double) (1 - adam.beta2());
    double epsilon = (double) adam.epsilon();
    double eta = rates.etaCorrected;
    double root = rates.rootCorrection;
    for (int i = from; i < to; i++) {
      m[i] = beta1 * m[i] + rest1 * g[i];
      v[i] = beta2 * v[i] + rest2 * g[i] * g[i];
      p[i] -= eta * m[i] / ((double) Math.sqrt(v[i]) * root + epsilon);
    }
  }
}
