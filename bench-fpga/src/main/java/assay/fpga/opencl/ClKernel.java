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
  private Optional<MemorySegment> lastEvent = Optional.empty();
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
      context.enqueue(
          "clEnqueueNDRangeKernel of " + name,
          "kernel " + name,
          event ->
              context
                  .functions()
                  .enqueueNdRangeKernel(context.queue(), kernel, 1, none, one, one, 0, none, event),
          this::ended);
    }
  }

  private void ended(MemorySegment event) {
    if (context.timed() && !closed) {
      releaseEvent();
      lastEvent = Optional.of(event);
    } else {
      context.functions().releaseEvent(event);
    }
  }

  /**
   * Its last run that {@link ClContext#finish} waited for, by the device's clock in ns; empty if
   * the queue is not timed or there was none.
   */
  public Optional<Span> lastRun() {
    return lastEvent.map(e -> new Span(profiled(e, START), profiled(e, END)));
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
    lastEvent.ifPresent(context.functions()::releaseEvent);
    lastEvent = Optional.empty();
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
