package assay.cpu.telemetry.oshi;

import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.Readings;
import assay.core.telemetry.ValidRange;
import java.util.Arrays;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Mean, lowest and highest current frequency of the processors that report one, Hz. */
final class FrequencyGroup implements ChannelGroup {
  private final Supplier<long[]> frequencies;
  private final @Nullable String notCurrent;
  private final List<Channel> channels;

  /**
   * Over a machine's processors.
   *
   * @param frequencies by processor, Hz; 0 or less if there is none
   * @param notCurrent why the frequencies are not current ones on this machine; null if they are
   */
  FrequencyGroup(Domain host, Supplier<long[]> frequencies, @Nullable String notCurrent) {
    this.frequencies = frequencies;
    this.notCurrent = notCurrent;
    this.channels =
        List.of(
            new Channel.Gauge("cpu.frequency.mean", host, "Hz"),
            new Channel.Gauge("cpu.frequency.min", host, "Hz"),
            new Channel.Gauge("cpu.frequency.max", host, "Hz"));
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public void read(Readings into, int first) {
    if (notCurrent != null) {
      missing(into, first, notCurrent);
      return;
    }
    LongSummaryStatistics reported =
        Arrays.stream(frequencies.get())
            .filter(f -> f > 0 && ValidRange.CLOCK.contains((double) f))
            .summaryStatistics();
    if (reported.getCount() == 0) {
      missing(into, first, "OSHI reports no current frequency for any processor");
      return;
    }
    into.value(first, reported.getAverage());
    into.value(first + 1, (double) reported.getMin());
    into.value(first + 2, (double) reported.getMax());
  }
}
