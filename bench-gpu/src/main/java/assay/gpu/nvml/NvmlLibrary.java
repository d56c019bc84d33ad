package assay.gpu.nvml;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the NVML library is. It comes with the NVIDIA driver; on the Windows Subsystem for Linux
 * and in some containers it lies beside the linker's path. Once loaded it stays for the life of the
 * JVM.
 */
final class NvmlLibrary {
  /** The environment variable that names another library instead. */
  static final String VARIABLE = "ASSAY_NVML_LIBRARY";

  /** The system property that does so and goes before the variable. */
  static final String PROPERTY = "assay.nvml.library";

  private static final String FILE = "libnvidia-ml.so.1";

  private static final List<String> FOLDERS =
      List.of(
          "/usr/lib/x86_64-linux-gnu",
          "/usr/lib/aarch64-linux-gnu",
          "/usr/lib64",
          "/usr/lib",
          "/usr/lib/wsl/lib",
          "/usr/local/nvidia/lib64",
          "/run/opengl-driver/lib");

  private NvmlLibrary() {}

  /** What came of the search. */
  sealed interface Result {
    /** It is loaded. */
    record Found(SymbolLookup symbols) implements Result {}

    /**
     * There is none.
     *
     * @param reason what was tried
     * @param remedy what would help
     */
    record Missing(String reason, String remedy) implements Result {}
  }

  /** What {@link #PROPERTY} or else {@link #VARIABLE} names; null where neither does. */
  static @Nullable String named() {
    String property = System.getProperty(PROPERTY);
    String named = property != null ? property : System.getenv(VARIABLE);
    return named == null || named.isBlank() ? null : named;
  }

  /**
   * Loads the library.
   *
   * @param named the one library to be used, or null for that of the driver. If it is named and
   *     cannot be loaded, no other is tried.
   */
  static Result load(@Nullable String named) {
    return load(named, FILE, FOLDERS);
  }

  /** The same with another file name and other folders to look in after the linker's path. */
  static Result load(@Nullable String named, String file, List<String> folders) {
    try {
      return named == null ? search(file, folders) : loadNamed(Path.of(named));
    } catch (IllegalCallerException e) {
      return new Result.Missing(
          "native access is denied: " + e.getMessage(),
          "start the JVM with --enable-native-access=ALL-UNNAMED");
    }
  }

  private static Result loadNamed(Path library) {
    SymbolLookup symbols = open(library.toAbsolutePath().toString());
    if (symbols != null) {
      return new Result.Found(symbols);
    }
    String state = Files.exists(library) ? "cannot be loaded" : "is not there";
    return new Result.Missing(
        VARIABLE + " or " + PROPERTY + " names " + library + ", which " + state,
        "name a library that can be loaded, or unset it to use the NVIDIA driver's");
  }

  private static Result search(String file, List<String> folders) {
    SymbolLookup symbols = open(file);
    if (symbols != null) {
      return new Result.Found(symbols);
    }
    for (String folder : folders) {
      Path candidate = Path.of(folder, file);
      if (Files.exists(candidate)) {
        SymbolLookup found = open(candidate.toString());
        return found != null ? new Result.Found(found) : broken(candidate);
      }
    }
    return new Result.Missing(
        file + " is neither on the linker's path nor in " + String.join(", ", folders),
        "install the NVIDIA driver; in a container, start it with the NVIDIA container runtime and"
            + " the capability 'utility'; or name the library with "
            + VARIABLE);
  }

  private static Result broken(Path library) {
    return new Result.Missing(
        library + " is there and cannot be loaded: not for this processor, or damaged",
        "install the NVIDIA driver again");
  }

  @SuppressWarnings("restricted") // Loading a library is the point.
  private static @Nullable SymbolLookup open(String library) {
    try {
      return SymbolLookup.libraryLookup(library, Arena.global());
    } catch (IllegalArgumentException e) {
      return null; // That is how a library that cannot be opened shows.
    }
  }
}
