package assay.gpu.library;

/**
 * Settings of the autotuner.
 *
 * @param memory for workspaces
 * @param clock that times candidates
 * @param candidates how many of a library's suggestions are tried, at least 1
 * @param workspaceBytes largest workspace that an algorithm may need, at least 0
 */
public record Tuning(DeviceMemory memory, StreamClock clock, int candidates, long workspaceBytes) {
  private static final int CANDIDATES = 8;
  private static final long WORKSPACE_BYTES = 256L << 20;

  /** Checks the ranges. */
  public Tuning {
    if (candidates < 1 || workspaceBytes < 0) {
      throw new IllegalArgumentException(
          "candidates must be at least 1 and the workspace at least 0; got "
              + candidates
              + " and "
              + workspaceBytes);
    }
  }

  /** Eight candidates and 256 MiB. */
  public static Tuning of(DeviceMemory memory, StreamClock clock) {
    return new Tuning(memory, clock, CANDIDATES, WORKSPACE_BYTES);
  }
}
