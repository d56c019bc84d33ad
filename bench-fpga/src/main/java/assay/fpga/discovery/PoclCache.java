package assay.fpga.discovery;

import assay.core.availability.Remedy;
import assay.core.files.ProgramFolder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The folder in which PoCL keeps compiled kernels. PoCL ends the process where it cannot write
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
      return Optional.of(
          unusable(
              VARIABLE + " is empty", new Remedy.UnsetVariable(VARIABLE, "or set it to a folder")));
    }
    Path folder = folder(environment);
    return ProgramFolder.trouble(folder, NEEDED_BYTES)
        .map(why ->
            unusable(
                "its folder for compiled kernels, " + folder + ", " + why,
                new Remedy.SetVariable(
                    VARIABLE,
                    "a folder with at least "
                        + (NEEDED_BYTES >> 20)
                        + " MiB of space, in which files may be written and executed")));
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

  private static Unusable unusable(String why, Remedy remedy) {
    String platform = Vendor.POCL.platform();
    return new Unusable(platform, "platform '" + platform + "' cannot be used: " + why, remedy);
  }
}
