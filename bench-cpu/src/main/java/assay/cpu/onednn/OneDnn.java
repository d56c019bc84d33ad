package assay.cpu.onednn;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.ffi.Binder;
import assay.core.ffi.CLibrary;
import assay.core.ffi.Lazy;
import assay.core.ffi.LibrarySearch;
import assay.core.ffi.Place;
import assay.core.program.DataType;
import assay.core.spi.TargetException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * oneDNN with its CPU engine and a stream.
 *
 * <p>The library is extracted from the jar {@code org.bytedeco:dnnl} (classifier {@code
 * linux-x86_64}) if that is on the class path. It stays loaded for the life of the JVM.
 */
final class OneDnn {
  /** Alignment of every buffer, in bytes: a cache line. */
  static final long ALIGNMENT = 64;

  /** {@code dnnl_unimplemented}. */
  private static final int UNIMPLEMENTED = 3;

  private static final int CPU = 1;
  private static final int IN_ORDER = 1;
  private static final int IMPLEMENTATION = 8;

  private static final List<String> STATUS =
      List.of(
          "success",
          "out of memory",
          "invalid arguments",
          "unimplemented",
          "last implementation reached",
          "runtime error",
          "not required");

  /** {@code dnnl_cpu_isa_t}: each contains those before it. */
  private static final Map<Integer, String> ISA =
      Map.ofEntries(
          Map.entry(0x1, "sse41"),
          Map.entry(0x3, "avx"),
          Map.entry(0x7, "avx2"),
          Map.entry(0xf, "avx2_vnni"),
          Map.entry(0x1f, "avx2_vnni_2"),
          Map.entry(0x27, "avx512_core"),
          Map.entry(0x67, "avx512_core_vnni"),
          Map.entry(0xe7, "avx512_core_bf16"),
          Map.entry(0x1ef, "avx512_core_fp16"),
          Map.entry(0xfef, "avx512_core_amx"),
          Map.entry(0x1fef, "avx512_core_amx_fp16"),
          Map.entry(0x201ff, "avx10_2_512"),
          Map.entry(0x22fff, "avx10_2_512_amx_2"));

  private static final LibrarySearch SEARCH =
      LibrarySearch.of(
          "oneDNN",
          "libdnnl.so.3",
          List.of(
              new Place.ClassPath(
                  OneDnn.class, "/org/bytedeco/dnnl/linux-x86_64", List.of("libgomp.so.1"))),
          new Remedy.Advice("add org.bytedeco:dnnl, classifier linux-x86_64, to the class path"));

  private static final Binder<NativeDnnl> BINDER =
      Binder.of(NativeDnnl.class, MethodHandles.lookup()).checking(OneDnn::check);

  private static final Lazy<Availability<OneDnn>> LOADED = new Lazy<>(OneDnn::tryLoad);

  private final NativeDnnl functions;
  private final long engine;
  private final long stream;

  /** A status other than success. */
  static class Failure extends TargetException {
    private static final long serialVersionUID = 1L;

    private final boolean unsupported;

    private Failure(String message, boolean unsupported) {
      super(message);
      this.unsupported = unsupported;
    }

    /** Whether there is no implementation for what was asked on this processor. */
    boolean unsupported() {
      return unsupported;
    }
  }

  /** A primitive for which there is only a plain loop. */
  static Failure onlyReference(String name) {
    return new Failure("oneDNN has only its reference implementation " + name, true);
  }

  private OneDnn(NativeDnnl functions) {
    this.functions = functions;
    engine = created(out -> functions.createEngine(out, CPU, 0));
    stream = created(out -> functions.createStream(out, engine, IN_ORDER));
  }

  /** Loads the library on the first call; later calls return the same result. Never throws. */
  static Availability<OneDnn> load() {
    return LOADED.get();
  }

  private static Availability<OneDnn> tryLoad() {
    String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (!"linux amd64".equals(platform.toLowerCase(Locale.ROOT))) {
      return new Availability.Unavailable<>(
          "the bundled oneDNN is built for Linux x86-64, and this is " + platform,
          new Remedy.Advice("run on Linux x86-64, or leave the oneDNN target out"));
    }
    return SEARCH
        .find()
        .flatMap(library -> library.allFunctions(BINDER, SEARCH.remedy()))
        .map(OneDnn::new);
  }

  private static void check(String function, int status) {
    if (status != 0) {
      throw new Failure(
          String.format(
              Locale.ROOT,
              "oneDNN's %s says: %s",
              function,
              status < STATUS.size() ? STATUS.get(status) : "status " + status),
          status == UNIMPLEMENTED);
    }
  }

  /** The handle that a function creates. */
  static long created(Consumer<MemorySegment> creation) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG);
      creation.accept(out);
      return out.get(ValueLayout.JAVA_LONG, 0);
    }
  }

  NativeDnnl functions() {
    return functions;
  }

  long engine() {
    return engine;
  }

  long stream() {
    return stream;
  }

  /** For example {@code 3.11.0}. */
  @SuppressWarnings("restricted") // The struct begins with these three numbers.
  String version() {
    MemorySegment version = functions.version().reinterpret(3 * Integer.BYTES);
    return String.format(
        Locale.ROOT,
        "%d.%d.%d",
        version.getAtIndex(ValueLayout.JAVA_INT, 0),
        version.getAtIndex(ValueLayout.JAVA_INT, 1),
        version.getAtIndex(ValueLayout.JAVA_INT, 2));
  }

  /** The instruction set that kernels are generated for, for example {@code avx512_core_bf16}. */
  String isa() {
    int isa = functions.effectiveIsa();
    return ISA.getOrDefault(isa, String.format(Locale.ROOT, "0x%x", isa));
  }

  /** What it calls the implementation that it chose, for example {@code brg_matmul:avx512_core}. */
  String implementation(long description) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
      functions.query(description, IMPLEMENTATION, 0, out);
      return CLibrary.text(out.get(ValueLayout.ADDRESS, 0));
    }
  }

  /** {@code dnnl_data_type_t}. */
  static int type(DataType type) {
    return switch (type) {
      case F16 -> 1;
      case BF16 -> 2;
      case F32 -> 3;
      case S32 -> 4;
      case S8 -> 5;
      case F64 -> 7;
      case F8E4M3 -> 10;
    };
  }
}
