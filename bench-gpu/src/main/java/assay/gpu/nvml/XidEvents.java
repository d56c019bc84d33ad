package assay.gpu.nvml;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.Set;

/**
 * The Xid errors that the driver reports for a device from now on, polled without waiting. A device
 * has an event set of its own, so that the loss of one does not hide the events of the others.
 */
final class XidEvents implements AutoCloseable {
  private static final long XID_CRITICAL_ERROR = 8;
  private static final int MAX_AT_ONCE = 64;

  /**
   * Faults of an application, after which the GPU is still healthy: those that the health check of
   * NVIDIA's Kubernetes device plugin ignores (graphics engine exception, page fault, stopped
   * processing, preemptive cleanup, video processor exception, context switch timeout).
   */
  private static final Set<Long> OF_APPLICATIONS = Set.of(13L, 31L, 43L, 45L, 68L, 109L);

  private final Gpu gpu;
  private final MemorySegment data;
  private MemorySegment set = MemorySegment.NULL;
  private long errors;
  private long applicationFaults;
  private long last;

  XidEvents(Gpu gpu) {
    this.gpu = gpu;
    this.data = gpu.arena().allocate(NvmlLayouts.EVENT_DATA.layout());
  }

  /** Asks the driver to report them; returns NVML's code. */
  int register() {
    MemorySegment out = gpu.arena().allocate(JAVA_LONG);
    int code = gpu.nvml().supportedEventTypes(gpu.handle(), out);
    if (code != 0 || (out.get(JAVA_LONG, 0) & XID_CRITICAL_ERROR) == 0) {
      return code != 0 ? code : NvmlStatus.NOT_SUPPORTED.code();
    }
    MemorySegment created = gpu.arena().allocate(ADDRESS);
    code = gpu.nvml().eventSetCreate(created);
    if (code != 0) {
      return code;
    }
    set = created.get(ADDRESS, 0);
    code = gpu.nvml().registerEvents(gpu.handle(), XID_CRITICAL_ERROR, set);
    if (code != 0) {
      close();
    }
    return code;
  }

  /** Counts the events since the last call; returns NVML's code. */
  int poll() {
    for (int i = 0; i < MAX_AT_ONCE; i++) {
      int code = gpu.nvml().eventSetWait(set, data, 0);
      if (code == NvmlStatus.TIMEOUT.code()) {
        return 0;
      }
      if (code != 0) {
        return code;
      }
      count(data.get(JAVA_LONG, NvmlLayouts.EVENT_DATA.offset("eventData")));
    }
    return 0; // If there are more, the rest is counted at the next reading.
  }

  private void count(long xid) {
    last = xid;
    if (OF_APPLICATIONS.contains(xid)) {
      applicationFaults++;
    } else {
      errors++;
    }
  }

  /** Xid errors since {@link #register}, without the faults of applications. */
  long errors() {
    return errors;
  }

  /** Faults of applications since {@link #register}, in any process. */
  long applicationFaults() {
    return applicationFaults;
  }

  /** The number of the last Xid; 0 if there was none. */
  long last() {
    return last;
  }

  @Override
  public void close() {
    if (!set.equals(MemorySegment.NULL)) {
      gpu.nvml().eventSetFree(set);
      set = MemorySegment.NULL;
    }
  }
}
