package assay.gpu.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code libcuda.so.1} is. It comes with the NVIDIA driver; on the Windows Subsystem for
 * Linux and in some containers it lies beside the linker's path. Once loaded it stays for the life
 * of the JVM, and JCuda's own library finds it by its name.
 */
final class DriverLibrary {
  /** The environment variable that names another library instead. */
  static final String VARIABLE = "ASSAY_CUDA_LIBRARY";

  /** The system property that does so and goes before the variable. */
  static final String PROPERTY = "assay.cuda.library";

  private static final String FILE = "libcuda.so.1";

  private static final List<String> FOLDERS =
      List.of(
          "/usr/lib/x86_64-linux-gnu",
          "/usr/lib64",
          "/usr/lib",
          "/usr/lib/wsl/lib",
          "/usr/local/nvidia/lib64",
          "/run/opengl-driver/lib");

  private DriverLibrary() {}

  /** What came of the search. */
  sealed interface Result {
    /** It is loaded. */
    record Found(SymbolLookup symbols) implements Result {}

    /** There is none; the reason says what was tried. */
    record Missing(String reason, String remedy) implements Result {}
  }

  /** Loads the driver's library, or the one that is named and no other. */
  static Result load() {
    String property = System.getProperty(PROPERTY);
    String named = property != null ? property : System.getenv(VARIABLE);
    return load(named == null || named.isBlank() ? null : named, FILE, FOLDERS);
  }

  /** The same with a file name and folders to look in after the linker's path. */
  static Result load(@Nullable String named, String file, List<String> folders) {
    List<String> candidates = new ArrayList<>();
    if (named == null) {
      candidates.add(file);
      folders.stream()
          .map(folder -> Path.of(folder, file))
          .filter(Files::exists)
          .forEach(path -> candidates.add(path.toString()));
    } else {
      candidates.add(Path.of(named).toAbsolutePath().toString());
    }
    for (String candidate : candidates) {
      SymbolLookup symbols = open(candidate);
      if (symbols != null) {
        return new Result.Found(symbols);
      }
    }
    return named == null ? absent(file, candidates) : notLoaded(named);
  }

  private static Result absent(String file, List<String> candidates) {
    return candidates.size() == 1
        ? new Result.Missing(
            "no CUDA driver: " + file + " is not on this machine",
            "on a machine with an NVIDIA GPU install its driver; in a container give it the GPU"
                + " (docker run --gpus all)")
        : new Result.Missing(
            "the CUDA driver's library cannot be loaded: " + String.join(", ", candidates),
            "reinstall the NVIDIA driver; 'ldd' of the file says what it lacks");
  }

  private static Result notLoaded(String named) {
    return new Result.Missing(
        "the library that %s or %s names cannot be loaded: %s".formatted(PROPERTY, VARIABLE, named),
        "correct the path, or unset it to use the driver's");
  }

  @SuppressWarnings("restricted") // The driver is native; JVMs of ours enable native access.
  private static @Nullable SymbolLookup open(String library) {
    try {
      return SymbolLookup.libraryLookup(library, Arena.global());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
