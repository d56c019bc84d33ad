package assay.cpu.telemetry.oshi;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import oshi.software.os.OSProcess;

/**
 * A process through OSHI's interface for every operating system.
 *
 * @param processes finds a process by its id; null for none
 */
record OsProcessReader(IntFunction<@Nullable OSProcess> processes) implements ProcessReader {
  @Override
  public @Nullable Sample read(int pid) {
    OSProcess process = processes.apply(pid);
    if (process == null || hasEnded(process.getState())) {
      return null;
    }
    return new Sample(
        process.getStartTime(),
        (process.getUserTime() + process.getKernelTime()) / 1e3,
        (double) process.getResidentMemory());
  }

  private static boolean hasEnded(OSProcess.State state) {
    return state == OSProcess.State.ZOMBIE || state == OSProcess.State.INVALID;
  }
}
