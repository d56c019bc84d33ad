package assay.fpga.opencl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** A kernel with its arguments; runs as a single work-item. */
public final class ClKernel implements AutoCloseable {
  private static final int START = 0x1282;
  private static final int END = 0x1283;

  private final ClContext context;
  private final MemorySegment kernel;
  private final String name;
  private Optional<MemorySegment> event = Optional.empty();
  private boolean closed;

  ClKernel(ClContext context, MemorySegment kernel, String name) {
    this.context = context;
    this.kernel = kernel;
    this.name = name;
  }

  /** Sets an argument. */
  public void set(int index, ClBuffer value) {
    try (Arena arena = Arena.ofConfined()) {
      set(index, arena.allocateFrom(ADDRESS, value.memory()));
    }
  }

  /** Sets an argument. */
  public void set(int index, int value) {
    try (Arena arena = Arena.ofConfined()) {
      set(index, arena.allocateFrom(JAVA_INT, value));
    }
  }

  /** Sets an argument. */
  public void set(int index, long value) {
    try (Arena arena = Arena.ofConfined()) {
      set(index, arena.allocateFrom(JAVA_LONG, value));
    }
  }

  /** Sets an argument. */
  public void set(int index, float value) {
    try (Arena arena = Arena.ofConfined()) {
      set(index, arena.allocateFrom(JAVA_FLOAT, value));
    }
  }

  private void set(int index, MemorySegment value) {
    int code = context.functions().setKernelArg(kernel, index, value.byteSize(), value);
    OpenCl.check("clSetKernelArg of " + name + ", argument " + index, code);
  }

  /** Enqueues it. */
  public void enqueue() {
    MemorySegment none = MemorySegment.NULL;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment one = arena.allocateFrom(JAVA_LONG, 1L);
      MemorySegment started = context.timed() ? arena.allocate(ADDRESS) : none;
      int code =
          context
              .functions()
              .enqueueNdRangeKernel(context.queue(), kernel, 1, none, one, one, 0, none, started);
      OpenCl.check("clEnqueueNDRangeKernel of " + name, code);
      releaseEvent();
      event = context.timed() ? Optional.of(started.get(ADDRESS, 0)) : Optional.empty();
    }
  }

  /**
   * Its last run, by the device's clock in ns; empty if the queue is not timed or it was not
   * enqueued. Valid after {@link ClContext#finish}.
   */
  public Optional<Span> lastRun() {
    return event.map(e -> new Span(profiled(e, START), profiled(e, END)));
  }

  /** From start to end, ns. */
  public record Span(long start, long end) {}

  private long profiled(MemorySegment of, int what) {
    try (Arena arena = Arena.ofConfined()) {
      return OpenCl.info(context.functions()::getEventProfilingInfo, arena, of, what)
          .get(JAVA_LONG, 0);
    }
  }

  private void releaseEvent() {
    event.ifPresent(context.functions()::releaseEvent);
    event = Optional.empty();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      releaseEvent();
      context.functions().releaseKernel(kernel);
    }
  }
}
