package assay.cpu.telemetry.oshi;

import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.Readings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Processor time, s, and resident memory, B, of the measured process. */
final class ProcessGroup implements ChannelGroup {
  private final ProcessReader reader;
  private final List<Channel> channels;
  private long pid;
  private ProcessReader.@Nullable Sample first;

  /**
   * Follows nothing yet.
   *
   * @param processors number of busy processors that is 100 %
   */
  ProcessGroup(int processors, ProcessReader reader) {
    this.reader = reader;
    Domain domain = Domain.host("process", Domain.Kind.PROCESS);
    this.channels =
        List.of(
            new Channel.Tally("process.cpu", domain, "s", processors),
            new Channel.Gauge("process.memory", domain, "B"));
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  /** Follows another process; 0 for none. */
  void follow(long next) {
    pid = next;
    first = null;
  }

  @Override
  public void read(Readings into, int firstChannel) {
    if (pid <= 0 || pid > Integer.MAX_VALUE) {
      missing(into, firstChannel, "no process is followed");
      return;
    }
    ProcessReader.Sample now = reader.read((int) pid);
    if (first == null) {
      first = now;
    }
    // A process id may be reused.
    if (now == null || first == null || now.started() != first.started()) {
      missing(into, firstChannel, "process " + pid + " has ended");
      return;
    }
    into.value(firstChannel, now.cpuSeconds());
    into.value(firstChannel + 1, now.residentBytes());
  }
}
