package assay.core.record;

import assay.core.checks.Checks;
import assay.core.program.Rate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A measured peak (ceiling) of a target in a precision.
 *
 * @param source the cell it was measured by
 * @param rate what it counts
 * @param perSecond the ceiling in the rate's unit, above 0
 * @param high upper end of its interval, or the ceiling itself if it has none
 */
public record Peak(CellId source, Rate rate, double perSecond, double high) {
  private static final String PREFIX = "peak";

  public Peak {
    if (!(Checks.finite("peak", perSecond) > 0)) {
      throw new IllegalArgumentException("a peak must be above 0");
    }
    if (!(Checks.finite("upper end of the peak", high) >= perSecond)) {
      throw new IllegalArgumentException("the peak is above the upper end of its interval");
    }
  }

  /** Whether the cell itself measures a ceiling, so that a percentage of peak is meaningless. */
  static boolean isPeak(CellId id) {
    return id.workload().equals(PREFIX) || id.workload().startsWith(PREFIX + "/");
  }

  /**
   * The highest arithmetic peak measured by the {@code peak} cells of a run on the same target in
   * the same precision. Memory ceilings belong to a level of the hierarchy and are not considered.
   */
  public static Optional<Peak> find(List<Cell> cells, CellId id) {
    Peak best = null;
    for (Cell cell : cells) {
      CellResult result = cell.outcome().result();
      Metric throughput = result == null ? null : result.metric(MetricKey.THROUGHPUT);
      boolean same =
          cell.id().target().equals(id.target()) && cell.id().precision().equals(id.precision());
      if (throughput == null || !same || !isPeak(cell.id())) {
        continue;
      }
      boolean arithmetic = throughput.unit().equals(Rate.FLOPS.unit());
      if (arithmetic && (best == null || throughput.median() > best.perSecond())) {
        double high = Objects.requireNonNullElse(throughput.ciHigh(), throughput.median());
        best = new Peak(cell.id(), Rate.FLOPS, throughput.median(), high);
      }
    }
    return Optional.ofNullable(best);
  }
}
