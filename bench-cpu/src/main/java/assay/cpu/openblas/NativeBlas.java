package assay.cpu.openblas;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;

/**
 * The functions used of libopenblas, each declared once. The library is built with 32-bit integers
 * (the LP64 interface); CBLAS enumerations are C ints.
 *
 * @param sgemm {@code void cblas_sgemm(order, transA, transB, m, n, k, float alpha, const float *a,
 *     lda, const float *b, ldb, float beta, float *c, ldc)}
 * @param dgemm the same in double
 * @param setNumThreads {@code void openblas_set_num_threads(int)}
 * @param getConfig {@code char *openblas_get_config(void)}
 * @param getCoreName {@code char *openblas_get_corename(void)}
 */
record NativeBlas(
    MethodHandle sgemm,
    MethodHandle dgemm,
    MethodHandle setNumThreads,
    MethodHandle getConfig,
    MethodHandle getCoreName) {

  /**
   * Binds the functions.
   *
   * @throws NoSuchElementException naming a function that the library lacks
   */
  static NativeBlas bind(SymbolLookup library) {
    return new NativeBlas(
        handle(library, "cblas_sgemm", gemm(JAVA_FLOAT)),
        handle(library, "cblas_dgemm", gemm(JAVA_DOUBLE)),
        handle(library, "openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT)),
        handle(library, "openblas_get_config", FunctionDescriptor.of(ADDRESS)),
        handle(library, "openblas_get_corename", FunctionDescriptor.of(ADDRESS)));
  }

  private static FunctionDescriptor gemm(MemoryLayout scalar) {
    return FunctionDescriptor.ofVoid(
        JAVA_INT, JAVA_INT, JAVA_INT, // order, transposes
        JAVA_INT, JAVA_INT, JAVA_INT, // m, n, k
        scalar, ADDRESS, JAVA_INT, // alpha, a, lda
        ADDRESS, JAVA_INT, // b, ldb
        scalar, ADDRESS, JAVA_INT); // beta, c, ldc
  }

  @SuppressWarnings("restricted") // Binding is what this class is for.
  private static MethodHandle handle(
      SymbolLookup library, String name, FunctionDescriptor signature) {
    return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), signature);
  }
}
