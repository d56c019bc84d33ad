package assay.core.program;

import org.jspecify.annotations.Nullable;

/**
 * The work of one execution, computed from the program's shapes, not from hardware counters.
 *
 * @param flops floating-point operations (a multiply-add counts two), null if not counted
 * @param bytes bytes that must move at least once, null if not counted
 * @param samples images trained on or inferred, null if the workload has none
 */
public record Work(@Nullable Long flops, @Nullable Long bytes, @Nullable Long samples) {
  public Work {
    notNegative("flops", flops);
    notNegative("bytes", bytes);
    notNegative("samples", samples);
  }

  private static void notNegative(String name, @Nullable Long amount) {
    if (amount != null && amount < 0) {
      throw new IllegalArgumentException(name + " must not be negative, is " + amount);
    }
  }

  /** The amount that a rate counts, or null. */
  public @Nullable Long amount(Rate rate) {
    return switch (rate) {
      case FLOPS -> flops;
      case BYTES -> bytes;
      case SAMPLES -> samples;
    };
  }
}
