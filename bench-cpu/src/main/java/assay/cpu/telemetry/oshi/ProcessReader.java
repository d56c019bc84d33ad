package assay.cpu.telemetry.oshi;

import org.jspecify.annotations.Nullable;

/** Looks at one process. */
@FunctionalInterface
interface ProcessReader {
  /**
   * A process at a moment.
   *
   * @param started when it began, in any unit: tells it from a later one with the same id
   * @param cpuSeconds processor time of all its threads, s
   * @param residentBytes memory that it holds, B
   */
  record Sample(long started, double cpuSeconds, double residentBytes) {}

  /** The process with that id; null where there is none that runs. */
  @Nullable Sample read(int pid);
}
