package assay.core.ffi;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A loaded library; it stays loaded for the life of the JVM. */
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

  /** The library's common name, for example {@code cuBLASLt}. */
  public String name() {
    return name;
  }

  /** The path of its file; the bare name if the dynamic linker found it and its path is unknown. */
  public String path() {
    return path;
  }

  /** Its symbols. */
  public SymbolLookup symbols() {
    return symbols;
  }

  /**
   * Its functions, bound on the first call for their interface; later calls return the same object.
   */
  public <F> F functions(Binder<F> binder) {
    Class<F> type = binder.type();
    return type.cast(bound.computeIfAbsent(type, _ -> binder.bind(symbols)));
  }

  /** Its functions, all of which must be present. */
  public <F> Availability<F> allFunctions(Binder<F> binder, Remedy remedy) {
    List<String> lacking = binder.lacking(symbols);
    if (lacking.isEmpty()) {
      return new Availability.Available<>(functions(binder));
    }
    String more =
        lacking.size() == 1
            ? ""
            : String.format(Locale.ROOT, " and %d more functions", lacking.size() - 1);
    return new Availability.Unavailable<>(
        String.format(
            Locale.ROOT,
            "%s cannot be used as %s: it lacks %s%s",
            path,
            name,
            lacking.getFirst(),
            more),
        remedy);
  }

  @Override
  public String toString() {
    return name + " (" + path + ")";
  }
}
