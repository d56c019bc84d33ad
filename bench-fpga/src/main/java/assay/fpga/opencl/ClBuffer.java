package assay.fpga.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Device memory. */
public final class ClBuffer implements AutoCloseable {
  private static final int BLOCKING = 1;
  private static final long ZEROS = 1 << 20;

  private final ClContext context;
  private final MemorySegment memory;
  private final long bytes;
  private boolean closed;

  ClBuffer(ClContext context, MemorySegment memory, long bytes) {
    this.context = context;
    this.memory = memory;
    this.bytes = bytes;
  }

  MemorySegment memory() {
    return memory;
  }

  /** Copies these bytes to its beginning, and waits. */
  public void write(MemorySegment values) {
    if (values.isNative()) {
      write(0, values);
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      write(0, arena.allocate(values.byteSize(), Long.BYTES).copyFrom(values));
    }
  }

  private void write(long offset, MemorySegment values) {
    MemorySegment none = MemorySegment.NULL;
    context
        .functions()
        .enqueueWriteBuffer(
            context.queue(), memory, BLOCKING, offset, values.byteSize(), values, 0, none, none);
  }

  /** Copies its beginning to native memory, and waits. */
  public void read(MemorySegment values) {
    MemorySegment none = MemorySegment.NULL;
    context
        .functions()
        .enqueueReadBuffer(
            context.queue(), memory, BLOCKING, 0, values.byteSize(), values, 0, none, none);
  }

  /** Enqueues a copy of the first bytes of another buffer. */
  public void copyFrom(ClBuffer source, long count) {
    MemorySegment none = MemorySegment.NULL;
    context.enqueue(
        "clEnqueueCopyBuffer",
        "a copy between buffers",
        event ->
            context
                .functions()
                .enqueueCopyBuffer(
                    context.queue(), source.memory, memory, 0, 0, count, 0, none, event),
        context.functions()::releaseEvent);
  }

  /** Sets every byte to 0, by a write because not every vendor's driver has a fill. */
  public void clear() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment zeros = arena.allocate(Math.min(bytes, ZEROS), Long.BYTES);
      for (long at = 0; at < bytes; at += zeros.byteSize()) {
        write(at, zeros.asSlice(0, Math.min(zeros.byteSize(), bytes - at)));
      }
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      context.functions().releaseMemObject(memory);
    }
  }
}
