package assay.gpu.library;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;

/**
 * The functions used of cuBLASLt, each declared once; one signature from CUDA 11.2 to 13.1. All
 * return a {@code cublasStatus_t}, an int. Extents and leading dimensions are 64 bits wide.
 */
@SuppressWarnings("ImmutableEnumChecker") // Descriptors do not change.
enum CublasLtFunction implements NativeFunction {
  /** {@code (handle *out)} */
  CREATE("cublasLtCreate", ADDRESS),
  /** {@code (handle)} */
  DESTROY("cublasLtDestroy", JAVA_LONG),

  /** {@code (desc *out, computeType, scaleType)} */
  DESC_CREATE("cublasLtMatmulDescCreate", ADDRESS, JAVA_INT, JAVA_INT),
  /** {@code (desc)} */
  DESC_DESTROY("cublasLtMatmulDescDestroy", JAVA_LONG),
  /** {@code (desc, attribute, const void *value, size)} */
  DESC_SET("cublasLtMatmulDescSetAttribute", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG),

  /** {@code (layout *out, type, rows, columns, ld)} */
  LAYOUT_CREATE("cublasLtMatrixLayoutCreate", ADDRESS, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG),
  /** {@code (layout)} */
  LAYOUT_DESTROY("cublasLtMatrixLayoutDestroy", JAVA_LONG),
  /** {@code (layout, attribute, const void *value, size)} */
  LAYOUT_SET("cublasLtMatrixLayoutSetAttribute", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG),

  /** {@code (preference *out)} */
  PREFERENCE_CREATE("cublasLtMatmulPreferenceCreate", ADDRESS),
  /** {@code (preference)} */
  PREFERENCE_DESTROY("cublasLtMatmulPreferenceDestroy", JAVA_LONG),
  /** {@code (preference, attribute, const void *value, size)} */
  PREFERENCE_SET("cublasLtMatmulPreferenceSetAttribute", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG),

  /** {@code (handle, desc, a, b, c, d, preference, int asked, result[] out, int *count)} */
  HEURISTIC(
      "cublasLtMatmulAlgoGetHeuristic",
      JAVA_LONG,
      JAVA_LONG,
      JAVA_LONG,
      JAVA_LONG,
      JAVA_LONG,
      JAVA_LONG,
      JAVA_LONG,
      JAVA_INT,
      ADDRESS,
      ADDRESS),
  /** {@code (const algo *, attribute, void *out, size, size_t *written)} */
  ALGO_CONFIG_GET(
      "cublasLtMatmulAlgoConfigGetAttribute", ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS),
  /**
   * {@code (handle, desc, alpha*, A, a, B, b, beta*, C, c, D, d, algo*, workspace, size, stream)}:
   * matrices' addresses in capitals, layouts small; alpha and beta in host memory.
   */
  MATMUL(
      "cublasLtMatmul",
      JAVA_LONG,
      JAVA_LONG,
      ADDRESS,
      JAVA_LONG,
      JAVA_LONG,
      JAVA_LONG,
      JAVA_LONG,
      ADDRESS,
      JAVA_LONG,
      JAVA_LONG,
      JAVA_LONG,
      JAVA_LONG,
      ADDRESS,
      JAVA_LONG,
      JAVA_LONG,
      JAVA_LONG),

  /** {@code (desc *out, scaleType)} */
  TRANSFORM_CREATE("cublasLtMatrixTransformDescCreate", ADDRESS, JAVA_INT),
  /** {@code (desc)} */
  TRANSFORM_DESTROY("cublasLtMatrixTransformDescDestroy", JAVA_LONG),
  /** {@code (desc, attribute, const void *value, size)} */
  TRANSFORM_SET("cublasLtMatrixTransformDescSetAttribute", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG),
  /** {@code (handle, desc, alpha*, A, a, beta*, B, b, C, c, stream)} */
  TRANSFORM(
      "cublasLtMatrixTransform",
      JAVA_LONG,
      JAVA_LONG,
      ADDRESS,
      JAVA_LONG,
      JAVA_LONG,
      ADDRESS,
      JAVA_LONG,
      JAVA_LONG,
      JAVA_LONG,
      JAVA_LONG,
      JAVA_LONG);

  private final String symbol;
  private final FunctionDescriptor signature;

  CublasLtFunction(String symbol, MemoryLayout... arguments) {
    this.symbol = symbol;
    this.signature = FunctionDescriptor.of(JAVA_INT, arguments);
  }

  @Override
  public String symbol() {
    return symbol;
  }

  @Override
  public FunctionDescriptor signature() {
    return signature;
  }
}
