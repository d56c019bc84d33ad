package assay.cpu.scalar;

import assay.cpu.Ranges;
import assay.cpu.Workers;
import java.util.Arrays;

/**
 * Sums over rows per channel, in double precision: a fixed number of partial sums, added in a fixed
 * order, so that the result does not depend on thread timing.
 */
final class ChannelSums {
  private static final int MIN_ELEMENTS = 1 << 12;

  private final Workers workers;
  private final int channels;
  private final double[][] partial;
  private final int rows;

  /** Adds rows [from, to) to {@code totals}, one after the other per quantity and channel. */
  @FunctionalInterface
  interface Adder {
    void add(int from, int to, double[] totals);
  }

  /**
   * Allocates the totals.
   *
   * @param quantities how many sums there are per channel
   */
  ChannelSums(Workers workers, int rows, int channels, int quantities) {
    this.workers = workers;
    this.rows = rows;
    this.channels = channels;
    int pieces = Ranges.pieces(workers, rows, Math.max(1, MIN_ELEMENTS / channels));
    partial = new double[pieces][quantities * channels];
  }

  /** Sums all rows. */
  void run(Adder adder) {
    int pieces = partial.length;
    workers.parallelFor(
        pieces,
        (worker, i) -> {
          Arrays.fill(partial[i], 0);
          adder.add(Ranges.start(rows, pieces, i), Ranges.start(rows, pieces, i + 1), partial[i]);
        });
  }

  /** The sum of a quantity in a channel. */
  double total(int quantity, int channel) {
    double sum = 0;
    for (double[] part : partial) {
      sum += part[quantity * channels + channel];
    }
    return sum;
  }
}
