package assay.core.testing;

import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import assay.core.program.op.Conv2d;
import assay.core.program.op.Conv2dBackwardFilter;
import assay.core.program.op.Conv2dBackwardInput;
import assay.core.program.op.MatMul;
import assay.core.program.op.MatMulChain;

/** Matrix products and convolutions of the naive target: gathers the terms of each element. */
final class NaiveProducts {
  private final Arithmetic math;
  private final Precision precision;
  private final Memory memory;
  private double[] left = new double[16];
  private double[] right = new double[16];
  private int length;

  NaiveProducts(Arithmetic math, Precision precision, Memory memory) {
    this.math = math;
    this.precision = precision;
    this.memory = memory;
  }

  void matMul(MatMul op) {
    double[] a = operand(op.a());
    double[] b = operand(op.b());
    double[] c = op.c().map(memory::get).orElseGet(() -> new double[0]);
    int m = (int) op.m();
    int n = (int) op.n();
    int k = (int) op.k();
    double[] values = new double[(int) op.out().elements()];
    for (int i = 0; i < values.length; i++) {
      int batch = i / (m * n);
      int row = i / n % m;
      int column = i % n;
      length = 0;
      for (int l = 0; l < k; l++) {
        int atA = batch * m * k + (op.transposeA() ? l * m + row : row * k + l);
        int atB = batch * k * n + (op.transposeB() ? column * k + l : l * n + column);
        term(a[atA], b[atB]);
      }
      values[i] = math.multiply(math.round(op.alpha()), dot());
      if (op.c().isPresent()) {
        values[i] = math.add(values[i], math.multiply(math.round(op.beta()), c[i]));
      }
    }
    memory.put(op.out(), values);
  }

  void chain(MatMulChain op) {
    double[] a = operand(op.a());
    double[] b = operand(op.b());
    int n = (int) op.n();
    int k = (int) op.k();
    double[] values = new double[(int) op.out().elements()];
    for (int i = 0; i < values.length; i++) {
      for (long step = 0; step < op.steps(); step++) {
        length = 0;
        for (int l = 0; l < k; l++) {
          term(a[i / n * k + l], b[((int) (step % 2) * k + l) * n + i % n]);
        }
        values[i] = math.add(values[i], dot());
      }
    }
    memory.put(op.out(), values);
  }

  void conv2d(Conv2d op) {
    double[] x = operand(op.x());
    double[] w = operand(op.w());
    double[] values = new double[(int) op.y().elements()];
    for (int i = 0; i < values.length; i++) {
      int[] at = position(op.y(), i);
      length = 0;
      Window2d window = op.window();
      for (int r = 0; r < window.height(); r++) {
        for (int s = 0; s < window.width(); s++) {
          int h = at[1] * window.strideH() + r - window.padH();
          int v = at[2] * window.strideW() + s - window.padW();
          for (int c = 0; inside(op.x(), h, v) && c < op.x().shape().dim(3); c++) {
            term(x[index(op.x(), at[0], h, v, c)], w[index(op.w(), at[3], r, s, c)]);
          }
        }
      }
      values[i] = dot();
    }
    memory.put(op.y(), values);
  }

  void backwardInput(Conv2dBackwardInput op) {
    double[] dy = operand(op.dy());
    double[] w = operand(op.w());
    double[] values = new double[(int) op.dx().elements()];
    Window2d window = op.window();
    for (int i = 0; i < values.length; i++) {
      int[] at = position(op.dx(), i);
      length = 0;
      for (int r = 0; r < window.height(); r++) {
        for (int s = 0; s < window.width(); s++) {
          int p = at[1] + window.padH() - r;
          int q = at[2] + window.padW() - s;
          boolean hit = p % window.strideH() == 0 && q % window.strideW() == 0;
          p /= window.strideH();
          q /= window.strideW();
          boolean covered = hit && at[1] + window.padH() >= r && at[2] + window.padW() >= s;
          for (int k = 0; covered && inside(op.dy(), p, q) && k < op.dy().shape().dim(3); k++) {
            term(dy[index(op.dy(), at[0], p, q, k)], w[index(op.w(), k, r, s, at[3])]);
          }
        }
      }
      values[i] = dot();
    }
    memory.put(op.dx(), values);
  }

  void backwardFilter(Conv2dBackwardFilter op) {
    double[] x = operand(op.x());
    double[] dy = operand(op.dy());
    double[] values = new double[(int) op.dw().elements()];
    Window2d window = op.window();
    for (int i = 0; i < values.length; i++) {
      int[] at = position(op.dw(), i);
      length = 0;
      for (int j = 0; j < op.dy().elements(); j += (int) op.dy().shape().dim(3)) {
        int[] out = position(op.dy(), j);
        int h = out[1] * window.strideH() + at[1] - window.padH();
        int v = out[2] * window.strideW() + at[2] - window.padW();
        if (inside(op.x(), h, v)) {
          term(x[index(op.x(), out[0], h, v, at[3])], dy[j + at[0]]);
        }
      }
      values[i] = dot();
    }
    memory.put(op.dw(), values);
  }

  private double dot() {
    return math.dot(left, right, length);
  }

  private void term(double a, double b) {
    if (length == left.length) {
      left = java.util.Arrays.copyOf(left, 2 * length);
      right = java.util.Arrays.copyOf(right, 2 * length);
    }
    left[length] = a;
    right[length++] = b;
  }

  /** Values as the multiplier sees them: tf32 keeps eleven significant bits. */
  private double[] operand(Tensor tensor) {
    double[] values = memory.get(tensor).clone();
    if (precision == Precision.TF32 && tensor.type() == DataType.F32) {
      for (int i = 0; i < values.length; i++) {
        int bits = Float.floatToRawIntBits((float) values[i]);
        values[i] = Float.intBitsToFloat((bits + 0xFFF + ((bits >>> 13) & 1)) & ~0x1FFF);
      }
    }
    return values;
  }

  private static boolean inside(Tensor tensor, int h, int w) {
    return h >= 0 && w >= 0 && h < tensor.shape().dim(1) && w < tensor.shape().dim(2);
  }

  private static int index(Tensor tensor, int a, int b, int c, int d) {
    Shape s = tensor.shape();
    return (int) (((a * s.dim(1) + b) * s.dim(2) + c) * s.dim(3) + d);
  }

  private static int[] position(Tensor tensor, int index) {
    int[] at = new int[4];
    int rest = index;
    for (int axis = 3; axis >= 0; axis--) {
      int extent = (int) tensor.shape().dim(axis);
      at[axis] = rest % extent;
      rest /= extent;
    }
    return at;
  }
}
