package assay.gpu.library;

import assay.core.ffi.Binder;
import assay.core.ffi.NativeFunction;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;

/** cuDNN with a handle for the current device context; every call is checked. */
final class Cudnn implements AutoCloseable {
  private static final int MESSAGE_BYTES = 512;

  private final Library library;
  private final CudnnFunctions functions;
  private final long handle;
  private long stream;

  private Cudnn(Library library, CudnnFunctions functions) {
    this.library = library;
    this.functions = functions;
    this.handle = Owned.created(functions::create);
  }

  /** cuDNN 9's own message about an error. */
  interface LastError {
    /** For every version; those before 9 have no message. */
    Binder<LastError> BINDER = Binder.of(LastError.class, MethodHandles.lookup()).absentReturns(0);

    /** The last error of this thread. */
    @NativeFunction("cudnnGetLastErrorString")
    void message(MemorySegment text, long size);

    /** The same; empty if there is nothing. */
    default String text() {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment message = arena.allocate(MESSAGE_BYTES);
        message(message, message.byteSize() - 1);
        return message.getString(0).strip();
      }
    }
  }

  /**
   * Creates a handle.
   *
   * @throws LibraryException if the library cannot be set up, for example without a driver
   */
  static Cudnn open(Library library) {
    LastError last = library.loaded().functions(LastError.BINDER);
    Binder<CudnnFunctions> binder =
        Binder.of(CudnnFunctions.class, MethodHandles.lookup())
            .checking((symbol, code) -> CudnnStatus.check(symbol, code, last::text));
    return new Cudnn(library, library.functions(binder));
  }

  /** The library. */
  Library library() {
    return library;
  }

  /** Its functions; their status is checked. */
  CudnnFunctions functions() {
    return functions;
  }

  /** The handle. */
  long handle() {
    return handle;
  }

  /** Sets the stream of all later calls. */
  void use(long next) {
    if (next != stream) {
      functions.setStream(handle, next);
      stream = next;
    }
  }

  /** Destroys the handle, once. */
  @Override
  public void close() {
    functions.destroy(handle);
  }
}
