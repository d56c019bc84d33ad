package assay.core.program;

import org.jspecify.annotations.Nullable;

/**
 * The work of one execution, from the program's shapes and not from a counter.
 *
 * @param flops floating-point operations (a multiply-add counts two), null where none is counted
 * @param bytes bytes that must move at least once, null where none is counted
 * @param samples images trained on or inferred, null where the workload has none
 */
public record Work(@Nullable Long flops, @Nullable Long bytes, @Nullable Long samples) {
  public Work {
    notNegative("flops", flops);
    notNegative("bytes", bytes);
    notNegative("samples", samples);
  }

  private static void notNegative(String name, @Nullable Long amount) {
    if (amount != null && amount < 0) {
      throw new IllegalArgumentException(name + " is " + amount + ", below 0");
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
