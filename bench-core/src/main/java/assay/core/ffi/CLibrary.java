package assay.core.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandles;
import java.util.Optional;

/** The C library of this process. */
public final class CLibrary {
  private static final int RTLD_LAZY = 1;

  private static final Lazy<Functions> FUNCTIONS =
      new Lazy<>(() ->
          Binder.of(Functions.class, MethodHandles.lookup())
              .bind(Linker.nativeLinker().defaultLookup()));

  private CLibrary() {}

  /** What is used of it. */
  interface Functions {
    @NativeFunction("setenv")
    int setenv(MemorySegment name, MemorySegment value, int overwrite);

    @NativeFunction("dlopen")
    MemorySegment dlopen(MemorySegment file, int flags);

    @NativeFunction("dlerror")
    MemorySegment dlerror();
  }

  /**
   * Sets a variable in the environment that C code of this process sees; {@link System#getenv} and
   * child processes that Java starts do not see it.
   *
   * @param overwrite whether one that is set already is changed
   */
  public static void setenv(String name, String value, boolean overwrite) {
    try (Arena arena = Arena.ofConfined()) {
      int failed =
          FUNCTIONS
              .get()
              .setenv(arena.allocateFrom(name), arena.allocateFrom(value), overwrite ? 1 : 0);
      if (failed != 0) {
        throw new IllegalArgumentException("setenv refuses the name " + name);
      }
    }
  }

  /** A C string that ends with a zero byte; empty for the null pointer. */
  @SuppressWarnings("restricted") // Its length is not known before.
  public static String text(MemorySegment string) {
    return string.equals(MemorySegment.NULL) ? "" : string.reinterpret(Long.MAX_VALUE).getString(0);
  }

  /** Loads a library; empty if the dynamic linker refuses. */
  @SuppressWarnings("restricted") // Loading a library is the point.
  static Optional<SymbolLookup> open(String file) {
    try {
      return Optional.of(SymbolLookup.libraryLookup(file, Arena.global()));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // That is how a library that cannot be opened shows.
    }
  }

  /** Why the dynamic linker refuses a file, in its own words; Java does not pass them on. */
  static String refusal(String file) {
    Functions functions = FUNCTIONS.get();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment opened = functions.dlopen(arena.allocateFrom(file), RTLD_LAZY);
      String words = opened.equals(MemorySegment.NULL) ? text(functions.dlerror()).strip() : "";
      return words.isEmpty() ? "damaged, or for another processor" : words;
    }
  }
}
