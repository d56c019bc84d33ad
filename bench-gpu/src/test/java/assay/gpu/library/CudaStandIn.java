package assay.gpu.library;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.ffi.Binder;
import assay.core.ffi.CLibrary;
import assay.core.ffi.NativeFunction;
import assay.core.ffi.Place;
import assay.core.testing.CCompiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One of the stand-ins for NVIDIA's libraries, built with gcc from {@code src/test/c}; tests are
 * skipped where there is no gcc. A copy has a state of its own.
 */
public final class CudaStandIn {
  private static final Path BUILT = Path.of("target", "cuda-standin");
  private static final Map<List<String>, Path> CACHE = new ConcurrentHashMap<>();

  private final Controls controls;

  private CudaStandIn(Controls controls) {
    this.controls = controls;
  }

  /** How a stand-in is watched and disturbed; see the sources. */
  interface Controls {
    @NativeFunction("standin_fail")
    void fail(MemorySegment function, long nth, long status);

    @NativeFunction("standin_set")
    void set(MemorySegment key, long value);

    @NativeFunction("standin_live")
    long live();

    @NativeFunction("standin_calls")
    long calls(MemorySegment function);

    @NativeFunction("standin_stream")
    long stream();

    @NativeFunction("standin_misuse")
    MemorySegment misuse();
  }

  /** Watches a library that was loaded from a stand-in's file. */
  static CudaStandIn of(Availability<Library> library) {
    return new CudaStandIn(
        loaded(library).loaded().functions(Binder.of(Controls.class, MethodHandles.lookup())));
  }

  /** A library that must be there. */
  static Library loaded(Availability<Library> library) {
    return library.toOptional().orElseThrow(() -> new AssertionError(library));
  }

  /** Puts a stand-in into a folder under a name, built with definitions such as VERSION=120304. */
  public static Path put(Path folder, String source, String file, String... definitions) {
    List<String> key = new ArrayList<>(List.of(source));
    key.addAll(List.of(definitions));
    Path built = CACHE.computeIfAbsent(key, CudaStandIn::build);
    try {
      Files.createDirectories(folder);
      return Files.copy(built, folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path build(List<String> key) {
    String name = String.join("-", key).replaceAll("[^A-Za-z0-9_=-]", "_") + ".so";
    Path built = BUILT.resolve(ProcessHandle.current().pid() + "-" + name);
    List<String> arguments = new ArrayList<>(List.of("-O1", "-Wno-unused-function"));
    key.subList(1, key.size()).forEach(definition -> arguments.add("-D" + definition));
    arguments.add("src/test/c/" + key.getFirst() + ".c");
    CCompiler.shared(built, arguments).toFile().deleteOnExit();
    return built;
  }

  /** All libraries of a CUDA 13 in one folder. */
  public static Path all(Path folder) {
    put(folder, "cublaslt_standin", "libcublasLt.so.13");
    put(folder, "cublas_standin", "libcublas.so.13");
    cudnn(folder);
    put(folder, "nvrtc_standin", "libnvrtc.so.13");
    return folder;
  }

  /** cuDNN 9 with its parts in a folder. */
  static Path cudnn(Path folder, String... definitions) {
    for (String part : List.of("graph", "ops", "cnn")) {
      put(folder, "cudnn_part_standin", "libcudnn_" + part + ".so.9");
    }
    return put(folder, "cudnn_standin", "libcudnn.so.9", definitions);
  }

  /** Loads what is in a folder, and nothing else. */
  static CudaLibraries load(Path folder) {
    return CudaLibraries.load(List.of(Place.Folders.of(List.of(folder.toAbsolutePath()))), 13);
  }

  /** The nth call from now on returns a status. */
  CudaStandIn fail(String function, long nth, long status) {
    controls.fail(text(function), nth, status);
    return this;
  }

  /** Changes a setting; see the sources. */
  CudaStandIn set(String key, long value) {
    controls.set(text(key), value);
    return this;
  }

  /** Objects that were created and not destroyed. */
  long live() {
    return controls.live();
  }

  /** How often a function was called. */
  long calls(String function) {
    return controls.calls(text(function));
  }

  /** The stream of the last work. */
  long stream() {
    return controls.stream();
  }

  /** The first thing that must not be done, or an empty text. */
  String misuse() {
    return CLibrary.text(controls.misuse());
  }

  /** Nothing is left, and nothing was done that must not be. */
  void assertClean() {
    assertThat(misuse()).isEmpty();
    assertThat(live()).as("objects left").isZero();
  }

  private static MemorySegment text(String text) {
    return Arena.ofAuto().allocateFrom(text);
  }
}
