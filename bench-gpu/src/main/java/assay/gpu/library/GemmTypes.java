package assay.gpu.library;

import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.op.MatMul;
import assay.core.spi.Unsupported;
import java.util.Locale;
import java.util.Optional;

/**
 * The types with which cuBLASLt computes a product.
 *
 * <ul>
 *   <li>f32: {@code COMPUTE_32F_PEDANTIC}, which excludes Tensor Cores and any emulation.
 *   <li>tf32: {@code COMPUTE_32F_FAST_TF32}.
 *   <li>bf16, f16, f8e4m3: {@code COMPUTE_32F}, which accumulates in f32; f8e4m3 without fast
 *       accumulation and with scales of 1.
 *   <li>s8: {@code COMPUTE_32I}; α and β are 32-bit integers.
 * </ul>
 *
 * @param computeType {@code cublasComputeType_t}
 * @param scaleType type of α and β, F32 or S32
 * @param tnOnly whether cuBLASLt requires both operands with k innermost
 */
record GemmTypes(int computeType, DataType scaleType, boolean tnOnly) {
  /** Why a product is unsupported; empty if it may be supported. */
  static Optional<Unsupported> unsupported(MatMul op) {
    if (op.a().type() == DataType.F64) {
      return Optional.of(new Unsupported("MatMul", "the CUDA libraries are not used for f64 here"));
    }
    if (op.a().type() == DataType.S8 && !(integral(op.alpha()) && integral(op.beta()))) {
      return Optional.of(
          new Unsupported(
              "MatMul",
              String.format(
                  Locale.ROOT,
                  "cuBLASLt needs integers as alpha and beta of an s8 product; got %s and %s",
                  op.alpha(),
                  op.beta())));
    }
    return Optional.empty();
  }

  private static boolean integral(double value) {
    return value == (int) value;
  }

  /** For a product that is not {@link #unsupported}. */
  static GemmTypes of(MatMul op, Precision precision) {
    return switch (op.a().type()) {
      case F32 ->
          new GemmTypes(
              precision == Precision.TF32
                  ? CublasLtConstant.COMPUTE_32F_FAST_TF32
                  : CublasLtConstant.COMPUTE_32F_PEDANTIC,
              DataType.F32,
              false);
      case BF16, F16 -> new GemmTypes(CublasLtConstant.COMPUTE_32F, DataType.F32, false);
      case F8E4M3 -> new GemmTypes(CublasLtConstant.COMPUTE_32F, DataType.F32, true);
      case S8 -> new GemmTypes(CublasLtConstant.COMPUTE_32I, DataType.S32, true);
      case F64, S32 -> throw new IllegalArgumentException("no product of " + op.a());
    };
  }
}
