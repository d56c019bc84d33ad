package assay.gpu.library;

import assay.core.program.DataType;
import assay.core.program.Precision;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * A numerical property of a cuDNN engine ({@code cudnnBackendNumericalNote_t}), in the order of the
 * enumeration's values.
 */
enum NumericalNote {
  TENSOR_CORE,
  DOWN_CONVERT_INPUTS,
  REDUCED_PRECISION_REDUCTION,
  FFT,
  NONDETERMINISTIC,
  WINOGRAD,
  WINOGRAD_TILE_4X4,
  WINOGRAD_TILE_6X6,
  WINOGRAD_TILE_13X13,
  STRICT_NAN_PROP;

  /**
   * Notes that exclude an engine. Transforms (FFT, Winograd) are excluded in every precision: their
   * errors are not bounded by those of a sum of products, against which results are checked. Tensor
   * Cores reading f32 as tf32 does not count as converting inputs down.
   */
  static Set<NumericalNote> forbidden(DataType type, Precision precision) {
    Set<NumericalNote> forbidden =
        EnumSet.of(
            DOWN_CONVERT_INPUTS,
            REDUCED_PRECISION_REDUCTION,
            FFT,
            WINOGRAD,
            WINOGRAD_TILE_4X4,
            WINOGRAD_TILE_6X6,
            WINOGRAD_TILE_13X13);
    if (type == DataType.F32 && precision != Precision.TF32) {
      forbidden.add(TENSOR_CORE);
    }
    return forbidden;
  }

  /** For messages. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
