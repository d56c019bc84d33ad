package assay.gpu.library;

import assay.core.ffi.Binder;
import assay.core.ffi.NativeFunction;
import assay.core.ffi.StatusFunction;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;

/**
 * The functions of cuBLASLt used here; their signatures are the same from CUDA 11.2 to 13.1. All
 * return a {@code cublasStatus_t}. Extents and leading dimensions are 64 bits wide. Handles,
 * descriptors, layouts and addresses in device memory are passed as numbers, pointers to host
 * memory as segments.
 */
interface CublasLtFunctions {
  /** For the library, whichever its version. */
  Binder<CublasLtFunctions> BINDER =
      Binder.of(CublasLtFunctions.class, MethodHandles.lookup()).checking(CublasStatus::check);

  /** The function whose status tells that an attribute is unknown. */
  String ALGO_CONFIG_GET = "cublasLtMatmulAlgoConfigGetAttribute";

  @StatusFunction("cublasLtCreate")
  void create(MemorySegment handle);

  @StatusFunction("cublasLtDestroy")
  void destroy(long handle);

  @StatusFunction("cublasLtMatmulDescCreate")
  void descCreate(MemorySegment desc, int computeType, int scaleType);

  @StatusFunction("cublasLtMatmulDescDestroy")
  void descDestroy(long desc);

  @StatusFunction("cublasLtMatmulDescSetAttribute")
  void descSet(long desc, int attribute, MemorySegment value, long size);

  @StatusFunction("cublasLtMatrixLayoutCreate")
  void layoutCreate(MemorySegment layout, int type, long rows, long columns, long ld);

  @StatusFunction("cublasLtMatrixLayoutDestroy")
  void layoutDestroy(long layout);

  @StatusFunction("cublasLtMatrixLayoutSetAttribute")
  void layoutSet(long layout, int attribute, MemorySegment value, long size);

  @StatusFunction("cublasLtMatmulPreferenceCreate")
  void preferenceCreate(MemorySegment preference);

  @StatusFunction("cublasLtMatmulPreferenceDestroy")
  void preferenceDestroy(long preference);

  @StatusFunction("cublasLtMatmulPreferenceSetAttribute")
  void preferenceSet(long preference, int attribute, MemorySegment value, long size);

  /** Takes the layouts of a, b, c and d. */
  @StatusFunction("cublasLtMatmulAlgoGetHeuristic")
  void heuristic(
      long handle,
      long desc,
      long a,
      long b,
      long c,
      long d,
      long preference,
      int asked,
      MemorySegment results,
      MemorySegment count);

  /** Its status is returned. */
  @NativeFunction(ALGO_CONFIG_GET)
  int algoConfigGet(
      MemorySegment algo, int attribute, MemorySegment value, long size, MemorySegment written);

  /** Alpha and beta lie in host memory. */
  @StatusFunction("cublasLtMatmul")
  void matmul(
      long handle,
      long desc,
      MemorySegment alpha,
      long a,
      long aLayout,
      long b,
      long bLayout,
      MemorySegment beta,
      long c,
      long cLayout,
      long d,
      long dLayout,
      MemorySegment algo,
      long workspace,
      long workspaceBytes,
      long stream);

  @StatusFunction("cublasLtMatrixTransformDescCreate")
  void transformCreate(MemorySegment desc, int scaleType);

  @StatusFunction("cublasLtMatrixTransformDescDestroy")
  void transformDestroy(long desc);

  @StatusFunction("cublasLtMatrixTransformDescSetAttribute")
  void transformSet(long desc, int attribute, MemorySegment value, long size);

  /** Alpha and beta lie in host memory. */
  @StatusFunction("cublasLtMatrixTransform")
  void transform(
      long handle,
      long desc,
      MemorySegment alpha,
      long a,
      long aLayout,
      MemorySegment beta,
      long b,
      long bLayout,
      long c,
      long cLayout,
      long stream);
}
