package assay.cpu.openblas;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;

/**
 * OpenBLAS's CBLAS functions on native memory.
 *
 * <p>The library comes out of the jar {@code org.bytedeco:openblas} (classifier {@code
 * linux-x86_64}) when that is on the class path. {@link #load()} never throws: a missing jar or a
 * foreign platform is a {@link Result.Unavailable}. The library stays loaded for the life of the
 * JVM; its thread count is one number per process.
 */
public final class OpenBlas {
  private static final int ROW_MAJOR = 101;
  private static final int NO_TRANSPOSE = 111;
  private static final int TRANSPOSE = 112;

  /** Alignment of every buffer handed to the library in this project, in bytes: a cache line. */
  public static final long ALIGNMENT = 64;

  private static final String FOLDER = "/org/bytedeco/openblas/linux-x86_64/";

  /** The library first; it finds the others beside it (run path $ORIGIN). */
  private static final List<String> FILES =
      List.of("libopenblas.so.0", "libgfortran.so.5", "libquadmath.so.0", "libgcc_s.so.1");

  private final NativeBlas functions;

  private OpenBlas(NativeBlas functions) {
    this.functions = functions;
  }

  /** Whether OpenBLAS can be used here. */
  public sealed interface Result {
    /** It can. */
    record Available(OpenBlas blas) implements Result {}

    /**
     * It cannot.
     *
     * @param reason what was found, for people
     * @param remedy what to do about it, for people
     */
    record Unavailable(String reason, String remedy) implements Result {}
  }

  private static final class Holder {
    static final Result RESULT = tryLoad();
  }

  /** Loads the library at the first call; the same answer ever after. */
  public static Result load() {
    return Holder.RESULT;
  }

  private static Result tryLoad() {
    String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (!"linux amd64".equals(platform.toLowerCase(Locale.ROOT))) {
      return new Result.Unavailable(
          "the OpenBLAS in use is built for Linux on x86-64, this is " + platform,
          "run on Linux x86-64, or leave the OpenBLAS target out");
    }
    for (String file : FILES) {
      if (OpenBlas.class.getResource(FOLDER + file) == null) {
        return new Result.Unavailable(
            file + " is not on the class path",
            "add org.bytedeco:openblas, classifier linux-x86_64, to the class path");
      }
    }
    try {
      return new Result.Available(new OpenBlas(NativeBlas.bind(loadLibrary())));
    } catch (IOException e) {
      return new Result.Unavailable(
          "the library cannot be unpacked: " + e,
          "give the JVM a writable temporary folder with 50 MB free (-Djava.io.tmpdir=…)");
    } catch (IllegalArgumentException | NoSuchElementException | LinkageError e) {
      return new Result.Unavailable(
          "the library cannot be loaded: " + e.getMessage(),
          "check that the temporary folder is not mounted noexec, or set -Djava.io.tmpdir=…");
    } catch (IllegalCallerException e) {
      return new Result.Unavailable(
          "native access is denied: " + e.getMessage(),
          "start the JVM with --enable-native-access=ALL-UNNAMED");
    }
  }

  /** Unpacks, loads and deletes again: a mapped library needs its file no more on Linux. */
  @SuppressWarnings("restricted") // Loading a library is the point.
  private static SymbolLookup loadLibrary() throws IOException {
    Path folder = Files.createTempDirectory("assay-openblas");
    try {
      for (String file : FILES) {
        try (InputStream in = OpenBlas.class.getResourceAsStream(FOLDER + file)) {
          if (in == null) {
            throw new IOException(file + " vanished from the class path");
          }
          Files.copy(in, folder.resolve(file));
        }
      }
      return SymbolLookup.libraryLookup(folder.resolve(FILES.getFirst()), Arena.global());
    } finally {
      for (String file : FILES) {
        Files.deleteIfExists(folder.resolve(file));
      }
      Files.deleteIfExists(folder);
    }
  }

  /** Version and build options, as the library words them. */
  public String config() {
    return text(functions.getConfig());
  }

  /** The processor family whose kernels the library chose, for example {@code SkylakeX}. */
  public String coreName() {
    return text(functions.getCoreName());
  }

  /** Sets the number of threads for all later calls of this process. */
  public void setThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("at least one thread, not " + threads);
    }
    try {
      functions.setNumThreads().invokeExact(threads);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /**
   * C ← alpha · op(A) · op(B) + beta · C in single precision, row-major, on native memory.
   *
   * @param transposeA false: A is m × k with lda ≥ k; true: it is stored k × m with lda ≥ m
   * @param transposeB false: B is k × n with ldb ≥ n; true: it is stored n × k with ldb ≥ k
   * @throws IndexOutOfBoundsException when a segment is too small for its matrix
   */
  public void sgemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float alpha,
      MemorySegment a,
      int lda,
      MemorySegment b,
      int ldb,
      float beta,
      MemorySegment c,
      int ldc) {
    check(transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc, Float.BYTES);
    try {
      functions
          .sgemm()
          .invokeExact(
              ROW_MAJOR,
              transposeA ? TRANSPOSE : NO_TRANSPOSE,
              transposeB ? TRANSPOSE : NO_TRANSPOSE,
              m,
              n,
              k,
              alpha,
              a,
              lda,
              b,
              ldb,
              beta,
              c,
              ldc);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** {@link #sgemm} in double precision. */
  public void dgemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      double alpha,
      MemorySegment a,
      int lda,
      MemorySegment b,
      int ldb,
      double beta,
      MemorySegment c,
      int ldc) {
    check(transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc, Double.BYTES);
    try {
      functions
          .dgemm()
          .invokeExact(
              ROW_MAJOR,
              transposeA ? TRANSPOSE : NO_TRANSPOSE,
              transposeB ? TRANSPOSE : NO_TRANSPOSE,
              m,
              n,
              k,
              alpha,
              a,
              lda,
              b,
              ldb,
              beta,
              c,
              ldc);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  private static void check(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      MemorySegment a,
      int lda,
      MemorySegment b,
      int ldb,
      MemorySegment c,
      int ldc,
      int bytes) {
    if (m < 0 || n < 0 || k < 0) {
      throw new IllegalArgumentException("negative size: m=" + m + ", n=" + n + ", k=" + k);
    }
    checkMatrix("A", transposeA ? k : m, transposeA ? m : k, a, lda, bytes);
    checkMatrix("B", transposeB ? n : k, transposeB ? k : n, b, ldb, bytes);
    checkMatrix("C", m, n, c, ldc, bytes);
  }

  private static void checkMatrix(
      String name, int rows, int columns, MemorySegment data, int ld, int bytes) {
    // The library prints a message and returns where ld is too small, so it is refused here.
    if (ld < Math.max(1, columns)) {
      throw new IllegalArgumentException(name + ": ld=" + ld + " < columns=" + columns);
    }
    long needed = rows == 0 || columns == 0 ? 0 : ((rows - 1L) * ld + columns) * bytes;
    if (!data.isNative() || data.byteSize() < needed) {
      throw new IndexOutOfBoundsException(
          name + " needs " + needed + " bytes of native memory, got " + data);
    }
  }

  @SuppressWarnings("restricted") // The library returns a C string of unknown length.
  private String text(MethodHandle function) {
    try {
      MemorySegment chars = (MemorySegment) function.invokeExact();
      return chars.reinterpret(Long.MAX_VALUE).getString(0);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  private static IllegalStateException unexpected(Throwable t) {
    return new IllegalStateException("a native call failed", t);
  }
}
