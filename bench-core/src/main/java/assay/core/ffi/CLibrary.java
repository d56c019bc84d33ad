package assay.core.ffi;

import assay.core.availability.Availability;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.util.BitSet;
import java.util.Optional;

/** The C library of this process. */
public final class CLibrary {
  private static final int RTLD_LAZY = 1;

  private static final Lazy<Functions> FUNCTIONS =
      new Lazy<>(() ->
          Binder.of(Functions.class, MethodHandles.lookup())
              .bind(Linker.nativeLinker().defaultLookup()));

  private CLibrary() {}

  /** The functions used. */
  interface Functions {
    @NativeFunction("setenv")
    int setenv(MemorySegment name, MemorySegment value, int overwrite);

    @NativeFunction("dlopen")
    MemorySegment dlopen(MemorySegment file, int flags);

    @NativeFunction("dlerror")
    MemorySegment dlerror();

    @NativeFunction("sched_setaffinity")
    int setAffinity(int thread, long bytes, MemorySegment mask);

    @NativeFunction("gnu_get_libc_version")
    MemorySegment version();
  }

  /**
   * Sets an environment variable for C code in this process; {@link System#getenv} and child
   * processes started by Java do not see it.
   *
   * @param overwrite whether to replace an existing value
   */
  public static void setenv(String name, String value, boolean overwrite) {
    try (Arena arena = Arena.ofConfined()) {
      int failed =
          FUNCTIONS
              .get()
              .setenv(arena.allocateFrom(name), arena.allocateFrom(value), overwrite ? 1 : 0);
      if (failed != 0) {
        throw new IllegalArgumentException("setenv rejects the name " + name);
      }
    }
  }

  /**
   * Binds the calling thread to processors.
   *
   * @param processors numbers as the kernel counts, at least one
   * @return whether the system did it
   */
  public static boolean setAffinity(BitSet processors) {
    try (Arena arena = Arena.ofConfined()) {
      long[] words = processors.toLongArray();
      MemorySegment mask = arena.allocateFrom(ValueLayout.JAVA_LONG, words);
      return FUNCTIONS.get().setAffinity(0, mask.byteSize(), mask) == 0;
    } catch (UnsatisfiedLinkError e) {
      return false; // Not Linux.
    }
  }

  /** Name and version of the C library, such as {@code glibc 2.41}. */
  public static Availability<String> version() {
    try {
      return new Availability.Available<>("glibc " + text(FUNCTIONS.get().version()));
    } catch (UnsatisfiedLinkError e) {
      return new Availability.Unavailable<>("it is not the GNU C library and states no version");
    }
  }

  /** A null-terminated C string; empty for the null pointer. */
  @SuppressWarnings("restricted") // Its length is not known in advance.
  public static String text(MemorySegment string) {
    return string.equals(MemorySegment.NULL) ? "" : string.reinterpret(Long.MAX_VALUE).getString(0);
  }

  /** Loads a library; empty if the dynamic linker refuses. */
  @SuppressWarnings("restricted") // Loading a library is the purpose.
  static Optional<SymbolLookup> open(String file) {
    try {
      return Optional.of(SymbolLookup.libraryLookup(file, Arena.global()));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // Thrown if the library cannot be opened.
    }
  }

  /** The dynamic linker's own message for a file that it refuses; Java does not report it. */
  static String refusal(String file) {
    Functions functions = FUNCTIONS.get();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment opened = functions.dlopen(arena.allocateFrom(file), RTLD_LAZY);
      String words = opened.equals(MemorySegment.NULL) ? text(functions.dlerror()).strip() : "";
      return words.isEmpty() ? "it is damaged or built for another processor" : words;
    }
  }
}
