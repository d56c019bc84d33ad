package assay.gpu.nvml;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.ffi.LibrarySearch;
import assay.core.ffi.Named;
import assay.core.ffi.NativeLibrary;
import assay.gpu.driver.DriverLibrary;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the NVML library, which comes with the NVIDIA driver. */
final class NvmlLibrary {
  /** Settings that name another library. */
  static final Named NAMED = new Named("assay.nvml.library", "ASSAY_NVML_LIBRARY");

  static final LibrarySearch SEARCH =
      LibrarySearch.of(
          "NVML",
          "libnvidia-ml.so.1",
          DriverLibrary.PLACES,
          new Remedy.Advice(
              "install the NVIDIA driver; in a container, start it with the NVIDIA container runtime"
                  + " and the capability 'utility'; or name the library with "
                  + NAMED.variable()));

  private NvmlLibrary() {}

  /**
   * Loads the library.
   *
   * @param named the library to use, or null for the driver's. If it is named and cannot be loaded,
   *     no other is tried.
   */
  static Availability<Nvml> load(@Nullable String named) {
    Availability<NativeLibrary> found =
        named == null ? SEARCH.find() : SEARCH.open(Path.of(named), NAMED);
    return found.map(library -> library.functions(Nvml.BINDER));
  }
}
