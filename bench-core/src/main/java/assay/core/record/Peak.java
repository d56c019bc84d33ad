package assay.core.record;

import assay.core.checks.Checks;
import assay.core.device.Device;
import assay.core.program.Rate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A measured arithmetic peak (ceiling) of a target in a precision. What a fork reached, the units
 * can do: the peak is the fastest fork's rate. What the median fork reached says how far the
 * machine's state alone moves such a figure.
 *
 * @param source the cell it was measured by
 * @param device what that cell ran on
 * @param best rate of the fastest fork in FLOP/s, above 0
 * @param median rate of the median fork in FLOP/s, above 0 and at most {@code best}
 * @param forks number of forks, at least 1
 */
public record Peak(CellId source, Device device, double best, double median, int forks) {
  private static final String PREFIX = "peak";

  public Peak {
    if (!(Checks.finite("peak", median) > 0)) {
      throw new IllegalArgumentException("a peak must be above 0");
    }
    if (!(Checks.finite("fastest fork of the peak", best) >= median)) {
      throw new IllegalArgumentException("the fastest fork is slower than the median one");
    }
    if (forks < 1) {
      throw new IllegalArgumentException("a peak needs a fork");
    }
  }

  /** Whether the cell itself measures a ceiling, so that a percentage of peak is meaningless. */
  static boolean isPeak(CellId id) {
    return id.workload().equals(PREFIX) || id.workload().startsWith(PREFIX + "/");
  }

  /**
   * The arithmetic peaks measured by the {@code peak} cells of a run. Memory ceilings belong to a
   * level of the hierarchy and are not considered.
   */
  public static List<Peak> all(List<Cell> cells) {
    List<Peak> peaks = new ArrayList<>();
    for (Cell cell : cells) {
      if (cell.outcome() instanceof Outcome.Measured<CellResult> measured && isPeak(cell.id())) {
        Metric best = measured.result().metric(MetricKey.CEILING);
        Metric median = measured.result().metric(MetricKey.THROUGHPUT);
        if (best != null && median != null && best.unit().equals(Rate.FLOPS.unit())) {
          peaks.add(
              new Peak(cell.id(), measured.device(), best.median(), median.median(), best.forks()));
        }
      }
    }
    return peaks;
  }

  /** The highest peak of a cell's own target in its precision. */
  static Optional<Peak> ofTarget(List<Peak> peaks, CellId id) {
    return highest(peaks, id, peak -> peak.source.target().equals(id.target()));
  }

  /** The highest peak in a cell's precision of any target on its device. */
  static Optional<Peak> ofDevice(List<Peak> peaks, CellId id, Device device) {
    return highest(peaks, id, peak -> peak.device.sameAs(device));
  }

  private static Optional<Peak> highest(List<Peak> peaks, CellId id, Predicate<Peak> which) {
    return peaks.stream()
        .filter(peak -> peak.source.precision().equals(id.precision()) && which.test(peak))
        .max(Comparator.comparingDouble(Peak::best));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.4g %s, the fastest of %d %s of %s (median %.4g)",
        best,
        Rate.FLOPS.unit(),
        forks,
        forks == 1 ? "fork" : "forks",
        source,
        median);
  }
}
