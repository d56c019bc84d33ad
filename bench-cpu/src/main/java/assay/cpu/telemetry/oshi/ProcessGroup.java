package assay.cpu.telemetry.oshi;

import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.Readings;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import oshi.software.os.OSProcess;

/** Processor time, s, and resident memory, B, of the process under measurement. */
final class ProcessGroup implements ChannelGroup {
  /** OSHI's start times carry the uncertainty of the time of boot. */
  private static final long SAME_START_MILLIS = 2000;

  private final IntFunction<@Nullable OSProcess> processes;
  private final List<Channel> channels;
  private long pid;
  private @Nullable OSProcess process;
  private long started;

  /**
   * Follows nothing yet.
   *
   * @param processors how many busy ones make 100 %
   * @param processes finds a process by its id; null for none
   */
  ProcessGroup(int processors, IntFunction<@Nullable OSProcess> processes) {
    this.processes = processes;
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
    process = null;
  }

  @Override
  public void read(Readings into, int first) {
    if (pid <= 0 || pid > Integer.MAX_VALUE) {
      missing(into, first, "no process is followed");
      return;
    }
    OSProcess now = refreshed();
    if (now == null) {
      missing(into, first, "process " + pid + " has ended");
      return;
    }
    into.value(first, (now.getUserTime() + now.getKernelTime()) / 1e3);
    into.value(first + 1, (double) now.getResidentMemory());
  }

  private @Nullable OSProcess refreshed() {
    OSProcess known = process;
    if (known == null) {
      known = processes.apply((int) pid);
      process = known;
      started = known == null ? 0 : known.getStartTime();
      return known != null && alive(known) ? known : null;
    }
    return known.updateAttributes() && alive(known) ? known : null;
  }

  /** An id may come to another process; what has ended and was not collected holds no memory. */
  private boolean alive(OSProcess now) {
    boolean same = Math.abs(now.getStartTime() - started) < SAME_START_MILLIS;
    OSProcess.State state = now.getState();
    return same && state != OSProcess.State.ZOMBIE && state != OSProcess.State.INVALID;
  }
}
