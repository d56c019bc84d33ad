package assay.cpu.simd;

import assay.core.program.op.Conv2d;
import assay.cpu.ConvShape;
import assay.cpu.IndexedTask;
import assay.cpu.Memory;
import assay.cpu.Workers;
import java.util.Arrays;

/**
 * y (pixels × K) = im2col (pixels × taps) · wᵀ (taps × K), with bias and ReLU applied before y is
 * stored.
 *
 * <p>Implicit GEMM: a worker packs the im2col rows of {@link #PIXELS} output pixels, which stay in
 * its L2 cache, multiplies them by the packed filters and finishes that part of y.
 */
final class ConvolutionForward {
  static final int PIXELS = 96;
  private static final int TASKS_PER_WORKER = 16;

  private final ConvShape g;
  private final Im2col im2col;
  private final WeightPanels weights;
  private final Epilogue epilogue;
  private final float[] y;
  private final Scratch[] scratch;
  private final int chunks;
  private final int columnParts;

  private static final class Scratch {
    final TileLoop loop = new TileLoop();
    final float[] aPanel;

    private Scratch(int depth) {
      aPanel = new float[Im2col.room(PIXELS, depth)];
    }

    static Scratch[] team(int workers, int depth) {
      Scratch[] team = new Scratch[workers];
      Arrays.setAll(team, i -> new Scratch(depth));
      return team;
    }
  }

  private ConvolutionForward(Conv2d op, Epilogue epilogue, Memory memory, Workers workers) {
    g = ConvShape.of(op.x().shape(), op.y().shape(), op.window());
    im2col = new Im2col(memory.floats(op.x()), g);
    weights = new WeightPanels(op.w(), g.taps(), g.k(), true, memory, workers);
    this.epilogue = epilogue;
    y = memory.floats(epilogue.result());
    int depth = Math.min(g.taps(), WeightPanels.KC);
    scratch = memory.buffers(() -> Scratch.team(workers.count(), depth));
    chunks = (g.pixels() - 1) / PIXELS + 1;
    columnParts = Math.clamp(4L * workers.count() / chunks, 1, weights.panels());
    Tile.warmUp(PIXELS, g.k());
    Tile.warmUp(Math.max(g.pixels() % PIXELS, 1), g.k());
  }

  static Runnable kernel(Conv2d op, Epilogue epilogue, Memory memory, Workers workers) {
    return new ConvolutionForward(op, epilogue, memory, workers).kernel(workers);
  }

  private Runnable kernel(Workers workers) {
    int rowTasks = Math.min(chunks, TASKS_PER_WORKER * workers.count());
    IndexedTask task =
        (worker, i) -> {
          int part = i / rowTasks;
          int first = BlockedGemm.split(0, weights.panels(), columnParts, part);
          int end = BlockedGemm.split(0, weights.panels(), columnParts, part + 1);
          int last = BlockedGemm.split(0, chunks, rowTasks, i % rowTasks + 1);
          for (int c = BlockedGemm.split(0, chunks, rowTasks, i % rowTasks); c < last; c++) {
            chunk(c * PIXELS, first, end, scratch[worker]);
          }
        };
    return () -> {
      weights.pack();
      workers.parallelFor(rowTasks * columnParts, task);
    };
  }

  /** Panels [panel, end) of the pixels from {@code pixel}. */
  private void chunk(int pixel, int panel, int end, Scratch s) {
    int pixels = Math.min(PIXELS, g.pixels() - pixel);
    int column = panel * Tile.NR;
    int columns = Math.min(g.k(), end * Tile.NR) - column;
    for (int block = 0; block < weights.blocks(); block++) {
      int depth = weights.blockDepth(block);
      im2col.pack(pixel, pixels, weights.blockStart(block), depth, s.aPanel);
      boolean add = block > 0;
      boolean last = block == weights.blocks() - 1;
      s.loop.run(
          pixels,
          columns,
          depth,
          s.aPanel,
          0,
          im2col.pixelStride(depth),
          im2col.tapStride(pixels),
          weights.data,
          weights.at(block, panel),
          Tile.NR,
          Tile.NR * depth,
          true,
          (tile, row, rows, j, width) -> {
            int at = (pixel + row) * g.k() + column + j;
            for (int i = 0; i < rows; i++, at += g.k()) {
              epilogue.row(tile, i * Tile.NR, column + j, width, y, at, add, last);
            }
          });
    }
  }
}
