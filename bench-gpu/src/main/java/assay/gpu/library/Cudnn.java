package assay.gpu.library;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** cuDNN with a handle for the current device context; every call is checked. */
final class Cudnn implements AutoCloseable {
  private static final int MESSAGE_BYTES = 512;

  private final Bindings<CudnnFunction> functions;
  private final long handle;
  private long stream;
  private boolean closed;

  private Cudnn(Bindings<CudnnFunction> functions, long handle) {
    this.functions = functions;
    this.handle = handle;
  }

  /**
   * Creates a handle.
   *
   * @throws LibraryException if the library cannot be set up, for example without a driver
   */
  static Cudnn open(Library.Loaded library) {
    Bindings<CudnnFunction> functions = Bindings.bind(library, CudnnFunction.class);
    return new Cudnn(functions, created(functions, CudnnFunction.CREATE));
  }

  /** The library. */
  Library.Loaded library() {
    return functions.library();
  }

  /** The functions, for calls that must cost little. */
  Bindings<CudnnFunction> functions() {
    return functions;
  }

  /** The handle. */
  long handle() {
    return handle;
  }

  /** Has all that follows done on a stream. */
  void use(long next) {
    if (next != stream) {
      call(CudnnFunction.SET_STREAM, handle, next);
      stream = next;
    }
  }

  /** Calls a function and checks its status. */
  void call(CudnnFunction function, Object... arguments) {
    check(functions, function, functions.call(function, arguments));
  }

  /**
   * Checks a status.
   *
   * @throws LibraryException with cuDNN's own message unless the code is 0
   */
  void check(CudnnFunction function, int code) {
    check(functions, function, code);
  }

  private static void check(Bindings<CudnnFunction> functions, CudnnFunction function, int code) {
    if (code != CudnnStatus.SUCCESS.code()) {
      String own = lastError(functions);
      throw new LibraryException(
          function.symbol(),
          code,
          CudnnStatus.unsupported(code),
          CudnnStatus.describe(code) + (own.isEmpty() ? "" : " [cuDNN says: " + own + "]"));
    }
  }

  /** The library's own words; empty where it has none, or is older than 9. */
  private static String lastError(Bindings<CudnnFunction> functions) {
    if (!Bindings.has(functions.library().symbols(), CudnnFunction.LAST_ERROR.symbol())) {
      return "";
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment message = arena.allocate(MESSAGE_BYTES);
      functions.handle(CudnnFunction.LAST_ERROR).invokeExact(message, message.byteSize() - 1);
      return message.getString(0).strip();
    } catch (Throwable t) {
      throw Bindings.unexpected(CudnnFunction.LAST_ERROR, t);
    }
  }

  /** A new descriptor of the legacy interface, destroyed with {@code owner}. */
  long descriptor(Owned owner, CudnnFunction create, CudnnFunction destroy) {
    long descriptor = created(functions, create);
    owner.add(() -> call(destroy, descriptor));
    return descriptor;
  }

  private static long created(Bindings<CudnnFunction> functions, CudnnFunction create) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG);
      check(functions, create, functions.call(create, out));
      return out.get(ValueLayout.JAVA_LONG, 0);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      call(CudnnFunction.DESTROY, handle);
    }
  }
}
