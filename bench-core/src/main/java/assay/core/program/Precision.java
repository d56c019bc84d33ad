package assay.core.program;

import java.util.Locale;
import java.util.Optional;

/** The types that a multiplication reads, accumulates in and writes. */
public enum Precision {
  /** Double precision throughout. */
  F64(DataType.F64, DataType.F64, DataType.F64, 53),
  /** Single precision throughout. */
  F32(DataType.F32, DataType.F32, DataType.F32, 24),
  /** Stored as f32; multiplicands are rounded to 11 significant bits; f32 accumulation. */
  TF32(DataType.F32, DataType.F32, DataType.F32, 11),
  /** bfloat16 operands and results, f32 accumulation. */
  BF16(DataType.BF16, DataType.F32, DataType.BF16, 8),
  /** binary16 operands and results, f32 accumulation. */
  F16(DataType.F16, DataType.F32, DataType.F16, 11),
  /** FP8 E4M3 operands, f32 accumulation, bfloat16 results. */
  F8E4M3(DataType.F8E4M3, DataType.F32, DataType.BF16, 4),
  /** 8-bit integer operands, 32-bit integer accumulation and results. */
  S8(DataType.S8, DataType.S32, DataType.S32, 0);

  private final DataType input;
  private final DataType accumulator;
  private final DataType output;
  private final int multiplicandBits;

  Precision(DataType input, DataType accumulator, DataType output, int multiplicandBits) {
    this.input = input;
    this.accumulator = accumulator;
    this.output = output;
    this.multiplicandBits = multiplicandBits;
  }

  /** The name used on the command line and in records, for example {@code f32}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The precision of that {@link #id()}, or empty. */
  public static Optional<Precision> byId(String id) {
    for (Precision precision : values()) {
      if (precision.id().equals(id)) {
        return Optional.of(precision);
      }
    }
    return Optional.empty();
  }

  /** Storage type of operands. */
  public DataType input() {
    return input;
  }

  /** Type in which products are summed. */
  public DataType accumulator() {
    return accumulator;
  }

  /** Storage type of results. */
  public DataType output() {
    return output;
  }

  /**
   * Whether subnormal numbers may be flushed to zero on any device. Those of bf16 may by definition
   * (Intel, BFLOAT16 Hardware Numerics Definition, 2018: AMX and AVX512_BF16 do). f64, f32 and f16
   * have them by IEEE 754, f8e4m3 by the OCP specification.
   */
  public boolean mayFlushSubnormals() {
    return this == BF16;
  }

  /**
   * Relative error made when an operand of storage type {@code stored} enters a multiplication:
   * non-zero only if the multiplier reads fewer bits than are stored (tf32).
   */
  public double multiplicandRoundoff(DataType stored) {
    return this == TF32 && stored == DataType.F32 ? Math.scalb(1.0, -multiplicandBits) : 0.0;
  }
}
