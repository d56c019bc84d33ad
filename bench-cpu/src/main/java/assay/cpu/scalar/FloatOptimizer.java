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
final class FloatOptimizer {
  private FloatOptimizer() {}

  /** Updates elements [from, to) of one parameter at step t (from 0) with learning rate eta. */
  private interface Rule {
    void update(int parameter, int from, int to);
  }

  static Runnable kernel(OptimizerStep op, Memory memory, Workers workers) {
    float[][] p = arrays(op.parameters(), memory);
    float[][] g = arrays(op.gradients(), memory);
    float[][][] slots = op.slots().stream().map(s -> arrays(s, memory)).toArray(float[][][]::new);
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

  private static float[][] arrays(List<Tensor> tensors, Memory memory) {
    return tensors.stream().map(memory::floats).toArray(float[][]::new);
  }

  /** What changes from step to step. */
  private static final class Rates {
    float eta;
    float etaCorrected;
    float rootCorrection;

    void at(OptimizerStep op, int t) {
      double rate = op.schedule().rate(t);
      eta = (float) rate;
      if (op.optimizer() instanceof Optimizer.Adam adam) {
        etaCorrected = (float) (rate / (1 - Math.pow(adam.beta1(), t + 1.0)));
        rootCorrection = (float) (1 / Math.sqrt(1 - Math.pow(adam.beta2(), t + 1.0)));
      }
    }
  }

  private static Rule rule(
      Optimizer optimizer, float[][] p, float[][] g, float[][][] slots, Rates rates) {
    return switch (optimizer) {
      case Optimizer.GradientDescent() -> (i, from, to) -> descend(p[i], g[i], rates, from, to);
      case Optimizer.Sgd() -> (i, from, to) -> descend(p[i], g[i], rates, from, to);
      case Optimizer.Momentum(double momentum) -> {
        float mu = (float) momentum;
        yield (i, from, to) -> momentum(p[i], g[i], slots[0][i], mu, rates, from, to);
      }
      case Optimizer.Adagrad(double epsilon) ->
          (i, from, to) -> scaled(p[i], g[i], slots[0][i], 1, 1, (float) epsilon, rates, from, to);
      case Optimizer.RmsProp(double rho, double epsilon) -> {
        float keep = (float) rho;
        float take = (float) (1 - rho);
        yield (i, from, to) ->
            scaled(p[i], g[i], slots[0][i], keep, take, (float) epsilon, rates, from, to);
      }
      case Optimizer.Adam adam ->
          (i, from, to) -> adam(adam, p[i], g[i], slots[0][i], slots[1][i], rates, from, to);
    };
  }

  private static void descend(float[] p, float[] g, Rates rates, int from, int to) {
    float eta = rates.eta;
    for (int i = from; i < to; i++) {
      p[i] -= eta * g[i];
    }
  }

  private static void momentum(
      float[] p, float[] g, float[] v, float mu, Rates rates, int from, int to) {
    float eta = rates.eta;
    for (int i = from; i < to; i++) {
      v[i] = mu * v[i] + g[i];
      p[i] -= eta * v[i];
    }
  }

  /** s ← keep·s + take·g²; p ← p − η·g/(√s + ε). */
  private static void scaled(
      float[] p,
      float[] g,
      float[] s,
      float keep,
      float take,
      float epsilon,
      Rates rates,
      int from,
      int to) {
    float eta = rates.eta;
    for (int i = from; i < to; i++) {
      s[i] = keep * s[i] + take * g[i] * g[i];
      p[i] -= eta * g[i] / ((float) Math.sqrt(s[i]) + epsilon);
    }
  }

  private static void adam(
      Optimizer.Adam adam,
      float[] p,
      float[] g,
      float[] m,
      float[] v,
      Rates rates,
      int from,
      int to) {
    float beta1 = (float) adam.beta1();
    float beta2 = (float) adam.beta2();
    float rest1 = (float) (1 - adam.beta1());
    float rest2 = (float) (1 - adam.beta2());
    float epsilon = (float) adam.epsilon();
    float eta = rates.etaCorrected;
    float root = rates.rootCorrection;
    for (int i = from; i < to; i++) {
      m[i] = beta1 * m[i] + rest1 * g[i];
      v[i] = beta2 * v[i] + rest2 * g[i] * g[i];
      p[i] -= eta * m[i] / ((float) Math.sqrt(v[i]) * root + epsilon);
    }
  }
}
