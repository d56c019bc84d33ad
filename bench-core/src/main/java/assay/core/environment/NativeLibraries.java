package assay.core.environment;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.ffi.CLibrary;
import assay.core.host.HostRoot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The C library, and the environment variables by which users set the mathematical libraries and
 * their threads. The libraries' own versions are details of the targets that load them.
 */
final class NativeLibraries {
  private static final List<String> PREFIXES =
      List.of(
          "OMP_",
          "GOMP_",
          "KMP_",
          "OPENBLAS_",
          "GOTO_",
          "ONEDNN_",
          "DNNL_",
          "CUBLAS_",
          "CUDNN_",
          "NVIDIA_TF32_",
          "MALLOC_",
          "GLIBC_TUNABLES");

  private NativeLibraries() {}

  static void read(HostRoot root, Map<String, String> variables, Findings findings) {
    findings.settings("libraries.c", cLibrary(root));
    findings.settings("libraries.variables", new Available<>(variables(variables)));
  }

  /** It is this process's, and of no use for a machine that a folder represents. */
  private static Availability<String> cLibrary(HostRoot root) {
    return root.isMachine()
        ? CLibrary.version()
        : new Unavailable<>("a folder has no running C library");
  }

  private static String variables(Map<String, String> all) {
    String set =
        new TreeMap<>(all)
            .entrySet().stream()
                .filter(e -> PREFIXES.stream().anyMatch(e.getKey()::startsWith))
                .map(e -> e.getKey() + ": " + JavaRuntime.withoutFolders(e.getValue()))
                .collect(Collectors.joining("; "));
    return set.isEmpty() ? "none" : set;
  }
}
