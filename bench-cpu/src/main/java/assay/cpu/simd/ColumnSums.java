package assay.cpu.simd;

import assay.cpu.IndexedTask;
import assay.cpu.Memory;
import assay.cpu.Ranges;
import assay.cpu.Workers;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums over rows per channel. Blocks of {@value #BLOCK} rows are summed in single precision, the
 * sums of blocks in double. A fixed number of partial sums is added in a fixed order, so that the
 * result does not depend on thread timing.
 */
final class ColumnSums {
  /** Small enough for a block of 64 channels to stay in the L1 cache. */
  static final int BLOCK = 64;

  private static final VectorSpecies<Float> S = Tile.SPECIES;
  private static final int L = Tile.LANES;
  private static final int MIN_ELEMENTS = 1 << 13;

  private final Workers workers;
  private final int rows;
  private final int width;
  private final int step;
  private final double[][] totals;
  private final float[][] block;
  private final IndexedTask task;

  /** Makes and sums one block of rows. */
  @FunctionalInterface
  interface Adder {
    /**
     * Adds rows [from, to), at most {@link #BLOCK}, to {@code sums}, which holds all channels of
     * the first quantity, then all of the next.
     */
    void add(int from, int to, float[] sums);
  }

  /**
   * Sums of rows of channels.
   *
   * @param quantities how many sums there are per channel
   */
  ColumnSums(Workers workers, int rows, int channels, int quantities, Adder adder) {
    this(
        workers,
        rows,
        Ranges.pieces(workers, rows, Math.max(1, MIN_ELEMENTS / channels)),
        quantities * channels,
        BLOCK,
        adder);
  }

  private ColumnSums(Workers workers, int rows, int pieces, int width, int step, Adder adder) {
    this.workers = workers;
    this.rows = rows;
    this.width = width;
    this.step = step;
    totals = new double[pieces][width];
    block = new float[pieces][width];
    task = (worker, piece) -> piece(piece, adder);
  }

  /**
   * Sums of the rows of a tensor. Rows of exactly four vectors are added up in small blocks anyway,
   * and a call for each small block would take half as long as the block.
   */
  static ColumnSums ofRows(Workers workers, int rows, int channels, Adder adder) {
    int pieces = Ranges.pieces(workers, rows, Math.max(1, MIN_ELEMENTS / channels));
    return new ColumnSums(
        workers, rows, pieces, channels, channels == 4 * L ? 16 * BLOCK : BLOCK, adder);
  }

  /** Sums over images, each of which the adder takes as one row. */
  static ColumnSums ofImages(Workers workers, int images, int channels, Adder adder) {
    int pieces = Ranges.pieces(workers, images, 1);
    return new ColumnSums(workers, images, pieces, channels, 1, adder);
  }

  private void piece(int piece, Adder adder) {
    double[] total = totals[piece];
    float[] sums = block[piece];
    Arrays.fill(total, 0);
    int end = Ranges.start(rows, totals.length, piece + 1);
    for (int from = Ranges.start(rows, totals.length, piece); from < end; from += step) {
      Arrays.fill(sums, 0);
      adder.add(from, Math.min(from + step, end), sums);
      for (int c = 0; c < width; c++) {
        total[c] += sums[c];
      }
    }
  }

  /** Sums all rows. */
  void run() {
    workers.parallelFor(totals.length, task);
  }

  /** The sum at {@code index} in the layout of {@link Adder}. */
  double total(int index) {
    double sum = 0;
    for (double[] part : totals) {
      sum += part[index];
    }
    return sum;
  }

  /** Writes the first quantity of all channels. */
  void write(float[] out, int channels) {
    for (int c = 0; c < channels; c++) {
      out[c] = (float) total(c);
    }
  }

  /** sums[at + c] += Σ x[row, c] over rows [from, to). */
  static void addRows(float[] x, int channels, int from, int to, float[] sums, int at) {
    int c = 0;
    if (channels == 4 * L && from < to) {
      addFourVectors(x, from, to, sums, at);
      return;
    }
    for (; c <= channels - 4 * L; c += 4 * L) {
      addFour(x, channels, from, to, sums, at, c);
    }
    for (; c <= channels - L; c += L) {
      FloatVector even = FloatVector.fromArray(S, sums, at + c);
      FloatVector odd = FloatVector.zero(S);
      int row = from;
      for (; row < to - 1; row += 2) {
        even = even.add(FloatVector.fromArray(S, x, row * channels + c));
        odd = odd.add(FloatVector.fromArray(S, x, (row + 1) * channels + c));
      }
      if (row < to) {
        even = even.add(FloatVector.fromArray(S, x, row * channels + c));
      }
      even.add(odd).intoArray(sums, at + c);
    }
    for (int row = from; row < to; row++) {
      for (int j = c; j < channels; j++) {
        sums[at + j] += x[row * channels + j];
      }
    }
  }

  /**
   * The same for rows of exactly four vectors, read from where vectors are aligned: {@code turn}
   * elements after the start of a row. The last vector then ends with the first channels of the
   * next row. What is left of the first and the last row makes up one row more. However many rows
   * there are, no more than {@value #BLOCK} are added up one after the other.
   */
  private static void addFourVectors(float[] x, int from, int to, float[] sums, int at) {
    int width = 4 * L;
    int begin = from * width;
    int end = to * width;
    int i = Tile.aligned(begin);
    int turn = i - begin;
    FloatVector sum0 = FloatVector.zero(S);
    FloatVector sum1 = FloatVector.zero(S);
    FloatVector sum2 = FloatVector.zero(S);
    FloatVector sum3 = FloatVector.zero(S);
    while (i <= end - width) {
      FloatVector even0 = FloatVector.fromArray(S, x, i);
      FloatVector even1 = FloatVector.fromArray(S, x, i + L);
      FloatVector even2 = FloatVector.fromArray(S, x, i + 2 * L);
      FloatVector even3 = FloatVector.fromArray(S, x, i + 3 * L);
      FloatVector odd0 = FloatVector.zero(S);
      FloatVector odd1 = FloatVector.zero(S);
      FloatVector odd2 = FloatVector.zero(S);
      FloatVector odd3 = FloatVector.zero(S);
      i += width;
      int last = Math.min(i + BLOCK * width, end) - 2 * width;
      for (; i <= last; i += 2 * width) {
        odd0 = odd0.add(FloatVector.fromArray(S, x, i));
        odd1 = odd1.add(FloatVector.fromArray(S, x, i + L));
        odd2 = odd2.add(FloatVector.fromArray(S, x, i + 2 * L));
        odd3 = odd3.add(FloatVector.fromArray(S, x, i + 3 * L));
        even0 = even0.add(FloatVector.fromArray(S, x, i + 4 * L));
        even1 = even1.add(FloatVector.fromArray(S, x, i + 5 * L));
        even2 = even2.add(FloatVector.fromArray(S, x, i + 6 * L));
        even3 = even3.add(FloatVector.fromArray(S, x, i + 7 * L));
      }
      sum0 = sum0.add(even0.add(odd0));
      sum1 = sum1.add(even1.add(odd1));
      sum2 = sum2.add(even2.add(odd2));
      sum3 = sum3.add(even3.add(odd3));
    }
    addTo(sums, at + turn, sum0);
    addTo(sums, at + turn + L, sum1);
    addTo(sums, at + turn + 2 * L, sum2);
    if (turn == 0) {
      addTo(sums, at + 3 * L, sum3);
      return;
    }
    VectorMask<Float> inRow = S.indexInRange(0, L - turn);
    VectorMask<Float> first = S.indexInRange(0, turn);
    int lastAt = at + turn + 3 * L;
    FloatVector.fromArray(S, sums, lastAt, inRow).add(sum3).intoArray(sums, lastAt, inRow);
    FloatVector next = sum3.compress(inRow.not());
    FloatVector rest = FloatVector.fromArray(S, x, end - width);
    addTo(sums, at, rest.blend(FloatVector.fromArray(S, x, begin), first).add(next));
    addTo(sums, at + L, FloatVector.fromArray(S, x, end - width + L));
    addTo(sums, at + 2 * L, FloatVector.fromArray(S, x, end - width + 2 * L));
    addTo(sums, at + 3 * L, FloatVector.fromArray(S, x, end - width + 3 * L));
  }

  private static void addTo(float[] sums, int at, FloatVector value) {
    FloatVector.fromArray(S, sums, at).add(value).intoArray(sums, at);
  }

  /** The same for four vectors of channels side by side: eight additions in flight. */
  private static void addFour(
      float[] x, int channels, int from, int to, float[] sums, int at, int c) {
    FloatVector even0 = FloatVector.fromArray(S, sums, at + c);
    FloatVector even1 = FloatVector.fromArray(S, sums, at + c + L);
    FloatVector even2 = FloatVector.fromArray(S, sums, at + c + 2 * L);
    FloatVector even3 = FloatVector.fromArray(S, sums, at + c + 3 * L);
    FloatVector odd0 = FloatVector.zero(S);
    FloatVector odd1 = FloatVector.zero(S);
    FloatVector odd2 = FloatVector.zero(S);
    FloatVector odd3 = FloatVector.zero(S);
    int row = from;
    for (; row < to - 1; row += 2) {
      int i = row * channels + c;
      even0 = even0.add(FloatVector.fromArray(S, x, i));
      even1 = even1.add(FloatVector.fromArray(S, x, i + L));
      even2 = even2.add(FloatVector.fromArray(S, x, i + 2 * L));
      even3 = even3.add(FloatVector.fromArray(S, x, i + 3 * L));
      int j = i + channels;
      odd0 = odd0.add(FloatVector.fromArray(S, x, j));
      odd1 = odd1.add(FloatVector.fromArray(S, x, j + L));
      odd2 = odd2.add(FloatVector.fromArray(S, x, j + 2 * L));
      odd3 = odd3.add(FloatVector.fromArray(S, x, j + 3 * L));
    }
    if (row < to) {
      int i = row * channels + c;
      even0 = even0.add(FloatVector.fromArray(S, x, i));
      even1 = even1.add(FloatVector.fromArray(S, x, i + L));
      even2 = even2.add(FloatVector.fromArray(S, x, i + 2 * L));
      even3 = even3.add(FloatVector.fromArray(S, x, i + 3 * L));
    }
    even0.add(odd0).intoArray(sums, at + c);
    even1.add(odd1).intoArray(sums, at + c + L);
    even2.add(odd2).intoArray(sums, at + c + 2 * L);
    even3.add(odd3).intoArray(sums, at + c + 3 * L);
  }

  /** Number of rows of a tensor with that many channels. */
  static int rows(assay.core.program.Tensor tensor, int channels) {
    return Memory.length(tensor) / channels;
  }
}
