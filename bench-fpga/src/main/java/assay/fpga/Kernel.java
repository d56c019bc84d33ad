package assay.fpga;

import java.util.Arrays;
import java.util.List;

/** Every kernel of the image, by its name there. */
public enum Kernel {
  GEMM_F32,
  GEMM_S8,
  IM2COL,
  COL2IM,
  VECTOR_ENGINE,
  FMA_CHAIN,
  CAST_F32_BF16,
  CAST_BF16_F32,
  BIAS_ADD,
  BIAS_GRAD,
  NORM_INFERENCE,
  NORM_TRAINING,
  NORM_GRAD,
  MAX_POOL,
  MAX_POOL_GRAD,
  SOFTMAX_LOSS,
  SOFTMAX_GRAD,
  OPTIMIZER_STEP;

  /** Its name in the source and in a bitstream. */
  public String symbol() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** All names, in the order of this enumeration. */
  public static List<String> symbols() {
    return Arrays.stream(values()).map(Kernel::symbol).toList();
  }
}
