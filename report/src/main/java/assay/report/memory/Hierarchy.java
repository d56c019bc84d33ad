package assay.report.memory;

import assay.core.program.Rate;
import assay.core.program.Work;
import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The levels of a device's memory: what {@code memory/*} cells with working sets of several sizes
 * show, not what a kernel or a data sheet states. A virtual machine may state a cache that others
 * use.
 *
 * @param levels the smallest and fastest first; empty if nothing was measured
 */
public record Hierarchy(List<Level> levels) {
  /** A level is another one if its bandwidth is higher by this factor. */
  private static final double STEP = 1.15;

  /** Share of a cache that a working set may take to fit for certain. */
  private static final double INSIDE = 0.75;

  /** Multiple of a cache of which at least half does not fit. */
  private static final double OUTSIDE = 2;

  private static final long KIB = 1024;

  public Hierarchy {
    levels = List.copyOf(levels);
  }

  /**
   * A level.
   *
   * @param bytes largest measured working set that reached its bandwidth
   * @param rate highest bandwidth of the working sets in it, in B/s
   */
  public record Level(long bytes, double rate) {}

  /** What a sweep says about a cache of a stated size. */
  public enum Seen {
    /** Working sets within it are faster than those beyond it. */
    YES,
    /** They are not. */
    NO,
    /** There is no working set within it, or none beyond it. */
    NOT_MEASURED
  }

  /** The levels that cells of one device show; cells of other workloads are ignored. */
  public static Hierarchy of(List<Cell> cells) {
    List<Level> levels = new ArrayList<>();
    double slowest = 0;
    // From the largest size on: what a larger working set reaches, a smaller one can, whatever the
    // start of threads takes from it.
    for (Map.Entry<Long, Double> each : attainable(cells).descendingMap().entrySet()) {
      double rate = each.getValue();
      if (levels.isEmpty() || rate > STEP * slowest) {
        slowest = rate;
        levels.addFirst(new Level(each.getKey(), rate));
      } else {
        levels.set(0, new Level(levels.getFirst().bytes(), rate));
      }
    }
    return new Hierarchy(levels);
  }

  /** Bandwidth by size: the highest that a working set of at least that size reached. */
  private static NavigableMap<Long, Double> attainable(List<Cell> cells) {
    TreeMap<Long, Double> bySize = new TreeMap<>();
    for (Cell cell : cells) {
      rate(cell).ifPresent(rate -> bySize.merge(workingSet(cell), rate.median(), Math::max));
    }
    double highest = 0;
    for (Map.Entry<Long, Double> each : bySize.descendingMap().entrySet()) {
      highest = Math.max(highest, each.getValue());
      each.setValue(highest);
    }
    return bySize;
  }

  /**
   * The bandwidth of a cell that measures one: of its fastest fork, or of its median one in records
   * that lack that.
   */
  public static Optional<Metric> rate(Cell cell) {
    CellResult result = cell.outcome().result();
    if (result == null || !cell.id().workload().startsWith("memory/")) {
      return Optional.empty();
    }
    Metric best = result.metric(MetricKey.CEILING);
    return Optional.ofNullable(best == null ? result.metric(MetricKey.THROUGHPUT) : best)
        .filter(metric -> metric.unit().equals(Rate.BYTES.unit()));
  }

  /** Size of a memory cell's working set in bytes, in whole KiB. */
  public static long workingSet(Cell cell) {
    Work work = cell.work();
    Long bytes = work == null ? null : work.bytes();
    return bytes == null ? 0 : Math.ceilDiv(bytes, KIB) * KIB;
  }

  /**
   * The level that a working set fits: that of the smallest measured one which is as large.
   *
   * @return empty if none is as large
   */
  public Optional<Level> holding(long bytes) {
    return levels.stream().filter(level -> bytes <= level.bytes()).findFirst();
  }

  /**
   * What cells of one device show of a cache.
   *
   * @param bytes its stated size
   */
  public static Seen seen(List<Cell> cells, long bytes) {
    NavigableMap<Long, Double> rates = attainable(cells);
    Map.Entry<Long, Double> inside = rates.floorEntry((long) (INSIDE * bytes));
    Map.Entry<Long, Double> outside = rates.ceilingEntry((long) (OUTSIDE * bytes));
    if (inside == null || outside == null) {
      return Seen.NOT_MEASURED;
    }
    return inside.getValue() > STEP * outside.getValue() ? Seen.YES : Seen.NO;
  }
}
