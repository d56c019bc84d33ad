package assay.gpu.driver;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.ffi.Lazy;
import assay.core.ffi.LibrarySearch;
import assay.core.ffi.Named;
import assay.core.ffi.NativeLibrary;
import assay.core.ffi.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the NVIDIA driver's library. Once it is loaded, JCuda's own library finds {@code
 * libcuda.so.1} by name.
 */
public final class DriverLibrary {
  /** Settings that name another {@code libcuda.so.1}. */
  static final Named NAMED = new Named("assay.cuda.library", "ASSAY_CUDA_LIBRARY");

  /** On the Windows Subsystem for Linux and in some containers it is not in the linker's path. */
  public static final List<Place> PLACES =
      List.of(
          new Place.LinkerPath(),
          Place.Folders.of(
              Stream.of(
                      "/usr/lib/x86_64-linux-gnu",
                      "/usr/lib/aarch64-linux-gnu",
                      "/usr/lib64",
                      "/usr/lib",
                      "/usr/lib/wsl/lib",
                      "/usr/local/nvidia/lib64",
                      "/run/opengl-driver/lib")
                  .map(Path::of)
                  .toList()));

  static final LibrarySearch SEARCH =
      LibrarySearch.of(
          "CUDA driver",
          "libcuda.so.1",
          PLACES,
          new Remedy.Advice(
              "on a machine with an NVIDIA GPU install its driver; in a container pass the GPU"
                  + " through (docker run --gpus all)"));

  private static final Lazy<Availability<NativeLibrary>> LOADED =
      new Lazy<>(() -> SEARCH.find(NAMED));

  private DriverLibrary() {}

  /** Loads the driver's library, or only the named one if there is one. Never throws. */
  public static Availability<NativeLibrary> load() {
    return LOADED.get();
  }
}
