package assay.cpu.simd;

import assay.core.program.op.Conv2dBackwardInput;
import assay.cpu.ConvShape;
import assay.cpu.IndexedTask;
import assay.cpu.Memory;
import assay.cpu.Workers;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Gradient of the im2col matrix (pixels × taps) = dy (pixels × K) · w (K × taps). Each tile is
 * added back to the image at once (col2im); the matrix is never materialized.
 *
 * <p>An image of dx belongs to one worker, so that no two add to the same element and the order of
 * summation is fixed. With fewer images than workers, some workers stay idle.
 */
final class ConvolutionBackwardInput {
  private static final VectorSpecies<Float> S = Tile.SPECIES;
  private static final int L = Tile.LANES;
  private static final int PIXELS = 96;

  private final ConvShape g;
  private final float[] dy;
  private final float[] dx;
  private final WeightPanels weights;
  private final Scratch[] scratch;

  private static final class Scratch {
    final TileLoop loop = new TileLoop();
    final float[] rows;

    private Scratch(int depth) {
      rows = new float[(PIXELS + Tile.MR) * depth];
    }

    static Scratch[] team(int workers, int depth) {
      Scratch[] team = new Scratch[workers];
      Arrays.setAll(team, i -> new Scratch(depth));
      return team;
    }
  }

  private ConvolutionBackwardInput(Conv2dBackwardInput op, Memory memory, Workers workers) {
    g = ConvShape.of(op.dx().shape(), op.dy().shape(), op.window());
    dy = memory.floats(op.dy());
    dx = memory.floats(op.dx());
    weights = new WeightPanels(op.w(), g.k(), g.taps(), false, memory, workers);
    int depth = Math.min(g.k(), WeightPanels.KC);
    scratch = memory.buffers(() -> Scratch.team(workers.count(), depth));
    Tile.warmUp(PIXELS, g.taps());
    Tile.warmUp(Math.max(g.p() * g.q() % PIXELS, 1), g.taps());
  }

  static Runnable kernel(Conv2dBackwardInput op, Memory memory, Workers workers) {
    return new ConvolutionBackwardInput(op, memory, workers).kernel(workers);
  }

  private Runnable kernel(Workers workers) {
    int size = g.h() * g.w() * g.c();
    IndexedTask task =
        (worker, image) -> {
          Arrays.fill(dx, image * size, (image + 1) * size, 0);
          image(image, scratch[worker]);
        };
    return () -> {
      weights.pack();
      workers.parallelFor(g.n(), task);
    };
  }

  private void image(int image, Scratch s) {
    int count = g.p() * g.q();
    int first = image * count;
    for (int at = 0; at < count; at += PIXELS) {
      int pixels = Math.min(PIXELS, count - at);
      for (int block = 0; block < weights.blocks(); block++) {
        chunk(first + at, pixels, block, s);
      }
    }
  }

  private void chunk(int pixel, int pixels, int block, Scratch s) {
    int depth = weights.blockDepth(block);
    float[] a = dy;
    int at = pixel * g.k() + weights.blockStart(block);
    int stride = g.k();
    if (at + (TileLoop.roundUp(pixels, Tile.MR) - 1L) * stride + depth > dy.length) {
      for (int i = 0; i < pixels; i++) {
        System.arraycopy(dy, at + i * stride, s.rows, i * depth, depth);
      }
      a = s.rows;
      at = 0;
      stride = depth;
    }
    s.loop.run(
        pixels,
        g.taps(),
        depth,
        a,
        at,
        stride,
        1,
        weights.data,
        weights.at(block, 0),
        Tile.NR,
        Tile.NR * depth,
        true,
        (tile, row, rows, tap, taps) -> addBack(tile, pixel + row, rows, tap, taps));
  }

  private void addBack(float[] tile, int pixel, int rows, int tap, int taps) {
    int q = pixel % g.q();
    int p = pixel / g.q() % g.p();
    int n = pixel / (g.p() * g.q());
    for (int i = 0; i < rows; i++) {
      addPixel(tile, i * Tile.NR - tap, n, p, q, tap, tap + taps);
      if (++q == g.q()) {
        q = 0;
        p++;
      }
    }
  }

  /** Taps [tap, end) of one pixel; tap t is at {@code tile[zero + t]}. */
  private void addPixel(float[] tile, int zero, int n, int p, int q, int tap, int end) {
    int run = g.s() * g.c();
    int left = q * g.strideW() - g.padW();
    int lo = Math.clamp(-(long) left * g.c(), 0, run);
    int hi = Math.clamp((long) (g.w() - left) * g.c(), lo, run);
    for (int r = tap / run; r * run < end; r++) {
      int h = p * g.strideH() - g.padH() + r;
      if (h >= 0 && h < g.h()) {
        int first = Math.max(tap - r * run, lo);
        int last = Math.min(end - r * run, hi);
        int base = ((n * g.h() + h) * g.w() + left) * g.c();
        add(tile, zero + r * run + first, dx, base + first, last - first);
      }
    }
  }

  private static void add(float[] from, int at, float[] to, int toAt, int count) {
    int j = 0;
    for (; j <= count - L; j += L) {
      FloatVector.fromArray(S, to, toAt + j)
          .add(FloatVector.fromArray(S, from, at + j))
          .intoArray(to, toAt + j);
    }
    for (; j < count; j++) {
      to[toAt + j] += from[at + j];
    }
  }
}
