package assay.core.testing;

import assay.core.program.Tensor;
import assay.core.program.Window2d;
import assay.core.program.op.MaxPool2d;
import assay.core.program.op.MaxPool2dGrad;

/** Pooling of the naive target. */
final class NaivePooling {
  private NaivePooling() {}

  static void forward(MaxPool2d op, Memory memory) {
    double[] x = memory.get(op.x());
    double[] y = new double[(int) op.y().elements()];
    for (int i = 0; i < y.length; i++) {
      y[i] = x[largest(op.x(), op.y(), op.window(), x, i)];
    }
    memory.put(op.y(), y);
  }

  static void gradient(MaxPool2dGrad op, Arithmetic math, Memory memory) {
    double[] x = memory.get(op.x());
    double[] dy = memory.get(op.dy());
    double[] dx = new double[x.length];
    for (int i = 0; i < dy.length; i++) {
      int at = largest(op.x(), op.y(), op.window(), x, i);
      dx[at] = math.add(dx[at], dy[i]);
    }
    memory.put(op.dx(), dx);
  }

  private static int largest(Tensor x, Tensor y, Window2d window, double[] values, int i) {
    int channels = (int) x.shape().dim(3);
    int columns = (int) y.shape().dim(2);
    int rows = (int) y.shape().dim(1);
    int q = i / channels % columns;
    int p = i / channels / columns % rows;
    int n = i / channels / columns / rows;
    int best = -1;
    for (int r = 0; r < window.height(); r++) {
      for (int s = 0; s < window.width(); s++) {
        int h = p * window.strideH() + r - window.padH();
        int w = q * window.strideW() + s - window.padW();
        if (h >= 0 && w >= 0 && h < x.shape().dim(1) && w < x.shape().dim(2)) {
          int row = (int) (n * x.shape().dim(1) + h);
          int at = (int) ((row * x.shape().dim(2) + w) * channels + i % channels);
          best = best < 0 || values[at] > values[best] ? at : best;
        }
      }
    }
    return best;
  }
}
