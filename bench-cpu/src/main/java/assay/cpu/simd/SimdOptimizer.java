package assay.cpu.simd;

import assay.core.program.Optimizer;
import assay.core.program.Tensor;
import assay.core.program.op.OptimizerStep;
import assay.cpu.IndexedTask;
import assay.cpu.Memory;
import assay.cpu.Segments;
import assay.cpu.Workers;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** One optimizer step over all parameters; each element is read and written once. */
final class SimdOptimizer {
  private static final VectorSpecies<Float> S = Tile.SPECIES;
  private static final int L = Tile.LANES;

  private SimdOptimizer() {}

  /** Updates elements [from, to) of one parameter. */
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
      case Optimizer.GradientDescent() -> (i, from, to) -> descend(p[i], g[i], rates.eta, from, to);
      case Optimizer.Sgd() -> (i, from, to) -> descend(p[i], g[i], rates.eta, from, to);
      case Optimizer.Momentum(double momentum) -> {
        float mu = (float) momentum;
        yield (i, from, to) -> momentum(p[i], g[i], slots[0][i], mu, rates.eta, from, to);
      }
      case Optimizer.Adagrad(double epsilon) -> {
        float e = (float) epsilon;
        yield (i, from, to) -> scaled(p[i], g[i], slots[0][i], 1, 1, e, rates.eta, from, to);
      }
      case Optimizer.RmsProp(double rho, double epsilon) -> {
        float keep = (float) rho;
        float take = (float) (1 - rho);
        float e = (float) epsilon;
        yield (i, from, to) -> scaled(p[i], g[i], slots[0][i], keep, take, e, rates.eta, from, to);
      }
      case Optimizer.Adam adam ->
          (i, from, to) -> adam(adam, p[i], g[i], slots[0][i], slots[1][i], rates, from, to);
    };
  }

  private static void descend(float[] p, float[] g, float eta, int from, int to) {
    int i = from;
    for (; i <= to - L; i += L) {
      FloatVector.fromArray(S, p, i).sub(FloatVector.fromArray(S, g, i).mul(eta)).intoArray(p, i);
    }
    for (; i < to; i++) {
      p[i] -= eta * g[i];
    }
  }

  private static void momentum(
      float[] p, float[] g, float[] v, float mu, float eta, int from, int to) {
    int i = from;
    for (; i <= to - L; i += L) {
      FloatVector velocity =
          FloatVector.fromArray(S, v, i).mul(mu).add(FloatVector.fromArray(S, g, i));
      velocity.intoArray(v, i);
      FloatVector.fromArray(S, p, i).sub(velocity.mul(eta)).intoArray(p, i);
    }
    for (; i < to; i++) {
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
      float eta,
      int from,
      int to) {
    int i = from;
    for (; i <= to - L; i += L) {
      FloatVector gradient = FloatVector.fromArray(S, g, i);
      FloatVector sum =
          FloatVector.fromArray(S, s, i).mul(keep).add(gradient.mul(gradient).mul(take));
      sum.intoArray(s, i);
      FloatVector.fromArray(S, p, i)
          .sub(gradient.mul(eta).div(sum.sqrt().add(epsilon)))
          .intoArray(p, i);
    }
    for (; i < to; i++) {
      s[i] = keep * s[i] + take * (g[i] * g[i]);
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
    int i = from;
    for (; i <= to - L; i += L) {
      FloatVector gradient = FloatVector.fromArray(S, g, i);
      FloatVector first = FloatVector.fromArray(S, m, i).mul(beta1).add(gradient.mul(rest1));
      FloatVector second =
          FloatVector.fromArray(S, v, i).mul(beta2).add(gradient.mul(gradient).mul(rest2));
      first.intoArray(m, i);
      second.intoArray(v, i);
      FloatVector.fromArray(S, p, i)
          .sub(first.mul(eta).div(second.sqrt().mul(root).add(epsilon)))
          .intoArray(p, i);
    }
    for (; i < to; i++) {
      m[i] = beta1 * m[i] + rest1 * g[i];
      v[i] = beta2 * v[i] + rest2 * (g[i] * g[i]);
      p[i] -= eta * m[i] / ((float) Math.sqrt(v[i]) * root + epsilon);
    }
  }
}
