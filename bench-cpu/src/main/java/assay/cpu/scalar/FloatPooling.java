package assay.cpu.scalar;

import assay.core.program.op.MaxPool2d;
import assay.core.program.op.MaxPool2dGrad;
import assay.cpu.ConvShape;
import assay.cpu.Memory;
import assay.cpu.Ranges;
import assay.cpu.Workers;
import java.util.Arrays;

/** Max pooling and its gradient, any window; channels innermost. */
public final class FloatPooling {
  private final float[] x;
  private final float[] y;
  private final ConvShape g;

  private FloatPooling(float[] x, float[] y, ConvShape shape) {
    this.x = x;
    this.y = y;
    this.g = shape;
  }

  static Runnable forward(MaxPool2d op, Memory memory, Workers workers) {
    ConvShape g = ConvShape.of(op.x().shape(), op.y().shape(), op.window());
    FloatPooling pooling = new FloatPooling(memory.floats(op.x()), memory.floats(op.y()), g);
    return Ranges.over(
        workers,
        g.n() * g.p(),
        1,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            pooling.row(row);
          }
        });
  }

  private int firstRow(int row) {
    return Math.max(row % g.p() * g.strideH() - g.padH(), 0);
  }

  private int endRow(int row) {
    return Math.min(row % g.p() * g.strideH() - g.padH() + g.r(), g.h());
  }

  private int firstColumn(int q) {
    return Math.max(q * g.strideW() - g.padW(), 0);
  }

  private int endColumn(int q) {
    return Math.min(q * g.strideW() - g.padW() + g.s(), g.w());
  }

  /** Output row {@code row}, counted over all images. */
  private void row(int row) {
    int image = row / g.p() * g.h();
    for (int q = 0; q < g.q(); q++) {
      int to = (row * g.q() + q) * g.c();
      boolean first = true;
      for (int h = firstRow(row); h < endRow(row); h++) {
        for (int w = firstColumn(q); w < endColumn(q); w++) {
          int at = ((image + h) * g.w() + w) * g.c();
          if (first) {
            System.arraycopy(x, at, y, to, g.c());
          } else {
            larger(at, to, g.c());
          }
          first = false;
        }
      }
    }
  }

  private void larger(int at, int to, int channels) {
    for (int c = 0; c < channels; c++) {
      y[to + c] = Math.max(y[to + c], x[at + c]);
    }
  }

  /** Each worker takes whole images, because windows may overlap. */
  public static Runnable gradient(MaxPool2dGrad op, Memory memory, Workers workers) {
    ConvShape g = ConvShape.of(op.x().shape(), op.y().shape(), op.window());
    FloatPooling pooling = new FloatPooling(memory.floats(op.x()), memory.floats(op.y()), g);
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
            pooling.gradientRow(row, dy, dx);
          }
        });
  }

  private void gradientRow(int row, float[] dy, float[] dx) {
    int image = row / g.p() * g.h();
    int rows = endRow(row) - firstRow(row);
    for (int q = 0; q < g.q(); q++) {
      int columns = endColumn(q) - firstColumn(q);
      int at = ((image + firstRow(row)) * g.w() + firstColumn(q)) * g.c();
      int from = (row * g.q() + q) * g.c();
      for (int c = 0; c < g.c(); c++) {
        dx[winner(at + c, rows, columns, y[from + c])] += dy[from + c];
      }
    }
  }

  /**
   * Index of the first element that equals the maximum; of the first NaN if the maximum is NaN.
   *
   * @param at start of the window's part inside the image, {@code rows} × {@code columns}
   */
  private int winner(int at, int rows, int columns, float largest) {
    for (int h = 0; h < rows; h++) {
      int end = at + columns * g.c();
      for (int i = at; i < end; i += g.c()) {
        if (x[i] == largest || Float.isNaN(x[i])) {
          return i;
        }
      }
      at += g.w() * g.c();
    }
    throw new IllegalStateException("a pooled maximum is not an element of its window");
  }
}
