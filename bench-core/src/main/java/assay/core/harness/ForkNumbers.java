package assay.core.harness;

import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.CellResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import assay.core.stats.MedianInterval;
import assay.core.stats.Quantiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many forks each cell of a nightly suite gets: the same every night, and as many as the first
 * nights showed that its target needs (C. Stein, Annals of Mathematical Statistics 16, 1945: a size
 * that is chosen from earlier data leaves the level of later intervals alone).
 *
 * <p>The width of an interval falls with the root of the number of forks. So a night with n forks
 * and a relative half-width w says that n·(w/target)² are needed; of the nights, the median counts,
 * and of the planned numbers, the next larger one.
 */
public final class ForkNumbers {
  /** The first nights that decide; later ones change nothing. */
  public static final int NIGHTS = 5;

  private ForkNumbers() {}

  /**
   * The numbers.
   *
   * @param nights of one machine and suite, the oldest first; fewer than {@link #NIGHTS} say
   *     nothing yet, and those after them are not looked at
   * @param halfWidth target, relative, 0.01 for ± 1 %
   * @return empty until there are enough nights; cells without an interval in them are missing
   */
  public static Map<CellId, Integer> of(List<RunRecord> nights, double halfWidth) {
    Map<CellId, List<Double>> needed = new LinkedHashMap<>();
    if (nights.size() >= NIGHTS) {
      for (RunRecord night : nights.subList(0, NIGHTS)) {
        for (Cell cell : night.cells()) {
          if (cell.outcome() instanceof Outcome.Measured<CellResult> measured) {
            Metric time = measured.result().metric(MetricKey.TIME);
            if (time != null && time.ciLow() != null && time.ciHigh() != null) {
              double width = (time.ciHigh() - time.ciLow()) / 2 / time.median() / halfWidth;
              needed
                  .computeIfAbsent(cell.id(), id -> new ArrayList<>())
                  .add(time.forks() * width * width);
            }
          }
        }
      }
    }
    Map<CellId, Integer> numbers = new LinkedHashMap<>();
    needed.forEach((id, each) ->
        numbers.put(
            id,
            planned(Quantiles.median(each.stream().mapToDouble(Double::doubleValue).toArray()))));
    return numbers;
  }

  /** The smallest planned number that is enough; the largest if none is. */
  private static int planned(double needed) {
    return MedianInterval.PLANNED.stream()
        .filter(n -> n >= needed)
        .findFirst()
        .orElse(MedianInterval.PLANNED.getLast());
  }
}
