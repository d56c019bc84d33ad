package assay.cpu.simd;

import assay.core.program.Optimizer;
import assay.core.program.op.OptimizerStep;
import assay.cpu.Memory;
import assay.cpu.OptimizerKernel;
import assay.cpu.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** One optimizer step over all parameters; each element is read and written once. */
final class SimdOptimizer extends OptimizerKernel<float[]> {
  private static final VectorSpecies<Float> S = Tile.SPECIES;
  private static final int L = Tile.LANES;

  static Runnable kernel(OptimizerStep op, Memory memory, Workers workers) {
    return new SimdOptimizer().kernel(op, memory, workers, memory::floats);
  }

  @Override
  protected void descend(float[] p, float[] g, double rate, int from, int to) {
    float eta = (float) rate;
    int i = from;
    for (; i <= to - L; i += L) {
      FloatVector.fromArray(S, p, i).sub(FloatVector.fromArray(S, g, i).mul(eta)).intoArray(p, i);
    }
    for (; i < to; i++) {
      p[i] -= eta * g[i];
    }
  }

  @Override
  protected void momentum(
      float[] p, float[] g, float[] v, double decay, double rate, int from, int to) {
    float mu = (float) decay;
    float eta = (float) rate;
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

  @Override
  protected void scaled(
      float[] p,
      float[] g,
      float[] s,
      double old,
      double fresh,
      double guard,
      double rate,
      int from,
      int to) {
    float keep = (float) old;
    float take = (float) fresh;
    float epsilon = (float) guard;
    float eta = (float) rate;
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

  @Override
  protected void adam(
      Optimizer.Adam adam,
      float[] p,
      float[] g,
      float[] m,
      float[] v,
      double rate,
      double correction,
      int from,
      int to) {
    float beta1 = (float) adam.beta1();
    float beta2 = (float) adam.beta2();
    float rest1 = (float) (1 - adam.beta1());
    float rest2 = (float) (1 - adam.beta2());
    float epsilon = (float) adam.epsilon();
    float eta = (float) rate;
    float root = (float) correction;
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
