package assay.gpu.nvml;

import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * NVML's functions, called by the shape of their parameters. Every call returns NVML's code; a
 * function that this version of the library lacks answers {@link NvmlStatus#FUNCTION_NOT_FOUND}.
 */
final class Nvml {
  private final Map<NvmlFunction, MethodHandle> handles;

  private Nvml(Map<NvmlFunction, MethodHandle> handles) {
    this.handles = handles;
  }

  /** Binds what the library has. */
  @SuppressWarnings("restricted") // Binding is what this class is for.
  static Nvml bind(SymbolLookup library) {
    Map<NvmlFunction, MethodHandle> handles = new EnumMap<>(NvmlFunction.class);
    for (NvmlFunction function : NvmlFunction.values()) {
      function.symbols().stream()
          .flatMap(symbol -> library.find(symbol).stream())
          .findFirst()
          .map(address -> Linker.nativeLinker().downcallHandle(address, function.signature()))
          .ifPresent(handle -> handles.put(function, handle));
    }
    return new Nvml(handles);
  }

  /** {@code f()}. */
  int call(NvmlFunction function) {
    MethodHandle handle = handles.get(function);
    try {
      return handle == null ? lacking() : (int) handle.invokeExact();
    } catch (Throwable t) {
      throw unexpected(function, t);
    }
  }

  /** {@code f(pointer)}. */
  int call(NvmlFunction function, MemorySegment a) {
    MethodHandle handle = handles.get(function);
    try {
      return handle == null ? lacking() : (int) handle.invokeExact(a);
    } catch (Throwable t) {
      throw unexpected(function, t);
    }
  }

  /** {@code f(pointer, int)}. */
  int call(NvmlFunction function, MemorySegment a, int b) {
    MethodHandle handle = handles.get(function);
    try {
      return handle == null ? lacking() : (int) handle.invokeExact(a, b);
    } catch (Throwable t) {
      throw unexpected(function, t);
    }
  }

  /** {@code f(int, pointer)}. */
  int call(NvmlFunction function, int a, MemorySegment b) {
    MethodHandle handle = handles.get(function);
    try {
      return handle == null ? lacking() : (int) handle.invokeExact(a, b);
    } catch (Throwable t) {
      throw unexpected(function, t);
    }
  }

  /** {@code f(pointer, pointer)}. */
  int call(NvmlFunction function, MemorySegment a, MemorySegment b) {
    MethodHandle handle = handles.get(function);
    try {
      return handle == null ? lacking() : (int) handle.invokeExact(a, b);
    } catch (Throwable t) {
      throw unexpected(function, t);
    }
  }

  /** {@code f(pointer, pointer, pointer)}. */
  int call(NvmlFunction function, MemorySegment a, MemorySegment b, MemorySegment c) {
    MethodHandle handle = handles.get(function);
    try {
      return handle == null ? lacking() : (int) handle.invokeExact(a, b, c);
    } catch (Throwable t) {
      throw unexpected(function, t);
    }
  }

  /** {@code f(pointer, pointer, int)}. */
  int call(NvmlFunction function, MemorySegment a, MemorySegment b, int c) {
    MethodHandle handle = handles.get(function);
    try {
      return handle == null ? lacking() : (int) handle.invokeExact(a, b, c);
    } catch (Throwable t) {
      throw unexpected(function, t);
    }
  }

  /** {@code f(pointer, int, pointer)}. */
  int call(NvmlFunction function, MemorySegment a, int b, MemorySegment c) {
    MethodHandle handle = handles.get(function);
    try {
      return handle == null ? lacking() : (int) handle.invokeExact(a, b, c);
    } catch (Throwable t) {
      throw unexpected(function, t);
    }
  }

  /** {@code f(pointer, long, pointer)}. */
  int call(NvmlFunction function, MemorySegment a, long b, MemorySegment c) {
    MethodHandle handle = handles.get(function);
    try {
      return handle == null ? lacking() : (int) handle.invokeExact(a, b, c);
    } catch (Throwable t) {
      throw unexpected(function, t);
    }
  }

  /** {@code f(pointer, int, int, pointer)}. */
  int call(NvmlFunction function, MemorySegment a, int b, int c, MemorySegment d) {
    MethodHandle handle = handles.get(function);
    try {
      return handle == null ? lacking() : (int) handle.invokeExact(a, b, c, d);
    } catch (Throwable t) {
      throw unexpected(function, t);
    }
  }

  private static int lacking() {
    return NvmlStatus.FUNCTION_NOT_FOUND.code();
  }

  private static IllegalStateException unexpected(NvmlFunction function, @Nullable Throwable t) {
    return new IllegalStateException("calling " + function.symbols().getFirst() + " failed", t);
  }
}
