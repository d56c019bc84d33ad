package assay.gpu.library;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * cuBLASLt with a handle for the current device context; every call is checked.
 *
 * @param handle of the library
 */
record CublasLt(Library library, CublasLtFunctions functions, long handle)
    implements AutoCloseable {
  /**
   * Creates a handle.
   *
   * @throws LibraryException if the library cannot be set up, for example without a driver
   */
  static CublasLt open(Library library) {
    CublasLtFunctions functions = library.functions(CublasLtFunctions.BINDER);
    return new CublasLt(library, functions, Owned.created(functions::create));
  }

  /** A function that sets an attribute of a descriptor. */
  @FunctionalInterface
  interface Setter {
    void set(long descriptor, int attribute, MemorySegment value, long size);
  }

  /** Sets a descriptor's 32-bit attribute. */
  static void set(Setter setter, long descriptor, int attribute, int value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment at = arena.allocateFrom(ValueLayout.JAVA_INT, value);
      setter.set(descriptor, attribute, at, at.byteSize());
    }
  }

  /** Sets a descriptor's 64-bit attribute. */
  static void set(Setter setter, long descriptor, int attribute, long value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment at = arena.allocateFrom(ValueLayout.JAVA_LONG, value);
      setter.set(descriptor, attribute, at, at.byteSize());
    }
  }

  /** Destroys the handle, once. */
  @Override
  public void close() {
    functions.destroy(handle);
  }
}
