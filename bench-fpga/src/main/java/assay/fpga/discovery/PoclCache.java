package assay.fpga.discovery;

import assay.core.availability.Remedy;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which PoCL keeps compiled kernels. PoCL aborts the process where it cannot write
 * there, or where the files in it may not be executed, so the folder is tried first.
 */
public final class PoclCache {
  /** Environment variable with the folder. */
  public static final String VARIABLE = "POCL_CACHE_DIR";

  /** Several times what PoCL 3.1 wrote for all kernels of Assay. */
  private static final long NEEDED_BYTES = 16 << 20;

  private PoclCache() {}

  /**
   * Why the platform cannot be used; empty if its folder can.
   *
   * @param environment variables of this process
   */
  public static Optional<Unusable> trouble(Map<String, String> environment) {
    if ("".equals(environment.get(VARIABLE))) {
      return unusable(
          VARIABLE + " is empty", new Remedy.UnsetVariable(VARIABLE, "or set it to a folder"));
    }
    Path folder = folder(environment);
    String why = why(folder);
    return why == null
        ? Optional.empty()
        : unusable(
            "its folder for compiled kernels, " + folder + ", " + why,
            new Remedy.SetVariable(
                VARIABLE,
                "a folder with at least "
                    + (NEEDED_BYTES >> 20)
                    + " MiB of space, in which files may be written and executed"));
  }

  /** Where PoCL 3.1 looks ({@code pocl_cache_init_topdir}). */
  private static Path folder(Map<String, String> environment) {
    String given = environment.get(VARIABLE);
    if (given != null) {
      return Path.of(given);
    }
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    String home = environment.get("HOME");
    Path place =
        !cache.isEmpty()
            ? Path.of(cache)
            : home != null ? Path.of(home, ".cache") : Path.of("/tmp");
    return place.resolve("pocl").resolve("kcache");
  }

  private static @Nullable String why(Path folder) {
    try {
      Files.createDirectories(folder);
      long free = Files.getFileStore(folder).getUsableSpace();
      if (free < NEEDED_BYTES) {
        return "has " + (free >> 10) + " KiB of space left";
      }
      Path trial =
          Files.createTempFile(
              folder,
              "assay",
              ".tmp",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      try {
        Files.write(trial, new byte[1]);
        // Linux tells so from the mount's options as well.
        return Files.isExecutable(trial)
            ? null
            : "is on a file system from which nothing may be executed (noexec)";
      } finally {
        Files.delete(trial);
      }
    } catch (IOException e) {
      return "cannot be written (" + reason(e) + ")";
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "a file of that name is in the way";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> "it cannot be created";
    };
  }

  private static Optional<Unusable> unusable(String why, Remedy remedy) {
    String platform = Vendor.POCL.platform();
    return Optional.of(
        new Unusable(platform, "platform '" + platform + "' cannot be used: " + why, remedy));
  }
}
