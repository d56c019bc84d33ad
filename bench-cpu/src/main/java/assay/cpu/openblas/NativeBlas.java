package assay.cpu.openblas;

import assay.core.ffi.NativeFunction;
import java.lang.foreign.MemorySegment;

/**
 * The functions of libopenblas used here. The library is built with 32-bit integers (the LP64
 * interface); CBLAS enumerations are C ints.
 */
interface NativeBlas {
  /** C ← alpha · op(A) · op(B) + beta · C. */
  @NativeFunction("cblas_sgemm")
  void sgemm(
      int order,
      int transA,
      int transB,
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
      int ldc);

  /** The same in double precision. */
  @NativeFunction("cblas_dgemm")
  void dgemm(
      int order,
      int transA,
      int transB,
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
      int ldc);

  @NativeFunction("openblas_set_num_threads")
  void setNumThreads(int threads);

  /** A C string. */
  @NativeFunction("openblas_get_config")
  MemorySegment getConfig();

  /** A C string. */
  @NativeFunction("openblas_get_corename")
  MemorySegment getCoreName();
}
