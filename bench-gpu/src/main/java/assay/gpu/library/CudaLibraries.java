package assay.gpu.library;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import assay.core.ffi.LibrarySearch;
import assay.core.ffi.NativeLibrary;
import assay.core.ffi.Place;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * NVIDIA's libraries, as far as they were found. They are loaded in the order of their
 * dependencies: cuBLASLt, cuBLAS, the parts of cuDNN, NVRTC.
 *
 * @param cublasLt matrix products
 * @param cublas not called from here; parts of cuDNN need it
 * @param cudnn convolutions; also missing if it was built for another CUDA than cuBLASLt
 * @param nvrtc not called from here; cuDNN compiles kernels with it
 */
public record CudaLibraries(
    Availability<Library> cublasLt,
    Availability<Library> cublas,
    Availability<Library> cudnn,
    Availability<Library> nvrtc) {
  private static final int NEWEST_CUDA = 13;
  private static final int OLDEST_CUBLAS = 11;
  private static final int OLDEST_NVRTC = 12;
  private static final List<String> CUDNN =
      List.of("libcudnn_graph.so.9", "libcudnn_ops.so.9", "libcudnn_cnn.so.9", "libcudnn.so.9");
  private static final Remedy NAMING =
      new Remedy.Advice("name the folders that hold the libraries with " + CudaPlaces.NAMED);

  /** All four by name, in order. */
  public Map<String, Availability<Library>> byName() {
    Map<String, Availability<Library>> all = new LinkedHashMap<>();
    all.put("cuBLASLt", cublasLt);
    all.put("cuBLAS", cublas);
    all.put("cuDNN", cudnn);
    all.put("NVRTC", nvrtc);
    return all;
  }

  /**
   * Searches this machine and loads what it finds, except libraries of a CUDA that the driver is
   * too old for. Never throws.
   *
   * @param driverMajor major version of CUDA that the driver supports (cuDriverGetVersion / 1000)
   */
  public static CudaLibraries load(int driverMajor) {
    return load(CudaPlaces.ofHost(), Math.clamp(driverMajor, 0, NEWEST_CUDA));
  }

  static CudaLibraries load(List<Place> places, int newest) {
    Search search = new Search(places, newest);
    Availability<Library> cublasLt =
        search.find(
            "cuBLASLt",
            search.versions(OLDEST_CUBLAS, major -> List.of("libcublasLt.so." + major)),
            CudaLibraries::cublasLt);
    Search same = cublasLt.map(lt -> new Search(places, lt.cudaMajor())).orElse(search);
    Availability<Library> cublas =
        same.find(
            "cuBLAS",
            same.versions(
                cublasLt.map(Library::cudaMajor).orElse(OLDEST_CUBLAS),
                major -> List.of("libcublasLt.so." + major, "libcublas.so." + major)),
            CudaLibraries::cublas);
    Availability<Library> cudnn =
        search
            .find("cuDNN", List.of(CUDNN), CudaLibraries::cudnn)
            .flatMap(found -> matching(found, cublasLt, newest));
    Availability<Library> nvrtc =
        search.find(
            "NVRTC",
            search.versions(OLDEST_NVRTC, major -> List.of("libnvrtc.so." + major)),
            CudaLibraries::nvrtc);
    // NVRTC asks the linker for it by its bare name, which works only once it is loaded.
    nvrtc
        .toOptional()
        .ifPresent(found ->
            LibrarySearch.loadBeside(found.loaded(), "libnvrtc-builtins.so." + found.version()));
    return new CudaLibraries(cublasLt, cublas, cudnn, nvrtc);
  }

  private static Availability<Library> matching(
      Library cudnn, Availability<Library> cublasLt, int newest) {
    if (cublasLt instanceof Available<Library>(Library lt) && lt.cudaMajor() != cudnn.cudaMajor()) {
      return new Unavailable<>(
          String.format(
              Locale.ROOT,
              "%s was built for CUDA %d, but %s for CUDA %d; they cannot be used in one process",
              cudnn,
              cudnn.cudaMajor(),
              lt,
              lt.cudaMajor()),
          new Remedy.AnyOf(new Remedy.Install("cuDNN 9 for CUDA " + lt.cudaMajor()), NAMING));
    }
    if (cudnn.cudaMajor() > newest) {
      return new Unavailable<>(
          String.format(
              Locale.ROOT,
              "%s was built for CUDA %d; the driver supports CUDA up to %d",
              cudnn,
              cudnn.cudaMajor(),
              newest),
          new Remedy.AnyOf(
              new Remedy.Install("a newer NVIDIA driver or cuDNN 9 for CUDA " + newest), NAMING));
    }
    return new Available<>(cudnn);
  }

  /**
   * A search for libraries.
   *
   * @param newest newest major version of CUDA that libraries may have
   */
  private record Search(List<Place> places, int newest) {
    /** Files of each version, the newest first. */
    List<List<String>> versions(int oldest, IntFunction<List<String>> files) {
      return IntStream.rangeClosed(0, newest - oldest)
          .mapToObj(down -> files.apply(newest - down))
          .toList();
    }

    /**
     * Finds a library and queries its version.
     *
     * @param files as {@link LibrarySearch#alternatives}
     */
    Availability<Library> find(
        String name, List<List<String>> files, Function<NativeLibrary, Library> ask) {
      if (files.isEmpty()) {
        return new Unavailable<>(
            "the driver supports CUDA up to " + newest + "; no supported " + name + " is that old",
            new Remedy.Install("a newer NVIDIA driver"));
      }
      Remedy install = new Remedy.Install(name + " (CUDA toolkit or Python's NVIDIA packages)");
      return new LibrarySearch(name, files, places, new Remedy.AnyOf(install, NAMING))
          .find()
          .flatMap(found -> asked(found, ask));
    }

    private static Availability<Library> asked(
        NativeLibrary found, Function<NativeLibrary, Library> ask) {
      try {
        return new Available<>(ask.apply(found));
      } catch (LibraryException e) {
        return new Unavailable<>(
            found.path() + " does not report its version: " + e.getMessage(),
            new Remedy.AnyOf(new Remedy.Install(found.name() + " again"), NAMING));
      }
    }
  }

  private static VersionFunctions functions(NativeLibrary found) {
    return new Library(found, "of unknown version", 0).functions(VersionFunctions.BINDER);
  }

  private static Library cublasLt(NativeLibrary found) {
    long version = functions(found).cublasLt();
    return version >= 100_000 ? decimal(found, version, 10_000) : decimal(found, version, 1_000);
  }

  private static Library decimal(NativeLibrary found, long version, int unit) {
    int major = (int) (version / unit);
    return new Library(found, major + "." + version % unit / 100 + "." + version % 100, major);
  }

  private static Library cublas(NativeLibrary found) {
    int[] parts = new int[3];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
      for (int i = 0; i < parts.length; i++) {
        functions(found).cublas(i, value);
        parts[i] = value.get(ValueLayout.JAVA_INT, 0);
      }
    }
    return new Library(found, parts[0] + "." + parts[1] + "." + parts[2], parts[0]);
  }

  private static Library cudnn(NativeLibrary found) {
    String version = decimal(found, functions(found).cudnn(), 10_000).version();
    return new Library(found, version, (int) (functions(found).cudnnCudart() / 1000));
  }

  private static Library nvrtc(NativeLibrary found) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment major = arena.allocate(ValueLayout.JAVA_INT);
      MemorySegment minor = arena.allocate(ValueLayout.JAVA_INT);
      int status = functions(found).nvrtc(major, minor);
      if (status != 0) {
        throw new LibraryException("nvrtcVersion", status, false, "status " + status);
      }
      int number = major.get(ValueLayout.JAVA_INT, 0);
      return new Library(found, number + "." + minor.get(ValueLayout.JAVA_INT, 0), number);
    }
  }
}
