package assay.cpu.scalar;

import assay.core.program.Optimizer;
import assay.core.program.op.OptimizerStep;
import assay.cpu.Memory;
import assay.cpu.OptimizerKernel;
import assay.cpu.Workers;

/** One optimizer step over all parameters; each element is read and written once. */
@SuppressWarnings("cast") // The casts are redundant in double precision.
final class FloatOptimizer extends OptimizerKernel<float[]> {
  static Runnable kernel(OptimizerStep op, Memory memory, Workers workers) {
    return new FloatOptimizer().kernel(op, memory, workers, memory::floats);
  }

  @Override
  protected void descend(float[] p, float[] g, double rate, int from, int to) {
    float eta = (float) rate;
    for (int i = from; i < to; i++) {
      p[i] -= eta * g[i];
    }
  }

  @Override
  protected void momentum(
      float[] p, float[] g, float[] v, double decay, double rate, int from, int to) {
    float mu = (float) decay;
    float eta = (float) rate;
    for (int i = from; i < to; i++) {
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
    for (int i = from; i < to; i++) {
      s[i] = keep * s[i] + take * g[i] * g[i];
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
    for (int i = from; i < to; i++) {
      m[i] = beta1 * m[i] + rest1 * g[i];
      v[i] = beta2 * v[i] + rest2 * g[i] * g[i];
      p[i] -= eta * m[i] / ((float) Math.sqrt(v[i]) * root + epsilon);
    }
  }
}
