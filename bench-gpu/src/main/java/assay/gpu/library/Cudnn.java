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

  /** What cuDNN 9 says itself of an error. */
  interface LastError {
    /** For every version; one before 9 says nothing. */
    Binder<LastError> BINDER = Binder.of(LastError.class, MethodHandles.lookup()).absentReturns(0);

    /** What went wrong last in this thread. */
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

  /** Has all that follows done on a stream. */
  void use(long next) {
    if (next != stream) {
      functions.setStream(handle, next);
      stream = next;
    }
  }

  /** Gives the handle back, once. */
  @Override
  public void close() {
    functions.destroy(handle);
  }
}
