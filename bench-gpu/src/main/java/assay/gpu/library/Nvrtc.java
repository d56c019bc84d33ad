package assay.gpu.library;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compiles CUDA C++ to machine code for one architecture. Not to PTX: what a newer NVRTC emits, an
 * older driver rejects. Needs no device and no driver.
 */
public final class Nvrtc {
  private final Bindings<NvrtcFunction> functions;

  /** Of a library that is there. */
  public Nvrtc(Library.Loaded library) {
    this.functions = Bindings.bind(library, NvrtcFunction.class);
  }

  /** The library. */
  public Library.Loaded library() {
    return functions.library();
  }

  /** Compute capabilities that this NVRTC compiles for, 90 meaning sm_90. */
  public List<Integer> architectures() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(ValueLayout.JAVA_INT);
      call(NvrtcFunction.ARCHITECTURE_COUNT, count);
      MemorySegment all = arena.allocate(ValueLayout.JAVA_INT, count.get(ValueLayout.JAVA_INT, 0));
      call(NvrtcFunction.ARCHITECTURES, all);
      return Arrays.stream(all.toArray(ValueLayout.JAVA_INT)).boxed().toList();
    }
  }

  /**
   * Compiles a source.
   *
   * @param name of the source, for messages
   * @param architecture for example {@code sm_90a}
   * @param options further ones, for example {@code --include-path=…}
   * @return the cubin, which the driver loads as a module
   * @throws LibraryException with the compiler's log, if the source or an option is wrong
   */
  public byte[] compile(String source, String name, String architecture, String... options) {
    if (!architecture.matches("sm_\\d+[af]?")) {
      throw new IllegalArgumentException(
          "an architecture is sm_ and a number, perhaps with a letter; got " + architecture);
    }
    try (Arena arena = Arena.ofConfined();
        Owned owned = new Owned()) {
      MemorySegment program = arena.allocate(ValueLayout.JAVA_LONG);
      call(
          NvrtcFunction.CREATE,
          program,
          arena.allocateFrom(source),
          arena.allocateFrom(name),
          0,
          MemorySegment.NULL,
          MemorySegment.NULL);
      long handle = program.get(ValueLayout.JAVA_LONG, 0);
      owned.add(() -> call(NvrtcFunction.DESTROY, program));
      compile(arena, handle, name, architecture, options);
      return cubin(arena, handle);
    }
  }

  private void compile(
      Arena arena, long program, String name, String architecture, String... options) {
    List<String> all = new ArrayList<>(List.of("--gpu-architecture=" + architecture));
    all.addAll(List.of(options));
    MemorySegment pointers = arena.allocate(ValueLayout.ADDRESS, all.size());
    for (int i = 0; i < all.size(); i++) {
      pointers.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(all.get(i)));
    }
    int code = functions.call(NvrtcFunction.COMPILE, program, all.size(), pointers);
    if (code != NvrtcStatus.SUCCESS.code()) {
      throw new LibraryException(
          NvrtcFunction.COMPILE.symbol(),
          code,
          false,
          "%s for %s by %s: %s\n%s"
              .formatted(
                  name, architecture, library(), NvrtcStatus.describe(code), log(arena, program)));
    }
  }

  private String log(Arena arena, long program) {
    long bytes = size(arena, NvrtcFunction.LOG_SIZE, program);
    if (bytes <= 1) {
      return "(the compiler gave no log)";
    }
    MemorySegment log = arena.allocate(bytes);
    call(NvrtcFunction.LOG, program, log);
    return log.getString(0).strip();
  }

  private byte[] cubin(Arena arena, long program) {
    long bytes = size(arena, NvrtcFunction.CUBIN_SIZE, program);
    MemorySegment cubin = arena.allocate(bytes);
    call(NvrtcFunction.CUBIN, program, cubin);
    return cubin.toArray(ValueLayout.JAVA_BYTE);
  }

  private long size(Arena arena, NvrtcFunction function, long program) {
    MemorySegment bytes = arena.allocate(ValueLayout.JAVA_LONG);
    call(function, program, bytes);
    return bytes.get(ValueLayout.JAVA_LONG, 0);
  }

  private void call(NvrtcFunction function, Object... arguments) {
    int code = functions.call(function, arguments);
    if (code != NvrtcStatus.SUCCESS.code()) {
      throw new LibraryException(function.symbol(), code, false, NvrtcStatus.describe(code));
    }
  }
}
