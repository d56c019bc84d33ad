package assay.cpu.telemetry.oshi;

import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import oshi.software.os.OSProcess;
import oshi.util.driver.linux.proc.ProcessStat;
import oshi.util.driver.linux.proc.ProcessStat.PidStat;
import oshi.util.tuples.Triplet;

/**
 * A process on Linux through the part of OSHI that reads {@code /proc/PID/stat} alone. Its {@code
 * OSProcess} reads three more files and a link each time, at five times the cost.
 */
final class PidStatReader implements ProcessReader {
  private final long ticksPerSecond;
  private final long pageSize;
  private final IntFunction<@Nullable OSProcess> processes;
  private final ProcessReader thorough;
  private int known;
  private boolean oddName;

  /**
   * Over the processes of this machine.
   *
   * @param ticksPerSecond unit of the kernel's processor times, 1/s
   * @param pageSize B
   * @param processes finds a process by its id; null for none
   */
  PidStatReader(long ticksPerSecond, long pageSize, IntFunction<@Nullable OSProcess> processes) {
    this.ticksPerSecond = ticksPerSecond;
    this.pageSize = pageSize;
    this.processes = processes;
    this.thorough = new OsProcessReader(processes);
  }

  @Override
  public @Nullable Sample read(int pid) {
    if (pid != known) {
      OSProcess process = processes.apply(pid);
      if (process == null) {
        return null;
      }
      known = pid;
      // OSHI takes the first closing parenthesis of the line as the end of the program's name.
      oddName = process.getName().contains(")");
    }
    return oddName ? thorough.read(pid) : quick(pid);
  }

  private @Nullable Sample quick(int pid) {
    Triplet<String, Character, Map<PidStat, Long>> stat = ProcessStat.getPidStats(pid);
    if (stat == null || hasEnded(stat.getB())) {
      return null;
    }
    Map<PidStat, Long> values = stat.getC();
    Long user = values.get(PidStat.UTIME);
    Long system = values.get(PidStat.STIME);
    Long pages = values.get(PidStat.RSS);
    Long started = values.get(PidStat.STARTTIME);
    if (user == null || system == null || pages == null || started == null) {
      throw new IllegalStateException("/proc/" + pid + "/stat has too few fields");
    }
    return new Sample(
        started, (double) (user + system) / ticksPerSecond, (double) (pages * pageSize));
  }

  /** Zombie or dead: it still has an id, and a memory of 0. */
  private static boolean hasEnded(char state) {
    return state == 'Z' || state == 'X';
  }
}
