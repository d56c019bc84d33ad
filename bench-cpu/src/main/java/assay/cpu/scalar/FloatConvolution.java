package assay.cpu.scalar;

import assay.core.program.op.Conv2d;
import assay.core.program.op.Conv2dBackwardFilter;
import assay.core.program.op.Conv2dBackwardInput;
import assay.cpu.ConvShape;
import assay.cpu.IndexedTask;
import assay.cpu.Memory;
import assay.cpu.Ranges;
import assay.cpu.Workers;
import java.util.Arrays;

/** The three directions of a convolution as products with the im2col matrix. */
final class FloatConvolution {
  private static final int MIN_PIXELS = 32;
  private static final int MIN_COLUMNS = 64;

  private FloatConvolution() {}

  /** y (pixels × K) = im2col (pixels × taps) · wᵀ (taps × K). */
  static Runnable forward(Conv2d op, Memory memory, Workers workers) {
    ConvShape g = ConvShape.of(op.x().shape(), op.y().shape(), op.window());
    FloatIm2col im2col = new FloatIm2col(memory.floats(op.x()), g);
    float[] w = memory.floats(op.w());
    float[] y = memory.floats(op.y());
    int taps = g.taps();
    FloatAPanel aPanel = aPanel(im2col);
    FloatBPanel bPanel =
        (tap, k, columns, to) -> FloatMatMul.strided(w, k * taps + tap, taps, columns, to, 0);
    FloatSink sink = accumulate(y, g.k());
    int rowParts = Ranges.pieces(workers, g.pixels(), MIN_PIXELS);
    int columnParts =
        Math.clamp(4L * workers.count() / rowParts, 1, Math.max(1, g.k() / MIN_COLUMNS));
    FloatProduct[] team = FloatProduct.team(memory, workers);
    IndexedTask task =
        (worker, i) ->
            team[worker].run(
                aPanel,
                bPanel,
                sink,
                Ranges.start(g.pixels(), rowParts, i % rowParts),
                Ranges.start(g.pixels(), rowParts, i % rowParts + 1),
                Ranges.start(g.k(), columnParts, i / rowParts),
                Ranges.start(g.k(), columnParts, i / rowParts + 1),
                0,
                taps);
    return () -> workers.parallelFor(rowParts * columnParts, task);
  }

  private static FloatAPanel aPanel(FloatIm2col im2col) {
    return new FloatAPanel() {
      @Override
      public boolean byDepth() {
        return false;
      }

      @Override
      public void pack(int row, int rows, int k, int depth, float[] to) {
        for (int i = 0; i < rows; i++) {
          im2col.copy(row + i, k, depth, to, i * depth);
        }
      }
    };
  }

  private static FloatSink accumulate(float[] out, int stride) {
    return (row, column, columns, sums, first) -> {
      int at = row * stride + column;
      if (first) {
        System.arraycopy(sums, 0, out, at, columns);
      } else {
        for (int j = 0; j < columns; j++) {
          out[at + j] += sums[j];
        }
      }
    };
  }

  /**
   * Gradient of the im2col matrix (pixels × taps) = dy (pixels × K) · w (K × taps), added back to
   * the image (col2im). An image belongs to one worker, so that no two add to the same element.
   */
  static Runnable backwardInput(Conv2dBackwardInput op, Memory memory, Workers workers) {
    ConvShape g = ConvShape.of(op.dx().shape(), op.dy().shape(), op.window());
    float[] dx = memory.floats(op.dx());
    float[] w = memory.floats(op.w());
    FloatIm2col im2col = new FloatIm2col(dx, g);
    FloatAPanel aPanel = FloatMatMul.dense(memory.floats(op.dy()), 0, g.k(), 1);
    FloatBPanel bPanel =
        (k, tap, columns, to) -> System.arraycopy(w, k * g.taps() + tap, to, 0, columns);
    FloatSink sink =
        (pixel, tap, columns, sums, first) -> im2col.addBack(pixel, tap, columns, sums);
    FloatProduct[] team = FloatProduct.team(memory, workers);
    int pixels = g.p() * g.q();
    int size = g.h() * g.w() * g.c();
    int pieces = Ranges.pieces(workers, g.n(), 1);
    IndexedTask task =
        (worker, i) -> {
          int from = Ranges.start(g.n(), pieces, i);
          int to = Ranges.start(g.n(), pieces, i + 1);
          Arrays.fill(dx, from * size, to * size, 0);
          team[worker].run(aPanel, bPanel, sink, from * pixels, to * pixels, 0, g.taps(), 0, g.k());
        };
    return () -> workers.parallelFor(pieces, task);
  }

  /**
   * dwᵀ (taps × K) = im2colᵀ (taps × pixels) · dy (pixels × K). The sum over pixels is split into
   * fixed partial sums, added in a fixed order: the result does not depend on thread timing.
   */
  static Runnable backwardFilter(Conv2dBackwardFilter op, Memory memory, Workers workers) {
    ConvShape g = ConvShape.of(op.x().shape(), op.dy().shape(), op.window());
    FloatIm2col im2col = new FloatIm2col(memory.floats(op.x()), g);
    float[] dy = memory.floats(op.dy());
    float[] dw = memory.floats(op.dw());
    FloatAPanel aPanel = transposed(im2col);
    FloatBPanel bPanel =
        (pixel, k, columns, to) -> System.arraycopy(dy, pixel * g.k() + k, to, 0, columns);
    int pieces = Math.min(workers.count(), Math.max(1, g.pixels() / MIN_PIXELS));
    float[][] partial = memory.buffers(() -> new float[pieces][dw.length]);
    FloatProduct[] team = FloatProduct.team(memory, workers);
    IndexedTask sum =
        (worker, i) ->
            team[worker].run(
                aPanel,
                bPanel,
                accumulate(partial[i], g.k()),
                0,
                g.taps(),
                0,
                g.k(),
                Ranges.start(g.pixels(), pieces, i),
                Ranges.start(g.pixels(), pieces, i + 1));
    Runnable add =
        Ranges.over(workers, g.k(), 8, (from, to) -> addTransposed(partial, dw, g, from, to));
    return () -> {
      workers.parallelFor(pieces, sum);
      add.run();
    };
  }

  private static void addTransposed(float[][] partial, float[] dw, ConvShape g, int from, int to) {
    int taps = g.taps();
    for (int k = from; k < to; k++) {
      for (int tap = 0; tap < taps; tap++) {
        float sum = 0;
        for (float[] part : partial) {
          sum += part[tap * g.k() + k];
        }
        dw[k * taps + tap] = sum;
      }
    }
  }

  private static FloatAPanel transposed(FloatIm2col im2col) {
    return new FloatAPanel() {
      @Override
      public boolean byDepth() {
        return true;
      }

      @Override
      public void pack(int tap, int taps, int pixel, int pixels, float[] to) {
        for (int p = 0; p < pixels; p++) {
          im2col.copy(pixel + p, tap, taps, to, p * taps);
        }
      }
    };
  }
}
