package assay.cpu.simd;

import assay.core.program.op.Conv2dBackwardFilter;
import assay.cpu.ConvShape;
import assay.cpu.IndexedTask;
import assay.cpu.Memory;
import assay.cpu.Ranges;
import assay.cpu.Workers;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * dwᵀ (taps × K) = im2colᵀ (taps × pixels) · dy (pixels × K), then transposed.
 *
 * <p>The sum over pixels is split into fixed partial sums, added in a fixed order: the result does
 * not depend on thread timing. The im2col rows of a few pixels are packed as in the forward
 * direction; the tiles read them transposed.
 */
final class ConvolutionBackwardFilter {
  private static final VectorSpecies<Float> S = Tile.SPECIES;
  private static final int L = Tile.LANES;

  /** Depth of a tile: 96 rows of dy in 64 columns fill three quarters of a 32 KiB cache. */
  private static final int PIXELS = 96;

  private static final int TAPS = 384;
  private static final int TRANSPOSE = 16;

  private final ConvShape g;
  private final Im2col im2col;
  private final float[] dy;
  private final float[] dw;
  private final int pieces;
  private final int tapParts;
  private final float[][] partial;
  private final Scratch[] scratch;
  private final boolean inPlace;

  private static final class Scratch {
    final TileLoop loop = new TileLoop();
    final float[] aPanel;
    final float[] dy;

    private Scratch(int taps, int columns) {
      aPanel = new float[Im2col.room(PIXELS, taps)];
      dy = new float[PIXELS * columns];
    }

    static Scratch[] team(int workers, int taps, int columns) {
      Scratch[] team = new Scratch[workers];
      Arrays.setAll(team, i -> new Scratch(taps, columns));
      return team;
    }
  }

  private ConvolutionBackwardFilter(Conv2dBackwardFilter op, Memory memory, Workers workers) {
    g = ConvShape.of(op.x().shape(), op.dy().shape(), op.window());
    im2col = new Im2col(memory.floats(op.x()), g);
    dy = memory.floats(op.dy());
    dw = memory.floats(op.dw());
    inPlace = g.k() % L == 0;
    pieces = Math.clamp(g.pixels() / PIXELS, 1, workers.count() == 1 ? 1 : 2 * workers.count());
    tapParts = Math.clamp(2L * workers.count() / pieces, 1, (g.taps() - 1) / (4 * Tile.MR) + 1);
    partial = memory.buffers(() -> new float[pieces][Math.multiplyExact(g.taps(), g.k())]);
    int padded = inPlace ? 0 : TileLoop.roundUp(g.k(), Tile.NR);
    int taps = Math.min(g.taps(), TAPS);
    scratch = memory.buffers(() -> Scratch.team(workers.count(), taps, padded));
    Tile.warmUp(g.taps(), g.k());
  }

  static Runnable kernel(Conv2dBackwardFilter op, Memory memory, Workers workers) {
    return new ConvolutionBackwardFilter(op, memory, workers).kernel(workers);
  }

  private Runnable kernel(Workers workers) {
    IndexedTask sum =
        (worker, i) -> {
          int piece = i / tapParts;
          int part = i % tapParts;
          int from = BlockedGemm.split(0, g.taps(), tapParts, part);
          int to = BlockedGemm.split(0, g.taps(), tapParts, part + 1);
          Arrays.fill(partial[piece], from * g.k(), to * g.k(), 0);
          int last = Ranges.start(g.pixels(), pieces, piece + 1);
          for (int p = Ranges.start(g.pixels(), pieces, piece); p < last; p += PIXELS) {
            chunk(p, Math.min(PIXELS, last - p), from, to, partial[piece], scratch[worker]);
          }
        };
    Runnable add = Ranges.over(workers, g.taps(), 32, this::addTransposed);
    return () -> {
      workers.parallelFor(pieces * tapParts, sum);
      add.run();
    };
  }

  private void chunk(int pixel, int pixels, int from, int to, float[] sums, Scratch s) {
    float[] b = dy;
    int bAt = pixel * g.k();
    int bStep = g.k();
    int bPanelStride = Tile.NR;
    if (!inPlace) {
      packRows(pixel, pixels, s.dy);
      b = s.dy;
      bAt = 0;
      bStep = Tile.NR;
      bPanelStride = Tile.NR * pixels;
    }
    for (int tap = from; tap < to; tap += TAPS) {
      int taps = Math.min(TAPS, to - tap);
      int first = tap;
      im2col.pack(pixel, pixels, tap, taps, s.aPanel);
      s.loop.run(
          taps,
          g.k(),
          pixels,
          s.aPanel,
          0,
          im2col.tapStride(pixels),
          im2col.pixelStride(taps),
          b,
          bAt,
          bStep,
          bPanelStride,
          !inPlace,
          (tile, row, rows, column, columns) -> {
            int at = (first + row) * g.k() + column;
            for (int i = 0; i < rows; i++) {
              TileMerge.mergeRow(tile, i * Tile.NR, columns, 1, 1, sums, at + i * g.k(), 1);
            }
          });
    }
  }

  /** Packs rows of dy into panels, for a K that is not a multiple of the vector length. */
  private void packRows(int pixel, int pixels, float[] to) {
    for (int j = 0; j < g.k(); j += Tile.NR) {
      int width = Math.min(Tile.NR, g.k() - j);
      for (int p = 0; p < pixels; p++) {
        System.arraycopy(dy, (pixel + p) * g.k() + j, to, j * pixels + p * Tile.NR, width);
      }
    }
  }

  /** dw[k, tap] = Σ over pieces, for taps [from, to). */
  private void addTransposed(int from, int to) {
    for (int t0 = from; t0 < to; t0 += TRANSPOSE) {
      int t1 = Math.min(t0 + TRANSPOSE, to);
      for (int t = t0; t < t1; t++) {
        sumPieces(t * g.k());
      }
      for (int k = 0; k < g.k(); k++) {
        for (int t = t0; t < t1; t++) {
          dw[k * g.taps() + t] = partial[0][t * g.k() + k];
        }
      }
    }
  }

  /** Adds one tap's row of all partial sums to that of the first. */
  private void sumPieces(int at) {
    float[] sums = partial[0];
    int count = g.k();
    for (int piece = 1; piece < pieces; piece++) {
      float[] more = partial[piece];
      int j = 0;
      for (; j <= count - L; j += L) {
        FloatVector.fromArray(S, sums, at + j)
            .add(FloatVector.fromArray(S, more, at + j))
            .intoArray(sums, at + j);
      }
      for (; j < count; j++) {
        sums[at + j] += more[at + j];
      }
    }
  }
}
