package assay.gpu.library;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** cuBLASLt with a handle for the current device context; every call is checked. */
final class CublasLt implements AutoCloseable {
  private final Bindings<CublasLtFunction> functions;
  private final long handle;
  private boolean closed;

  private CublasLt(Bindings<CublasLtFunction> functions, long handle) {
    this.functions = functions;
    this.handle = handle;
  }

  /**
   * Creates a handle.
   *
   * @throws LibraryException if the library cannot be set up, for example without a driver
   */
  static CublasLt open(Library.Loaded library) {
    Bindings<CublasLtFunction> functions = Bindings.bind(library, CublasLtFunction.class);
    return new CublasLt(functions, created(functions, CublasLtFunction.CREATE));
  }

  /** The library. */
  Library.Loaded library() {
    return functions.library();
  }

  /** The functions, for calls that must cost little. */
  Bindings<CublasLtFunction> functions() {
    return functions;
  }

  /** The handle. */
  long handle() {
    return handle;
  }

  /** Calls a function and checks its status. */
  void call(CublasLtFunction function, Object... arguments) {
    CublasStatus.check(function, functions.call(function, arguments));
  }

  /** A new descriptor, destroyed with {@code owner}. */
  long descriptor(
      Owned owner, CublasLtFunction create, CublasLtFunction destroy, Object... arguments) {
    long descriptor = created(functions, create, arguments);
    owner.add(() -> call(destroy, descriptor));
    return descriptor;
  }

  private static long created(
      Bindings<CublasLtFunction> functions, CublasLtFunction create, Object... arguments) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG);
      Object[] all = new Object[arguments.length + 1];
      all[0] = out;
      System.arraycopy(arguments, 0, all, 1, arguments.length);
      CublasStatus.check(create, functions.call(create, all));
      return out.get(ValueLayout.JAVA_LONG, 0);
    }
  }

  /** Sets a descriptor's 32-bit attribute. */
  void set(CublasLtFunction setter, long descriptor, int attribute, int value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment at = arena.allocateFrom(ValueLayout.JAVA_INT, value);
      call(setter, descriptor, attribute, at, at.byteSize());
    }
  }

  /** Sets a descriptor's 64-bit attribute. */
  void set(CublasLtFunction setter, long descriptor, int attribute, long value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment at = arena.allocateFrom(ValueLayout.JAVA_LONG, value);
      call(setter, descriptor, attribute, at, at.byteSize());
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      call(CublasLtFunction.DESTROY, handle);
    }
  }
}
