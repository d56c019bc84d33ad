package assay.cpu.telemetry.oshi;

import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.Readings;
import java.util.List;
import java.util.function.LongSupplier;

/** Memory available without swapping, and memory in use, B. */
final class MemoryGroup implements ChannelGroup {
  private final long total;
  private final LongSupplier available;
  private final List<Channel> channels;

  /**
   * Over a machine's memory.
   *
   * @param total all memory that the operating system has, B; 0 if OSHI does not know
   * @param available memory available without swapping, B; 0 if OSHI does not know
   */
  MemoryGroup(Domain host, long total, LongSupplier available) {
    this.total = total;
    this.available = available;
    this.channels =
        List.of(
            new Channel.Gauge("memory.available", host, "B"),
            new Channel.Gauge("memory.used", host, "B"));
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public void read(Readings into, int first) {
    long now = available.getAsLong();
    if (now <= 0) {
      missing(into, first, "OSHI read no available memory");
      return;
    }
    into.value(first, (double) now);
    if (total >= now) {
      into.value(first + 1, (double) (total - now));
    } else {
      into.missing(first + 1, "OSHI read a total of " + total + " B, less than is available");
    }
  }
}
