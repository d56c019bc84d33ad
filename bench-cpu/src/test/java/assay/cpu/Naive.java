package assay.cpu;

import assay.core.program.Add;
import assay.core.program.BatchNormGrad;
import assay.core.program.BatchNormInference;
import assay.core.program.BatchNormTraining;
import assay.core.program.BiasAdd;
import assay.core.program.BiasGrad;
import assay.core.program.Cast;
import assay.core.program.Conv2d;
import assay.core.program.Conv2dBackwardFilter;
import assay.core.program.Conv2dBackwardInput;
import assay.core.program.Copy;
import assay.core.program.FmaChain;
import assay.core.program.HostTensor;
import assay.core.program.MatMul;
import assay.core.program.MaxPool2d;
import assay.core.program.MaxPool2dGrad;
import assay.core.program.Op;
import assay.core.program.Optimizer;
import assay.core.program.OptimizerStep;
import assay.core.program.Program;
import assay.core.program.Relu;
import assay.core.program.ReluGrad;
import assay.core.program.Reshape;
import assay.core.program.SoftmaxCrossEntropy;
import assay.core.program.SoftmaxCrossEntropyGrad;
import assay.core.program.Tensor;
import assay.core.program.Triad;
import assay.core.program.Window2d;
import java.util.HashMap;
import java.util.Map;

/** Programs word for word in double precision, as slow as that is. */
final class Naive {
  private final Map<Tensor, double[]> values = new HashMap<>();

  double[] get(Tensor tensor) {
    return values.computeIfAbsent(tensor, t -> new double[(int) t.elements()]);
  }

  void clear(Tensor tensor) {
    values.remove(tensor);
  }

  void write(HostTensor value) {
    values.put(value.tensor(), value.toDoubles());
  }

  void run(Program program) {
    program.ops().forEach(this::run);
  }

  private void run(Op op) {
    switch (op) {
      case MatMul m -> matMul(m);
      case Conv2d c ->
          windows(
              c.x(),
              c.y(),
              c.window(),
              (x, y, n) ->
                  convolve(c.w(), n, (w, k) -> get(c.y())[y + k] += get(c.x())[x] * get(c.w())[w]));
      case Conv2dBackwardInput c ->
          windows(
              c.dx(),
              c.dy(),
              c.window(),
              (x, y, n) ->
                  convolve(
                      c.w(), n, (w, k) -> get(c.dx())[x] += get(c.dy())[y + k] * get(c.w())[w]));
      case Conv2dBackwardFilter c ->
          windows(
              c.x(),
              c.dy(),
              c.window(),
              (x, y, n) ->
                  convolve(
                      c.dw(), n, (w, k) -> get(c.dw())[w] += get(c.dy())[y + k] * get(c.x())[x]));
      case BiasAdd b -> each(b.out(), i -> get(b.x())[i] + get(b.bias())[i % get(b.bias()).length]);
      case BiasGrad b -> {
        double[] dy = get(b.dy());
        double[] db = get(b.db());
        for (int i = 0; i < dy.length; i++) {
          db[i % db.length] += dy[i];
        }
      }
      case Relu r -> each(r.out(), i -> Math.max(get(r.x())[i], 0));
      case ReluGrad r -> each(r.dx(), i -> get(r.y())[i] > 0 ? get(r.dy())[i] : 0);
      case MaxPool2d p -> pool(p.x(), p.y(), p.window(), (x, y) -> get(p.y())[y] = get(p.x())[x]);
      case MaxPool2dGrad p ->
          pool(p.x(), p.dy(), p.window(), (x, y) -> get(p.dx())[x] += get(p.dy())[y]);
      case BatchNormTraining b -> batchNorm(b);
      case BatchNormInference b -> {
        int n = get(b.gamma()).length;
        each(
            b.y(),
            i ->
                get(b.gamma())[i % n]
                        * (get(b.x())[i] - get(b.mean())[i % n])
                        / Math.sqrt(get(b.variance())[i % n] + b.epsilon())
                    + get(b.beta())[i % n]);
      }
      case BatchNormGrad b -> batchNormGrad(b);
      case SoftmaxCrossEntropy s -> softmax(s);
      case SoftmaxCrossEntropyGrad s -> {
        int k = (int) s.dlogits().shape().dim(1);
        int rows = (int) s.dlogits().shape().dim(0);
        each(
            s.dlogits(),
            i -> (get(s.probabilities())[i] - (get(s.labels())[i / k] == i % k ? 1 : 0)) / rows);
      }
      case OptimizerStep o -> optimizer(o);
      case Add a -> each(a.out(), i -> get(a.a())[i] + get(a.b())[i]);
      case Triad t -> each(t.out(), i -> get(t.b())[i] + t.scale() * get(t.c())[i]);
      case FmaChain f ->
          each(
              f.out(),
              i -> {
                double v = get(f.x())[i];
                for (long s = 0; s < f.steps(); s++) {
                  v = v * f.multiplier() + f.addend();
                }
                return v;
              });
      case Copy c -> each(c.out(), i -> get(c.x())[i]);
      case Reshape r -> each(r.out(), i -> get(r.x())[i]);
      case Cast c -> values.put(c.out(), HostTensor.of(c.out(), get(c.x())).toDoubles());
    }
  }

  private interface Element {
    double at(int index);
  }

  private void each(Tensor out, Element value) {
    double[] result = get(out);
    for (int i = 0; i < result.length; i++) {
      result[i] = value.at(i);
    }
  }

  private void matMul(MatMul op) {
    double[] a = get(op.a());
    double[] b = get(op.b());
    double[] out = get(op.out());
    int m = (int) op.m();
    int n = (int) op.n();
    int k = (int) op.k();
    for (int z = 0; z < op.batch(); z++) {
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          double sum = 0;
          for (int p = 0; p < k; p++) {
            sum +=
                a[z * m * k + (op.transposeA() ? p * m + i : i * k + p)]
                    * b[z * k * n + (op.transposeB() ? j * k + p : p * n + j)];
          }
          int at = (z * m + i) * n + j;
          out[at] = op.alpha() * sum + (op.c().isPresent() ? op.beta() * get(op.c().get())[at] : 0);
        }
      }
    }
  }

  private interface Tap {
    /** x: index of the first channel under the window; y: of the first output channel. */
    void at(int x, int y, int n);
  }

  private interface Weight {
    void at(int w, int k);
  }

  private int channel;
  private int row;
  private int column;

  /** Every (n,p,q,r,s,c) that is not padding. */
  private void windows(Tensor x, Tensor y, Window2d window, Tap tap) {
    get(x);
    get(y);
    int h = (int) x.shape().dim(1);
    int w = (int) x.shape().dim(2);
    int c = (int) x.shape().dim(3);
    int p = (int) y.shape().dim(1);
    int q = (int) y.shape().dim(2);
    int k = (int) y.shape().dim(3);
    for (int i = 0; i < x.shape().dim(0) * p * q; i++) {
      for (row = 0; row < window.height(); row++) {
        for (column = 0; column < window.width(); column++) {
          int top = i / q % p * window.strideH() - window.padH() + row;
          int left = i % q * window.strideW() - window.padW() + column;
          if (top >= 0 && top < h && left >= 0 && left < w) {
            for (channel = 0; channel < c; channel++) {
              tap.at(((i / (p * q) * h + top) * w + left) * c + channel, i * k, 0);
            }
          }
        }
      }
    }
  }

  private void convolve(Tensor w, int unused, Weight weight) {
    int r = (int) w.shape().dim(1);
    int s = (int) w.shape().dim(2);
    int c = (int) w.shape().dim(3);
    for (int k = 0; k < w.shape().dim(0); k++) {
      weight.at(((k * r + row) * s + column) * c + channel, k);
    }
  }

  private interface Winner {
    void at(int x, int y);
  }

  private void pool(Tensor x, Tensor y, Window2d window, Winner winner) {
    double[] in = get(x);
    int c = (int) x.shape().dim(3);
    int[] best = new int[(int) y.elements()];
    java.util.Arrays.fill(best, -1);
    int stride = c;
    windows(
        x,
        y,
        window,
        (at, out, n) -> {
          int to = out / (int) y.shape().dim(3) * stride + channel;
          if (best[to] < 0
              || in[at] > in[best[to]]
              || (Double.isNaN(in[at]) && !Double.isNaN(in[best[to]]))) {
            best[to] = at;
          }
        });
    for (int i = 0; i < best.length; i++) {
      winner.at(best[i], i);
    }
  }

  private void batchNorm(BatchNormTraining b) {
    double[] x = get(b.x());
    int n = get(b.gamma()).length;
    int m = x.length / n;
    for (int c = 0; c < n; c++) {
      double sum = 0;
      for (int i = c; i < x.length; i += n) {
        sum += x[i];
      }
      double mean = sum / m;
      double squares = 0;
      for (int i = c; i < x.length; i += n) {
        squares += (x[i] - mean) * (x[i] - mean);
      }
      get(b.mean())[c] = mean;
      double inverse = 1 / Math.sqrt(squares / m + b.epsilon());
      get(b.inverseDeviation())[c] = inverse;
      for (int i = c; i < x.length; i += n) {
        get(b.y())[i] = get(b.gamma())[c] * (x[i] - mean) * inverse + get(b.beta())[c];
      }
      double t = b.momentum();
      get(b.runningMean())[c] = (1 - t) * get(b.runningMean())[c] + t * mean;
      get(b.runningVariance())[c] = (1 - t) * get(b.runningVariance())[c] + t * squares / (m - 1);
    }
  }

  private void batchNormGrad(BatchNormGrad b) {
    double[] x = get(b.x());
    double[] dy = get(b.dy());
    int n = get(b.gamma()).length;
    int m = x.length / n;
    for (int c = 0; c < n; c++) {
      double mean = get(b.mean())[c];
      double inverse = get(b.inverseDeviation())[c];
      double beta = 0;
      double gamma = 0;
      for (int i = c; i < x.length; i += n) {
        beta += dy[i];
        gamma += dy[i] * (x[i] - mean) * inverse;
      }
      get(b.dbeta())[c] = beta;
      get(b.dgamma())[c] = gamma;
      for (int i = c; i < x.length; i += n) {
        get(b.dx())[i] =
            get(b.gamma())[c] * inverse / m * (m * dy[i] - beta - (x[i] - mean) * inverse * gamma);
      }
    }
  }

  private void softmax(SoftmaxCrossEntropy s) {
    double[] x = get(s.logits());
    int rows = (int) s.logits().shape().dim(0);
    int k = (int) s.logits().shape().dim(1);
    double loss = 0;
    for (int r = 0; r < rows; r++) {
      double max = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < k; j++) {
        max = Math.max(max, x[r * k + j]);
      }
      double sum = 0;
      for (int j = 0; j < k; j++) {
        sum += Math.exp(x[r * k + j] - max);
      }
      for (int j = 0; j < k; j++) {
        get(s.probabilities())[r * k + j] = Math.exp(x[r * k + j] - max) / sum;
      }
      loss += Math.log(sum) + max - x[r * k + (int) get(s.labels())[r]];
    }
    get(s.loss())[0] = loss / rows;
  }

  private void optimizer(OptimizerStep o) {
    int t = (int) get(o.step())[0];
    double eta = o.schedule().rate(t);
    for (int i = 0; i < o.parameters().size(); i++) {
      double[] p = get(o.parameters().get(i));
      double[] g = get(o.gradients().get(i));
      double[] a = o.slots().isEmpty() ? p : get(o.slots().get(0).get(i));
      double[] b = o.slots().size() < 2 ? p : get(o.slots().get(1).get(i));
      for (int j = 0; j < p.length; j++) {
        p[j] -= eta * direction(o.optimizer(), t + 1, g[j], a, b, j);
      }
    }
    get(o.step())[0]++;
  }

  private static double direction(
      Optimizer optimizer, int t, double g, double[] a, double[] b, int j) {
    return switch (optimizer) {
      case Optimizer.GradientDescent() -> g;
      case Optimizer.Sgd() -> g;
      case Optimizer.Momentum(double mu) -> {
        a[j] = mu * a[j] + g;
        yield a[j];
      }
      case Optimizer.Adagrad(double epsilon) -> {
        a[j] += g * g;
        yield g / (Math.sqrt(a[j]) + epsilon);
      }
      case Optimizer.RmsProp(double rho, double epsilon) -> {
        a[j] = rho * a[j] + (1 - rho) * g * g;
        yield g / (Math.sqrt(a[j]) + epsilon);
      }
      case Optimizer.Adam(double beta1, double beta2, double epsilon) -> {
        a[j] = beta1 * a[j] + (1 - beta1) * g;
        b[j] = beta2 * b[j] + (1 - beta2) * g * g;
        yield a[j]
            / (1 - Math.pow(beta1, t))
            / (Math.sqrt(b[j] / (1 - Math.pow(beta2, t))) + epsilon);
      }
    };
  }
}
