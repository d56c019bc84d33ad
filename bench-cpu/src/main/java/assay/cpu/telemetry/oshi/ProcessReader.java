package assay.cpu.telemetry.oshi;

import org.jspecify.annotations.Nullable;

/** Reads one process. */
@FunctionalInterface
interface ProcessReader {
  /**
   * State of a process at one moment.
   *
   * @param started start time, in any unit: distinguishes it from a later process with the same id
   * @param cpuSeconds processor time of all its threads, s
   * @param residentBytes memory that it holds, B
   */
  record Sample(long started, double cpuSeconds, double residentBytes) {}

  /** The process with that id; null if none is running. */
  @Nullable Sample read(int pid);
}
