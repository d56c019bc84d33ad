package assay.core.program;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The work of one execution, computed from the program's shapes, not from hardware counters.
 *
 * <p>Two are equal if they have the same amounts: the last two values follow from the same shapes,
 * and records of before they existed do not have them.
 *
 * @param flops floating-point operations (a multiply-add counts two), null if not counted
 * @param bytes bytes that must move at least once if no two operations are fused, null if not
 *     counted
 * @param samples images trained on or inferred, null if the workload has none
 * @param fusedBytes bytes that must move at least once even if all operations are fused, null if
 *     not known
 * @param tensorBytes bytes of all tensors together, which is the working set, null if not known
 */
public record Work(
    @Nullable Long flops,
    @Nullable Long bytes,
    @Nullable Long samples,
    @Nullable Long fusedBytes,
    @Nullable Long tensorBytes) {
  public Work {
    notNegative("flops", flops);
    notNegative("bytes", bytes);
    notNegative("samples", samples);
    notNegative("fusedBytes", fusedBytes);
    notNegative("tensorBytes", tensorBytes);
  }

  /** Work of which only the amounts are known. */
  public Work(@Nullable Long flops, @Nullable Long bytes, @Nullable Long samples) {
    this(flops, bytes, samples, null, null);
  }

  /** The work of a program. */
  public static Work of(Program program, @Nullable Long samples) {
    return new Work(
        program.flops(), program.bytes(), samples, program.fusedBytes(), program.tensorBytes());
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

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Work work
        && Objects.equals(flops, work.flops)
        && Objects.equals(bytes, work.bytes)
        && Objects.equals(samples, work.samples);
  }

  @Override
  public int hashCode() {
    return Objects.hash(flops, bytes, samples);
  }

  /** The amounts. */
  @Override
  public String toString() {
    return "Work[flops=" + flops + ", bytes=" + bytes + ", samples=" + samples + "]";
  }
}
