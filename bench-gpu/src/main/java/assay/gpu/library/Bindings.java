package assay.gpu.library;

import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The functions of one library, bound. A function that this version of it lacks fails when called.
 */
final class Bindings<F extends Enum<F> & NativeFunction> {
  private static final int ABSENT = -1;

  private final Library.Loaded library;
  private final Map<F, MethodHandle> handles;

  private Bindings(Library.Loaded library, Map<F, MethodHandle> handles) {
    this.library = library;
    this.handles = handles;
  }

  /** Binds what the library has. */
  @SuppressWarnings("restricted") // Binding is what this class is for.
  static <F extends Enum<F> & NativeFunction> Bindings<F> bind(
      Library.Loaded library, Class<F> functions) {
    Map<F, MethodHandle> handles = new EnumMap<>(functions);
    for (F function : functions.getEnumConstants()) {
      library
          .symbols()
          .find(function.symbol())
          .map(address -> Linker.nativeLinker().downcallHandle(address, function.signature()))
          .ifPresent(handle -> handles.put(function, handle));
    }
    return new Bindings<>(library, handles);
  }

  /** The library. */
  Library.Loaded library() {
    return library;
  }

  /**
   * A function's handle, for calls that must cost little.
   *
   * @throws LibraryException if the library lacks it
   */
  MethodHandle handle(F function) {
    MethodHandle handle = handles.get(function);
    if (handle == null) {
      throw new LibraryException(
          function.symbol(), ABSENT, true, library + " lacks it; install a newer version");
    }
    return handle;
  }

  /**
   * Calls a function that returns a status.
   *
   * @throws LibraryException if the library lacks it
   */
  int call(F function, Object... arguments) {
    return (int) result(function, arguments);
  }

  /** Calls a function that returns a size. */
  long size(F function) {
    return (long) result(function);
  }

  private Object result(F function, Object... arguments) {
    MethodHandle handle = handle(function);
    try {
      return handle.invokeWithArguments(arguments);
    } catch (Throwable t) {
      throw unexpected(function, t);
    }
  }

  /** A call that did not even take place. */
  static IllegalStateException unexpected(NativeFunction function, @Nullable Throwable t) {
    return new IllegalStateException("calling " + function.symbol() + " failed", t);
  }

  /** Whether a symbol is there, for what a library can only have in some versions. */
  static boolean has(SymbolLookup symbols, String symbol) {
    return symbols.find(symbol).isPresent();
  }
}
