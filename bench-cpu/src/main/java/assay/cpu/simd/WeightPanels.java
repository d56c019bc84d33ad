package assay.cpu.simd;

import assay.core.program.Tensor;
import assay.cpu.Memory;
import assay.cpu.Ranges;
import assay.cpu.Workers;

/**
 * A convolution's filters packed for the micro-kernels: blocks of at most {@link #KC} depths, each
 * in panels of {@link Tile#NR} columns, the last one padded with zeros. Weights change from step to
 * step, so they are packed again at every execution.
 */
final class WeightPanels {
  static final int KC = 384;

  final float[] data;
  private final float[] w;
  private final int depth;
  private final int columns;
  private final boolean transposed;
  private final Runnable pack;

  /**
   * A right operand, depth × columns.
   *
   * @param transposed whether the weights are column-major
   */
  WeightPanels(
      Tensor weights, int depth, int columns, boolean transposed, Memory memory, Workers workers) {
    this.w = memory.floats(weights);
    this.depth = depth;
    this.columns = columns;
    this.transposed = transposed;
    data = memory.buffers(() -> new float[Math.multiplyExact(panels() * Tile.NR, depth)]);
    int tasks = panels() * blocks();
    pack =
        Ranges.over(
            workers,
            tasks,
            1,
            (from, to) -> {
              for (int i = from; i < to; i++) {
                packPanel(i / panels(), i % panels());
              }
            });
  }

  void pack() {
    pack.run();
  }

  int panels() {
    return (columns + Tile.NR - 1) / Tile.NR;
  }

  int blocks() {
    return (depth + KC - 1) / KC;
  }

  int blockStart(int block) {
    return BlockedGemm.split(0, depth, blocks(), block);
  }

  int blockDepth(int block) {
    return blockStart(block + 1) - blockStart(block);
  }

  /** Where a panel of a block starts; the next panel is NR · blockDepth further. */
  int at(int block, int panel) {
    return (blockStart(block) * panels() + panel * blockDepth(block)) * Tile.NR;
  }

  private void packPanel(int block, int panel) {
    int first = panel * Tile.NR;
    int width = Math.min(Tile.NR, columns - first);
    int k0 = blockStart(block);
    int count = blockDepth(block);
    int at = at(block, panel);
    if (!transposed) {
      for (int p = 0; p < count; p++) {
        System.arraycopy(w, (k0 + p) * columns + first, data, at + p * Tile.NR, width);
      }
      return;
    }
    // Sixteen depths at a time, so that the destination stays in the L1 cache.
    for (int p0 = 0; p0 < count; p0 += 16) {
      int end = Math.min(p0 + 16, count);
      for (int j = 0; j < width; j++) {
        int from = (first + j) * depth + k0;
        for (int p = p0; p < end; p++) {
          data[at + p * Tile.NR + j] = w[from + p];
        }
      }
    }
  }
}
