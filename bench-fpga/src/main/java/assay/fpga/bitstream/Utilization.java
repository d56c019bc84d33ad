package assay.fpga.bitstream;

import assay.core.availability.Availability;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** How well a board's circuit was used. Pure functions, meaningless for an emulation. */
public final class Utilization {
  private static final String ROWS = "ASSAY_PE_ROWS";
  private static final String COLUMNS = "ASSAY_PE_COLUMNS";
  private static final double HERTZ_PER_MEGAHERTZ = 1e6;

  private Utilization() {}

  /** A run of a kernel, from start to end in ns of the device's clock. */
  public record Busy(long start, long end) {
    /** Checks the order. */
    public Busy {
      if (end < start) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "ends at %d, before it starts at %d", end, start));
      }
    }
  }

  /**
   * Peak of a matrix engine's multipliers in FLOP/s: 2·PE·f, one multiplication and one addition
   * each per cycle. The engines for f32 and s8 have the same number, and run one at a time.
   */
  public static Availability<Double> ofMultipliers(Manifest manifest) {
    Long rows = manifest.parameters().get(ROWS);
    Long columns = manifest.parameters().get(COLUMNS);
    Double mhz = manifest.fmaxMhz();
    if (mhz == null) {
      return new Availability.Unavailable<>("the bitstream's manifest states no fmaxMhz");
    }
    if (rows == null || columns == null) {
      return new Availability.Unavailable<>(
          String.format(
              Locale.ROOT,
              "the bitstream's manifest states no %s among its parameters",
              rows == null ? ROWS : COLUMNS));
    }
    if (rows < 1 || columns < 1) {
      return new Availability.Unavailable<>(
          String.format(
              Locale.ROOT,
              "the bitstream's manifest states %d rows and %d columns of multipliers",
              rows,
              columns));
    }
    return new Availability.Available<>(2.0 * rows * columns * mhz * HERTZ_PER_MEGAHERTZ);
  }

  /** Time during which at least one kernel ran, ns, without gaps between kernels. */
  public static long busyNanos(List<Busy> runs) {
    long busy = 0;
    long until = Long.MIN_VALUE;
    List<Busy> ordered = runs.stream().sorted(Comparator.comparingLong(Busy::start)).toList();
    for (Busy run : ordered) {
      long from = Math.max(run.start, until);
      busy += Math.max(0, run.end - from);
      until = Math.max(until, run.end);
    }
    return busy;
  }
}
