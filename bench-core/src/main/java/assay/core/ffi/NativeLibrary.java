package assay.core.ffi;

import java.lang.foreign.SymbolLookup;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A library that is loaded, and stays so for the life of the JVM. */
public final class NativeLibrary {
  private final String name;
  private final String path;
  private final SymbolLookup symbols;
  private final Map<Class<?>, Object> bound = new ConcurrentHashMap<>();

  NativeLibrary(String name, String path, SymbolLookup symbols) {
    this.name = name;
    this.path = path;
    this.symbols = symbols;
  }

  /** What it is called among people, for example {@code cuBLASLt}. */
  public String name() {
    return name;
  }

  /** Where its file is; the bare name if the dynamic linker found it and did not say where. */
  public String path() {
    return path;
  }

  /** Its symbols. */
  public SymbolLookup symbols() {
    return symbols;
  }

  /** Its functions, bound at the first call for their interface; the same object ever after. */
  public <F> F functions(Class<F> type, Binder<F> binder) {
    return type.cast(bound.computeIfAbsent(type, _ -> binder.bind(symbols)));
  }

  @Override
  public String toString() {
    return name + " (" + path + ")";
  }
}
