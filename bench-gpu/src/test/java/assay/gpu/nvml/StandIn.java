package assay.gpu.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.ffi.Binder;
import assay.core.ffi.Lazy;
import assay.core.ffi.NativeFunction;
import assay.core.host.HostRoot;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Instrument;
import assay.core.telemetry.Readings;
import assay.core.telemetry.TelemetrySource;
import assay.core.testing.CCompiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
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
  private static final Lazy<Path> COMPLETE =
      new Lazy<>(() -> build(Path.of("target", "nvml-standin", FILE), List.of()));

  /** What the library says of itself. */
  interface Controls {
    /** How many calls there were of anything. */
    @NativeFunction("standin_calls")
    long calls();

    /** How often it is initialised and not shut down. */
    @NativeFunction("standin_users")
    long users();

    /** How many event sets are open. */
    @NativeFunction("standin_event_sets")
    long eventSets();

    /** Sizes and offsets of structures in the order of its source; -1 behind the last. */
    @NativeFunction("standin_layout")
    long layout(int index);
  }

  /** A driver with all functions, in an empty folder. */
  static StandIn in(Path folder) {
    Path library = folder.resolve(FILE);
    try {
      Files.copy(COMPLETE.get(), library);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new StandIn(library);
  }

  /** A driver that lacks some functions. */
  static StandIn without(Path folder, String... functions) {
    return new StandIn(build(folder.resolve(FILE), List.of(functions)));
  }

  private static Path build(Path library, List<String> absent) {
    List<String> arguments = new ArrayList<>();
    absent.forEach(function -> arguments.add("-D" + function + "=absent_" + function));
    arguments.add("src/test/c/nvml_standin.c");
    return CCompiler.shared(library, arguments);
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
    Readings readings = new Readings(channels, System.nanoTime());
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

  /** What the library says of itself. */
  Controls controls() {
    return NvmlLibrary.SEARCH
        .open(library, NvmlLibrary.NAMED)
        .toOptional()
        .orElseThrow()
        .functions(Binder.of(Controls.class, MethodHandles.lookup()));
  }
}
