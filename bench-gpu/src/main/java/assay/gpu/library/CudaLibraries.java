package assay.gpu.library;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What was found of NVIDIA's libraries. They are loaded in the order in which they need each other:
 * cuBLASLt, cuBLAS, the parts of cuDNN, NVRTC.
 *
 * @param cublasLt matrix products
 * @param cublas not called from here; parts of cuDNN need it
 * @param cudnn convolutions; missing also where it was built for another CUDA than cuBLASLt
 * @param nvrtc compiles kernels
 */
public record CudaLibraries(Library cublasLt, Library cublas, Library cudnn, Library nvrtc) {
  private static final int NEWEST_CUDA = 13;
  private static final int OLDEST_CUBLAS = 11;
  private static final int OLDEST_NVRTC = 12;
  private static final String NAMING =
      "or name the folders that hold the libraries with " + LibraryPlaces.VARIABLE;

  /** All four in their order. */
  public List<Library> all() {
    return List.of(cublasLt, cublas, cudnn, nvrtc);
  }

  /** Versions and files of those that are there, by name, for a run's record. */
  public Map<String, String> provenance() {
    Map<String, String> found = new LinkedHashMap<>();
    for (Library library : all()) {
      if (library instanceof Library.Loaded loaded) {
        found.put(loaded.name(), loaded.provenance());
      }
    }
    return found;
  }

  /** Looks through this machine; loads what it finds. Never throws. */
  public static CudaLibraries load() {
    return load(new LibrarySearch(LibraryPlaces.ofHost()), NEWEST_CUDA);
  }

  /**
   * The same, leaving out libraries of a CUDA that the driver is too old for.
   *
   * @param driverMajor major version of CUDA that the driver knows (cuDriverGetVersion / 1000)
   */
  public static CudaLibraries load(int driverMajor) {
    return load(new LibrarySearch(LibraryPlaces.ofHost()), Math.clamp(driverMajor, 0, NEWEST_CUDA));
  }

  static CudaLibraries load(LibrarySearch search, int newest) {
    Library cublasLt = cublasLt(search, newest);
    int most = cublasLt instanceof Library.Loaded lt ? lt.cudaMajor() : newest;
    int least = cublasLt instanceof Library.Loaded lt ? lt.cudaMajor() : OLDEST_CUBLAS;
    Library cublas = cublas(search, most, least);
    Library cudnn = cudnn(search, newest, cublasLt);
    return new CudaLibraries(cublasLt, cublas, cudnn, nvrtc(search, newest));
  }

  private static Library cublasLt(LibrarySearch search, int newest) {
    List<List<String>> files =
        majors(newest, OLDEST_CUBLAS, major -> List.of("libcublasLt.so." + major));
    return find(search, "cuBLASLt", files, CudaLibraries::cublasLtVersion, newest);
  }

  private static Library cublas(LibrarySearch search, int newest, int oldest) {
    List<List<String>> files =
        majors(
            newest, oldest, major -> List.of("libcublasLt.so." + major, "libcublas.so." + major));
    return find(search, "cuBLAS", files, CudaLibraries::cublasVersion, newest);
  }

  private static Library cudnn(LibrarySearch search, int newest, Library cublasLt) {
    List<String> parts =
        List.of("libcudnn_graph.so.9", "libcudnn_ops.so.9", "libcudnn_cnn.so.9", "libcudnn.so.9");
    Library found = find(search, "cuDNN", List.of(parts), CudaLibraries::cudnnVersion, NEWEST_CUDA);
    if (!(found instanceof Library.Loaded cudnn)) {
      return found;
    }
    if (cublasLt instanceof Library.Loaded lt && lt.cudaMajor() != cudnn.cudaMajor()) {
      return new Library.Missing(
          "cuDNN",
          "%s was built for CUDA %d, but %s for CUDA %d; they cannot work in one process"
              .formatted(cudnn, cudnn.cudaMajor(), lt, lt.cudaMajor()),
          "install cuDNN 9 for CUDA " + lt.cudaMajor() + ", " + NAMING);
    }
    if (cudnn.cudaMajor() > newest) {
      return new Library.Missing(
          "cuDNN",
          "%s was built for CUDA %d; the driver knows CUDA up to %d"
              .formatted(cudnn, cudnn.cudaMajor(), newest),
          "install a newer NVIDIA driver or cuDNN 9 for CUDA " + newest + ", " + NAMING);
    }
    return cudnn;
  }

  private static Library nvrtc(LibrarySearch search, int newest) {
    List<List<String>> files =
        majors(newest, OLDEST_NVRTC, major -> List.of("libnvrtc.so." + major));
    Library nvrtc = find(search, "NVRTC", files, CudaLibraries::nvrtcVersion, newest);
    if (nvrtc instanceof Library.Loaded loaded) {
      // NVRTC asks the linker for it by its bare name, which finds it only once it is loaded.
      LibrarySearch.preload(loaded, "libnvrtc-builtins.so." + loaded.version());
    }
    return nvrtc;
  }

  private static List<List<String>> majors(
      int newest, int oldest, Function<Integer, List<String>> files) {
    return IntStream.rangeClosed(0, newest - oldest)
        .mapToObj(down -> files.apply(newest - down))
        .toList();
  }

  /** What a library says of itself. */
  private record Version(String text, int cudaMajor) {}

  private static Library find(
      LibrarySearch search,
      String name,
      List<List<String>> files,
      Function<Library.Loaded, Version> version,
      int newest) {
    if (files.isEmpty()) {
      return new Library.Missing(
          name,
          "the driver knows CUDA up to " + newest + "; no " + name + " in use here is that old",
          "install a newer NVIDIA driver");
    }
    String remedy = "install " + name + " (CUDA toolkit or Python's NVIDIA packages), " + NAMING;
    return switch (search.find(new LibrarySearch.Wanted(name, files, remedy))) {
      case LibrarySearch.Result.None none -> none.missing();
      case LibrarySearch.Result.Found found -> asked(name, found.path(), found.symbols(), version);
    };
  }

  private static Library asked(
      String name, String path, SymbolLookup symbols, Function<Library.Loaded, Version> ask) {
    Library.Loaded unknown = new Library.Loaded(name, path, "of unknown version", 0, symbols);
    try {
      Version version = ask.apply(unknown);
      return new Library.Loaded(name, path, version.text(), version.cudaMajor(), symbols);
    } catch (LibraryException e) {
      return new Library.Missing(
          name,
          path + " does not tell its version: " + e.getMessage(),
          "install " + name + " again, " + NAMING);
    }
  }

  private static Version cublasLtVersion(Library.Loaded library) {
    long version = Bindings.bind(library, VersionFunction.class).size(VersionFunction.CUBLASLT);
    return version >= 100_000 ? decimal(version, 10_000) : decimal(version, 1_000);
  }

  private static Version decimal(long version, int unit) {
    int major = (int) (version / unit);
    return new Version(major + "." + version % unit / 100 + "." + version % 100, major);
  }

  private static Version cublasVersion(Library.Loaded library) {
    Bindings<VersionFunction> functions = Bindings.bind(library, VersionFunction.class);
    int[] parts = new int[3];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
      for (int i = 0; i < parts.length; i++) {
        CublasStatus.check(
            VersionFunction.CUBLAS_PROPERTY,
            functions.call(VersionFunction.CUBLAS_PROPERTY, i, value));
        parts[i] = value.get(ValueLayout.JAVA_INT, 0);
      }
    }
    return new Version(parts[0] + "." + parts[1] + "." + parts[2], parts[0]);
  }

  private static Version cudnnVersion(Library.Loaded library) {
    Bindings<VersionFunction> functions = Bindings.bind(library, VersionFunction.class);
    Version own = decimal(functions.size(VersionFunction.CUDNN), 10_000);
    return new Version(own.text(), (int) (functions.size(VersionFunction.CUDNN_CUDART) / 1000));
  }

  private static Version nvrtcVersion(Library.Loaded library) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment major = arena.allocate(ValueLayout.JAVA_INT);
      MemorySegment minor = arena.allocate(ValueLayout.JAVA_INT);
      int code =
          Bindings.bind(library, VersionFunction.class).call(VersionFunction.NVRTC, major, minor);
      if (code != NvrtcStatus.SUCCESS.code()) {
        throw new LibraryException("nvrtcVersion", code, false, NvrtcStatus.describe(code));
      }
      int number = major.get(ValueLayout.JAVA_INT, 0);
      return new Version(number + "." + minor.get(ValueLayout.JAVA_INT, 0), number);
    }
  }
}
