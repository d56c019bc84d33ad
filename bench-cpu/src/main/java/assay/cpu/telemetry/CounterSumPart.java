package assay.cpu.telemetry;

import assay.core.telemetry.Channel;
import assay.core.telemetry.CounterSum;
import assay.core.telemetry.Readings;
import java.util.List;

/**
 * A counter of events or time, summed over the cores. A core that has gone offline keeps what it
 * has counted; the sum is missing only if no core can be read.
 */
final class CounterSumPart implements Part {
  private final Channel.CauseTally channel;
  private final List<NumberFile> files;
  private final double scale;
  private final double[] counts;
  private final CounterSum sum;

  /**
   * Over one file per core.
   *
   * @param scale factor from a count to the channel's unit
   */
  CounterSumPart(Channel.CauseTally channel, List<NumberFile> files, double scale) {
    this.channel = channel;
    this.files = List.copyOf(files);
    this.scale = scale;
    this.counts = new double[files.size()];
    this.sum = new CounterSum(files.size());
  }

  @Override
  public List<Channel> channels() {
    return List.of(channel);
  }

  @Override
  public void read(Readings into, int first) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = files.get(i).refresh() ? files.get(i).value() : Double.NaN;
    }
    double total = sum.next(counts);
    if (Double.isNaN(total)) {
      into.missing(first, files.getFirst().problem());
    } else {
      into.value(first, total * scale);
    }
  }

  @Override
  public void close() {
    files.forEach(NumberFile::close);
  }
}
