package assay.fpga.opencl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.core.spi.TargetException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A context with one device and one in-order queue. Used by one thread at a time. Programs, kernels
 * and buffers made here must be closed before it.
 */
public final class ClContext implements AutoCloseable {
  private static final long PROFILING = 2;
  private static final long READ_WRITE = 1;

  private final ClDevice device;
  private final ClFunctions functions;
  private final boolean timed;
  private final MemorySegment context;
  private final MemorySegment queue;
  private final List<ClCommand> commands = new ArrayList<>();
  private final MemorySegment room = Arena.ofAuto().allocate(JAVA_LONG);
  private boolean closed;

  /**
   * Opens the device.
   *
   * @param timed whether the queue records when kernels start and end
   * @throws ClException if the device cannot be opened
   */
  public ClContext(ClDevice device, boolean timed) {
    this.device = device;
    this.timed = timed;
    this.functions = device.openCl().functions();
    MemorySegment none = MemorySegment.NULL;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment devices = arena.allocateFrom(ADDRESS, device.id());
      context =
          OpenCl.create(
              "clCreateContext",
              code -> functions.createContext(none, 1, devices, none, none, code));
    }
    try {
      queue =
          OpenCl.create(
              "clCreateCommandQueue",
              code ->
                  functions.createCommandQueue(context, device.id(), timed ? PROFILING : 0, code));
    } catch (ClException e) {
      functions.releaseContext(context);
      throw e;
    }
  }

  /** The device. */
  public ClDevice device() {
    return device;
  }

  boolean timed() {
    return timed;
  }

  ClFunctions functions() {
    return functions;
  }

  MemorySegment queue() {
    return queue;
  }

  /**
   * Device memory with undefined contents.
   *
   * @param bytes at least 1
   * @param flags of the vendor, such as Intel's {@code bank << 16}; 0 for none
   */
  public ClBuffer buffer(long bytes, long flags) {
    MemorySegment none = MemorySegment.NULL;
    MemorySegment memory =
        OpenCl.create(
            "clCreateBuffer",
            code -> functions.createBuffer(context, READ_WRITE | flags, bytes, none, code));
    return new ClBuffer(this, memory, bytes);
  }

  /**
   * Compiles a program from source.
   *
   * @throws ClException with the compiler's log
   */
  public ClProgram build(String source, String options) {
    try (Arena arena = Arena.ofConfined()) {
      byte[] bytes = source.getBytes(StandardCharsets.UTF_8);
      MemorySegment text = arena.allocateFrom(JAVA_BYTE, bytes);
      MemorySegment program =
          OpenCl.create(
              "clCreateProgramWithSource",
              code ->
                  functions.createProgramWithSource(
                      context,
                      1,
                      arena.allocateFrom(ADDRESS, text),
                      arena.allocateFrom(JAVA_LONG, bytes.length),
                      code));
      return new ClProgram(this, program).build(options);
    }
  }

  /**
   * Loads a compiled program; on a board this programs the FPGA.
   *
   * @throws ClException with {@link ClStatus#INVALID_BINARY} if it is not for this device
   */
  public ClProgram load(byte[] binary, String options) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, binary);
      MemorySegment program =
          OpenCl.create(
              "clCreateProgramWithBinary",
              code ->
                  functions.createProgramWithBinary(
                      context,
                      1,
                      arena.allocateFrom(ADDRESS, device.id()),
                      arena.allocateFrom(JAVA_LONG, binary.length),
                      arena.allocateFrom(ADDRESS, bytes),
                      arena.allocate(JAVA_INT),
                      code));
      return new ClProgram(this, program).build(options);
    }
  }

  /** Enqueues a command: takes the address for its event and returns the result code. */
  @FunctionalInterface
  interface Enqueue {
    int with(MemorySegment event);
  }

  /**
   * Enqueues a command that {@link #finish} waits for and checks.
   *
   * @param function for messages, such as {@code clEnqueueNDRangeKernel of gemm}
   * @param what for messages, such as {@code kernel gemm}
   * @param done takes the command's event once it has ended, and releases it
   */
  void enqueue(String function, String what, Enqueue command, Consumer<MemorySegment> done) {
    OpenCl.check(function, command.with(room));
    commands.add(new ClCommand(what, room.get(ADDRESS, 0), done));
  }

  /**
   * Waits until everything in the queue has finished.
   *
   * @throws TargetException if a kernel or a copy in it failed
   */
  public void finish() {
    functions.finish(queue);
    try {
      for (ClCommand command : commands) {
        command.check(functions, room);
      }
    } finally {
      done();
    }
  }

  private void done() {
    commands.forEach(command -> command.done().accept(command.event()));
    commands.clear();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      done();
      functions.releaseCommandQueue(queue);
      functions.releaseContext(context);
    }
  }
}
