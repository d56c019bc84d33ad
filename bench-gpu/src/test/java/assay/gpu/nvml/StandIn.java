package assay.gpu.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import assay.core.availability.Availability;
import assay.core.host.HostRoot;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Instrument;
import assay.core.telemetry.Readings;
import assay.core.telemetry.TelemetrySource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The library of {@code nvml_standin.c}, built with gcc; tests are skipped where there is none. A
 * copy has a state of its own and plays the script beside it, which may change at any time.
 */
final class StandIn {
  private static final String FILE = "libnvidia-ml.so.1";

  private final Path library;

  private StandIn(Path library) {
    this.library = library;
  }

  /** Built once: only copies of it are loaded. */
  private static final class Complete {
    static final Path LIBRARY = Path.of("target", "nvml-standin", FILE);
    static final Optional<String> PROBLEM = build(LIBRARY, List.of());
  }

  /** A driver with all functions, in an empty folder. */
  static StandIn in(Path folder) {
    Complete.PROBLEM.ifPresent(problem -> abort("no stand-in for NVML: " + problem));
    Path library = folder.resolve(FILE);
    try {
      Files.copy(Complete.LIBRARY, library);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new StandIn(library);
  }

  /** A driver that lacks some functions. */
  static StandIn without(Path folder, String... functions) {
    Path library = folder.resolve(FILE);
    build(library, List.of(functions)).ifPresent(problem -> abort("no stand-in: " + problem));
    return new StandIn(library);
  }

  private static Optional<String> build(Path library, List<String> absent) {
    List<String> command = new ArrayList<>(List.of("gcc", "-shared", "-fPIC", "-Wall", "-Werror"));
    absent.forEach(function -> command.add("-D" + function + "=absent_" + function));
    command.addAll(List.of("-o", library.toString(), "src/test/c/nvml_standin.c"));
    try {
      Files.createDirectories(library.toAbsolutePath().getParent());
      Process gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = gcc.waitFor();
      if (exit != 0) {
        throw new AssertionError("gcc ended with " + exit + ": " + output);
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("gcc cannot be run (" + e.getMessage() + "); install it");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Writes the script anew. */
  StandIn script(String... lines) {
    try {
      Files.write(library.resolveSibling("script"), List.of(lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** The library's file. */
  Path library() {
    return library;
  }

  /** A source that uses it. */
  NvmlSource source() {
    return new NvmlSource(library.toString());
  }

  /** What opening the source gives. */
  Availability<TelemetrySource.Opened> opening() {
    return source().open(machine());
  }

  /** Opens the source, which must succeed. */
  TelemetrySource.Opened opened() {
    Availability<TelemetrySource.Opened> opening = opening();
    assertThat(opening).isInstanceOf(Availability.Available.class);
    return opening.toOptional().orElseThrow();
  }

  /** Tries to open the source, which must fail. */
  Availability.Unavailable<TelemetrySource.Opened> unavailable() {
    Availability<TelemetrySource.Opened> opening = opening();
    assertThat(opening).isInstanceOf(Availability.Unavailable.class);
    return (Availability.Unavailable<TelemetrySource.Opened>) opening;
  }

  static TelemetrySource.Context machine() {
    return new TelemetrySource.Context(HostRoot.machine(), Optional.empty());
  }

  /** Reads once: by the channel's id its value, or its reason for having none. */
  static Map<String, Object> read(Instrument instrument) {
    List<Channel> channels = instrument.channels();
    Readings readings = new Readings(channels.size(), System.nanoTime());
    instrument.read(readings);
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < channels.size(); i++) {
      String reason = readings.reason(i);
      Object value = reason == null ? readings.value(i) : reason;
      assertThat(values.put(channels.get(i).id(), value)).as(channels.get(i).id()).isNull();
    }
    return values;
  }

  /** The channel of an id. */
  static Channel channel(Instrument instrument, String id) {
    return instrument.channels().stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
  }

  /** What the library says of itself, such as {@code standin_calls}. */
  long number(String function, int... argument) {
    SymbolLookup symbols = symbols();
    FunctionDescriptor signature =
        argument.length == 0
            ? FunctionDescriptor.of(ValueLayout.JAVA_LONG)
            : FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);
    try {
      MethodHandle handle = handle(symbols, function, signature);
      return argument.length == 0
          ? (long) handle.invokeExact()
          : (long) handle.invokeExact(argument[0]);
    } catch (Throwable t) {
      throw new AssertionError(function, t);
    }
  }

  @SuppressWarnings("restricted") // Loading the stand-in is the point.
  private SymbolLookup symbols() {
    return SymbolLookup.libraryLookup(library.toAbsolutePath().toString(), Arena.global());
  }

  @SuppressWarnings("restricted")
  private static MethodHandle handle(
      SymbolLookup symbols, String function, FunctionDescriptor signature) {
    return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(function), signature);
  }
}
