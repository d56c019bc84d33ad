package assay.gpu.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One of the stand-ins for NVIDIA's libraries, built with gcc from {@code src/test/c}; tests are
 * skipped where there is no gcc. A copy has a state of its own.
 */
public final class CudaStandIn {
  private static final Path BUILT = Path.of("target", "cuda-standin");
  private static final Map<List<String>, Path> CACHE = new ConcurrentHashMap<>();

  private final SymbolLookup symbols;

  private CudaStandIn(SymbolLookup symbols) {
    this.symbols = symbols;
  }

  /** Watches a library that was loaded from a stand-in's file. */
  static CudaStandIn of(Library library) {
    assertThat(library).isInstanceOf(Library.Loaded.class);
    return new CudaStandIn(((Library.Loaded) library).symbols());
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
    List<String> command =
        new ArrayList<>(List.of("gcc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror"));
    command.add("-Wno-unused-function");
    key.subList(1, key.size()).forEach(definition -> command.add("-D" + definition));
    command.addAll(
        List.of("-o", built.toString(), "src/test/c/" + key.getFirst() + ".c", "-lm", "-ldl"));
    try {
      Files.createDirectories(BUILT);
      Process gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = gcc.waitFor();
      if (exit != 0) {
        throw new AssertionError("gcc ended with " + exit + ": " + output);
      }
      built.toFile().deleteOnExit();
      return built;
    } catch (IOException e) {
      return abort("gcc cannot be run (" + e.getMessage() + "); install it");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
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
    return CudaLibraries.load(new LibrarySearch(named(folder)), 13);
  }

  /** Only this folder. */
  static LibraryPlaces named(Path folder) {
    return new LibraryPlaces(
        List.of(folder.toAbsolutePath()), List.of(), false, List.of(), List.of());
  }

  /** The nth call from now on returns a status. */
  CudaStandIn fail(String function, long nth, long status) {
    call("standin_fail", void.class, text(function), nth, status);
    return this;
  }

  /** Changes a setting; see the sources. */
  CudaStandIn set(String key, long value) {
    call("standin_set", void.class, text(key), value);
    return this;
  }

  /** Objects that were created and not destroyed. */
  long live() {
    return number("standin_live");
  }

  /** How often a function was called. */
  long calls(String function) {
    return (long) result(call("standin_calls", long.class, text(function)));
  }

  /** The stream of the last work. */
  long stream() {
    return number("standin_stream");
  }

  /** The first thing that must not be done, or an empty text. */
  @SuppressWarnings("restricted") // The library returns a C string of unknown length.
  String misuse() {
    MemorySegment chars = (MemorySegment) result(call("standin_misuse", MemorySegment.class));
    return chars.reinterpret(Long.MAX_VALUE).getString(0);
  }

  /** Nothing is left, and nothing was done that must not be. */
  void assertClean() {
    assertThat(misuse()).isEmpty();
    assertThat(live()).as("objects left").isZero();
  }

  private long number(String function) {
    return (long) result(call(function, long.class));
  }

  private static Object result(@Nullable Object value) {
    if (value == null) {
      throw new AssertionError("no result");
    }
    return value;
  }

  private static MemorySegment text(String text) {
    return Arena.ofAuto().allocateFrom(text);
  }

  @SuppressWarnings("restricted")
  private @Nullable Object call(String function, Class<?> result, Object... arguments) {
    ValueLayout[] types = new ValueLayout[arguments.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = arguments[i] instanceof Long ? ValueLayout.JAVA_LONG : ValueLayout.ADDRESS;
    }
    FunctionDescriptor signature =
        result == void.class
            ? FunctionDescriptor.ofVoid(types)
            : FunctionDescriptor.of(
                result == long.class ? ValueLayout.JAVA_LONG : ValueLayout.ADDRESS, types);
    try {
      return Linker.nativeLinker()
          .downcallHandle(symbols.findOrThrow(function), signature)
          .invokeWithArguments(arguments);
    } catch (Throwable t) {
      throw new AssertionError(function, t);
    }
  }
}
