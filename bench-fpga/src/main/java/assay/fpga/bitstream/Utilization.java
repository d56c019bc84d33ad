package assay.fpga.bitstream;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/** How well a board's circuit was used. Pure functions; they mean nothing of an emulation. */
public final class Utilization {
  private Utilization() {}

  /** Time that a kernel ran, from start to end in ns of the device's clock. */
  public record Busy(long start, long end) {
    /** Checks the order. */
    public Busy {
      if (end < start) {
        throw new IllegalArgumentException(
            "ends at %d, before it starts at %d".formatted(end, start));
      }
    }
  }

  /**
   * Achieved rate as a share of what the matrix engine's multipliers could do: rate ÷ (2·PE·f), one
   * multiplication and one addition each per cycle.
   *
   * @param flopsPerSecond achieved, not negative
   * @return from 0; empty where the manifest has no clock or no number of multipliers
   */
  public static OptionalDouble ofMultipliers(Manifest manifest, double flopsPerSecond) {
    if (!(flopsPerSecond >= 0)) {
      throw new IllegalArgumentException("a rate of " + flopsPerSecond + " FLOP/s");
    }
    Long rows = manifest.parameters().get("ASSAY_PE_ROWS");
    Long columns = manifest.parameters().get("ASSAY_PE_COLUMNS");
    Double mhz = manifest.fmaxMhz();
    if (rows == null || columns == null || mhz == null) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(flopsPerSecond / (2.0 * rows * columns * mhz * 1e6));
  }

  /**
   * Share of the time from the first start to the last end in which at least one kernel ran.
   *
   * @return from 0 to 1; empty if nothing ran or no time passed
   */
  public static OptionalDouble busyShare(List<Busy> runs) {
    long busy = 0;
    long until = Long.MIN_VALUE;
    List<Busy> ordered = runs.stream().sorted(Comparator.comparingLong(Busy::start)).toList();
    for (Busy run : ordered) {
      long from = Math.max(run.start, until);
      busy += Math.max(0, run.end - from);
      until = Math.max(until, run.end);
    }
    long span = ordered.isEmpty() ? 0 : until - ordered.getFirst().start;
    return span == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) busy / span);
  }
}
