package assay.cpu.telemetry;

import assay.core.telemetry.Channel;
import assay.core.telemetry.Readings;
import java.util.List;

/**
 * A channel whose value is the sum of the numbers in some files, usually one. It is missing if one
 * of them is.
 *
 * @param scale factor from the sum to the channel's unit
 */
record SumPart(Channel channel, List<NumberFile> files, double scale) implements Part {
  SumPart {
    files = List.copyOf(files);
  }

  /** The number in one file. */
  static SumPart of(Channel channel, NumberFile file, double scale) {
    return new SumPart(channel, List.of(file), scale);
  }

  @Override
  public List<Channel> channels() {
    return List.of(channel);
  }

  @Override
  public void read(Readings into, int first) {
    double sum = 0;
    for (NumberFile file : files) {
      if (!file.refresh()) {
        into.missing(first, file.problem());
        return;
      }
      sum += file.value();
    }
    into.value(first, sum * scale);
  }

  @Override
  public void close() {
    files.forEach(NumberFile::close);
  }
}
