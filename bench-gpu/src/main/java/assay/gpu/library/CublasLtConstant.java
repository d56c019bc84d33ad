package assay.gpu.library;

import assay.core.program.DataType;

/** Constants of cuBLASLt's interface, with the names they have there, without their prefix. */
final class CublasLtConstant {
  /** {@code cublasComputeType_t}. */
  static final int COMPUTE_32F = 68;

  static final int COMPUTE_32F_PEDANTIC = 69;
  static final int COMPUTE_32F_FAST_TF32 = 77;
  static final int COMPUTE_32I = 72;

  /** {@code cublasOperation_t}. */
  static final int OP_T = 1;

  /** {@code cublasLtMatmulDescAttributes_t}. */
  static final int DESC_TRANSA = 3;

  static final int DESC_TRANSB = 4;
  static final int DESC_A_SCALE_POINTER = 17;
  static final int DESC_B_SCALE_POINTER = 18;

  /** {@code cublasLtMatrixLayoutAttribute_t}. */
  static final int LAYOUT_BATCH_COUNT = 5;

  static final int LAYOUT_STRIDED_BATCH_OFFSET = 6;

  /** {@code cublasLtMatmulPreferenceAttributes_t}. */
  static final int PREF_MAX_WORKSPACE_BYTES = 1;

  static final int PREF_REDUCTION_SCHEME_MASK = 3;
  static final int PREF_MIN_ALIGNMENT_A_BYTES = 5;
  static final int PREF_MIN_ALIGNMENT_B_BYTES = 6;
  static final int PREF_MIN_ALIGNMENT_C_BYTES = 7;
  static final int PREF_MIN_ALIGNMENT_D_BYTES = 8;

  /** {@code cublasLtReductionScheme_t}: only those that sum in the accumulator's type. */
  static final int REDUCTION_COMPUTE_TYPE = 2;

  /** {@code cublasLtMatrixTransformDescAttributes_t}. */
  static final int TRANSFORM_TRANSA = 2;

  private CublasLtConstant() {}

  /** {@code cudaDataType_t} of a type. */
  static int cudaType(DataType type) {
    return switch (type) {
      case F32 -> 0;
      case F64 -> 1;
      case F16 -> 2;
      case S8 -> 3;
      case S32 -> 10;
      case BF16 -> 14;
      case F8E4M3 -> 28;
    };
  }
}
