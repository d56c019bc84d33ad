package assay.core.workload;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How much one execution does, by definition and not by what a target happens to do.
 *
 * @param flops floating-point (or integer) operations, a multiply-add counting 2
 * @param bytes bytes that must move at least once
 * @param samples images or rows processed; null where the workload does not process samples
 * @param rate what throughput is quoted in
 */
public record Work(long flops, long bytes, @Nullable Long samples, Rate rate) {
  /** What throughput counts. */
  public enum Rate {
    /** Floating-point operations per second. */
    FLOPS("FLOP/s"),
    /** Bytes per second. */
    BYTES("B/s"),
    /** Samples per second. */
    SAMPLES("samples/s");

    private final String unit;

    Rate(String unit) {
      this.unit = unit;
    }

    /** The unit in records. */
    public String unit() {
      return unit;
    }
  }

  /** Checks that the quoted amount is there. */
  public Work {
    if (rate == Rate.SAMPLES && samples == null) {
      throw new IllegalArgumentException("a rate of samples needs a number of samples");
    }
  }

  /** The amount that throughput counts. */
  public double amount() {
    return switch (rate) {
      case FLOPS -> flops;
      case BYTES -> bytes;
      case SAMPLES -> samples == null ? Double.NaN : samples;
    };
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3g FLOP, %.3g B", (double) flops, (double) bytes);
  }
}
