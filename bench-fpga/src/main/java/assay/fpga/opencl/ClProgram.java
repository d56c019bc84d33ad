package assay.fpga.opencl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;

/** A program built for one device. */
public final class ClProgram implements AutoCloseable {
  private static final int BINARY_SIZES = 0x1165;
  private static final int BINARIES = 0x1166;
  private static final int BUILD_LOG = 0x1183;

  /** XRT's {@code CL_PROGRAM_TARGET_TYPE}. */
  private static final int XILINX_TARGET_TYPE = 0x1110;

  private final ClContext context;
  private final MemorySegment program;
  private boolean closed;

  ClProgram(ClContext context, MemorySegment program) {
    this.context = context;
    this.program = program;
  }

  /** Builds, or closes and throws with the log. */
  ClProgram build(String options) {
    MemorySegment none = MemorySegment.NULL;
    try (Arena arena = Arena.ofConfined()) {
      context
          .functions()
          .buildProgram(
              program,
              1,
              arena.allocateFrom(ADDRESS, context.device().id()),
              arena.allocateFrom(options),
              none,
              none);
      return this;
    } catch (ClException e) {
      String log = log();
      close();
      throw e.status().map(s -> new ClException("clBuildProgram", s.code(), log)).orElse(e);
    }
  }

  private String log() {
    try (Arena arena = Arena.ofConfined()) {
      return OpenCl.text(buildInfo(arena, BUILD_LOG));
    } catch (ClException e) {
      return "no build log: " + e.getMessage();
    }
  }

  private MemorySegment buildInfo(Arena arena, int name) {
    MemorySegment device = context.device().id();
    return OpenCl.info(
        (of, what, bytes, value, size) ->
            context.functions().getProgramBuildInfo(of, device, what, bytes, value, size),
        arena,
        program,
        name);
  }

  /**
   * What an AMD binary was built for: 1 hardware, 2 software emulation, 4 hardware emulation; empty
   * if the driver does not report it.
   */
  public OptionalInt xilinxTargetType() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = buildInfo(arena, XILINX_TARGET_TYPE);
      return value.byteSize() < Integer.BYTES
          ? OptionalInt.empty()
          : OptionalInt.of(value.get(JAVA_INT, 0));
    } catch (ClException e) {
      return OptionalInt.empty();
    }
  }

  /** The compiled form, for {@link ClContext#load}. */
  public byte[] binary() {
    ClFunctions functions = context.functions();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment sizes = OpenCl.info(functions::getProgramInfo, arena, program, BINARY_SIZES);
      MemorySegment bytes = arena.allocate(sizes.get(JAVA_LONG, 0));
      MemorySegment pointers = arena.allocateFrom(ADDRESS, bytes);
      MemorySegment size = arena.allocate(JAVA_LONG);
      long length = pointers.byteSize();
      functions.getProgramInfo(program, BINARIES, length, pointers, size);
      return bytes.toArray(JAVA_BYTE);
    }
  }

  /**
   * One of its kernels, with arguments of its own.
   *
   * @throws ClException with {@link ClStatus#INVALID_KERNEL_NAME} if there is no such kernel
   */
  public ClKernel kernel(String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment kernel =
          OpenCl.create(
              "clCreateKernel",
              code -> context.functions().createKernel(program, arena.allocateFrom(name), code));
      return new ClKernel(context, kernel, name);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      context.functions().releaseProgram(program);
    }
  }
}
