package assay.cpu.openblas;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.ffi.Binder;
import assay.core.ffi.CLibrary;
import assay.core.ffi.Lazy;
import assay.core.ffi.LibrarySearch;
import assay.core.ffi.Place;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Locale;

/**
 * OpenBLAS's CBLAS functions on native memory.
 *
 * <p>The library is extracted from the jar {@code org.bytedeco:openblas} (classifier {@code
 * linux-x86_64}) if that is on the class path. It stays loaded for the life of the JVM; its thread
 * count applies to the whole process.
 */
public final class OpenBlas {
  private static final int ROW_MAJOR = 101;
  private static final int NO_TRANSPOSE = 111;
  private static final int TRANSPOSE = 112;

  /** Alignment of every buffer handed to the library in this project, in bytes: a cache line. */
  public static final long ALIGNMENT = 64;

  private static final LibrarySearch SEARCH =
      LibrarySearch.of(
          "OpenBLAS",
          "libopenblas.so.0",
          List.of(
              new Place.ClassPath(
                  OpenBlas.class,
                  "/org/bytedeco/openblas/linux-x86_64",
                  List.of("libgfortran.so.5", "libquadmath.so.0", "libgcc_s.so.1"))),
          new Remedy.Advice(
              "add org.bytedeco:openblas, classifier linux-x86_64, to the class path"));

  private static final Binder<NativeBlas> BINDER =
      Binder.of(NativeBlas.class, MethodHandles.lookup());

  private static final Lazy<Availability<OpenBlas>> LOADED = new Lazy<>(OpenBlas::tryLoad);

  private final NativeBlas functions;

  private OpenBlas(NativeBlas functions) {
    this.functions = functions;
  }

  /** Loads the library on the first call; later calls return the same result. Never throws. */
  public static Availability<OpenBlas> load() {
    return LOADED.get();
  }

  private static Availability<OpenBlas> tryLoad() {
    String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (!"linux amd64".equals(platform.toLowerCase(Locale.ROOT))) {
      return new Availability.Unavailable<>(
          "the bundled OpenBLAS is built for Linux x86-64, and this is " + platform,
          new Remedy.Advice("run on Linux x86-64, or leave the OpenBLAS target out"));
    }
    return SEARCH
        .find()
        .flatMap(library -> library.allFunctions(BINDER, SEARCH.remedy()))
        .map(OpenBlas::new);
  }

  /** Version and build options, as the library reports them. */
  public String config() {
    return CLibrary.text(functions.getConfig());
  }

  /** The processor family whose kernels the library chose, for example {@code SkylakeX}. */
  public String coreName() {
    return CLibrary.text(functions.getCoreName());
  }

  /** Sets the number of threads for all later calls of this process. */
  public void setThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("at least one thread, not " + threads);
    }
    functions.setNumThreads(threads);
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
    functions.sgemm(
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
    functions.dgemm(
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
    // If ld is too small the library only prints a message and returns, so it is checked here.
    if (ld < Math.max(1, columns)) {
      throw new IllegalArgumentException(name + ": ld=" + ld + " < columns=" + columns);
    }
    long needed = rows == 0 || columns == 0 ? 0 : ((rows - 1L) * ld + columns) * bytes;
    if (!data.isNative() || data.byteSize() < needed) {
      throw new IndexOutOfBoundsException(
          name + " needs " + needed + " bytes of native memory, got " + data);
    }
  }
}
