package assay.cpu.scalar;

import assay.core.program.MaxPool2d;
import assay.core.program.MaxPool2dGrad;
import assay.cpu.ConvShape;
import assay.cpu.Memory;
import assay.cpu.Ranges;
import assay.cpu.Workers;
import java.util.Arrays;

/** Max pooling and its gradient, any window. */
final class FloatPooling {
  private final float[] x;
  private final ConvShape g;

  private FloatPooling(float[] x, ConvShape shape) {
    this.x = x;
    this.g = shape;
  }

  static Runnable forward(MaxPool2d op, Memory memory, Workers workers) {
    ConvShape g = ConvShape.of(op.x().shape(), op.y().shape(), op.window());
    FloatPooling pooling = new FloatPooling(memory.floats(op.x()), g);
    float[] y = memory.floats(op.y());
    return Ranges.over(
        workers,
        g.n() * g.p(),
        1,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            for (int q = 0; q < g.q(); q++) {
              for (int c = 0; c < g.c(); c++) {
                y[(row * g.q() + q) * g.c() + c] = pooling.x[pooling.largest(row, q, c)];
              }
            }
          }
        });
  }

  /** One worker has whole images, for windows may overlap. */
  static Runnable gradient(MaxPool2dGrad op, Memory memory, Workers workers) {
    ConvShape g = ConvShape.of(op.x().shape(), op.y().shape(), op.window());
    FloatPooling pooling = new FloatPooling(memory.floats(op.x()), g);
    float[] dy = memory.floats(op.dy());
    float[] dx = memory.floats(op.dx());
    int size = g.h() * g.w() * g.c();
    return Ranges.over(
        workers,
        g.n(),
        1,
        (from, to) -> {
          Arrays.fill(dx, from * size, to * size, 0);
          for (int row = from * g.p(); row < to * g.p(); row++) {
            for (int q = 0; q < g.q(); q++) {
              for (int c = 0; c < g.c(); c++) {
                dx[pooling.largest(row, q, c)] += dy[(row * g.q() + q) * g.c() + c];
              }
            }
          }
        });
  }

  /**
   * Index in x of the first largest element (NaN before all numbers) under the window at output row
   * {@code row} (counted over all images), column {@code q}, channel {@code c}.
   */
  private int largest(int row, int q, int c) {
    int image = row / g.p();
    int top = row % g.p() * g.strideH() - g.padH();
    int left = q * g.strideW() - g.padW();
    int right = Math.min(left + g.s(), g.w());
    int best = -1;
    for (int h = Math.max(top, 0); h < Math.min(top + g.r(), g.h()); h++) {
      for (int w = Math.max(left, 0); w < right; w++) {
        int at = ((image * g.h() + h) * g.w() + w) * g.c() + c;
        if (best < 0 || x[at] > x[best] || (Float.isNaN(x[at]) && !Float.isNaN(x[best]))) {
          best = at;
        }
      }
    }
    return best;
  }
}
