package assay.core.record;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.checks.Checks;
import assay.core.stats.Interval;
import java.time.Instant;
import java.util.List;

/**
 * An old and a new program measured turn about on one machine in one session: {@code bridge.json}.
 * With its ratios, runs of the old program can be compared with runs of the new one.
 *
 * @param schemaVersion {@link SchemaVersion#CURRENT}
 * @param startedUtc when it began
 * @param finishedUtc when its last round ended
 * @param suite the suite's name
 * @param seed seed of the first round; each following round has the next one
 * @param rounds rounds that were measured, each with a fork of each cell by each program
 * @param before the old program
 * @param after the new program
 * @param notes what a reader must know of the bridge as a whole
 * @param cells every cell that either program has
 */
public record Bridge(
    int schemaVersion,
    Instant startedUtc,
    Instant finishedUtc,
    String suite,
    long seed,
    int rounds,
    Program before,
    Program after,
    List<String> notes,
    List<Cell> cells) {

  /**
   * One of the two programs.
   *
   * @param assay its version
   * @param threads threads that a CPU target may use
   * @param environment the machine as this program describes it, with the hashes of its code
   */
  public record Program(RunRecord.Build assay, int threads, RunRecord.Environment environment) {
    /** The program that measured a run. */
    public static Program of(RunRecord run) {
      return new Program(run.assay(), run.plan().threads(), run.environment());
    }
  }

  /**
   * A cell.
   *
   * @param id which
   * @param ratios one a metric, time first; or why there is none
   */
  public record Cell(CellId id, Availability<List<Ratio>> ratios) {}

  /**
   * A metric by both programs.
   *
   * @param metric which
   * @param unit of both medians
   * @param before median over the rounds by the old program
   * @param after median over the rounds by the new one
   * @param rounds rounds in which both programs have a value
   * @param ratio above 1 where the new program is better: for times old ÷ new; the Hodges–Lehmann
   *     estimate over rounds where there is an interval, else the ratio of the medians
   * @param interval its 95 % interval, or why there is none
   * @param verdict what it shows, all ratios of the bridge taken together, such as {@code FASTER}
   */
  public record Ratio(
      MetricKey metric,
      String unit,
      double before,
      double after,
      int rounds,
      double ratio,
      Availability<Interval> interval,
      String verdict) {
    public Ratio {
      Checks.text("unit", unit);
      Checks.text("verdict", verdict);
      if (!(Checks.finite("ratio", ratio) > 0)) {
        throw new IllegalArgumentException("ratio must be above 0, not " + ratio);
      }
      if (interval instanceof Available<Interval>(Interval(double low, double high, _))
          && !(0 < low && low <= ratio && ratio <= high)) {
        throw new IllegalArgumentException(
            "ratio " + ratio + " is not within its interval, " + low + " to " + high);
      }
    }

    /**
     * What multiplies values of the old program to make them those of the new one, as far as the
     * bridge knows.
     */
    public double scale() {
      return metric.better() == MetricKey.Better.HIGHER ? ratio : 1 / ratio;
    }

    /** Larger half of the interval in logarithms, a share; 0 without an interval. */
    public double halfWidth() {
      return interval instanceof Available<Interval>(Interval(double low, double high, _))
          ? Math.max(Math.log(ratio / low), Math.log(high / ratio))
          : 0;
    }
  }

  public Bridge {
    SchemaVersion.check(schemaVersion);
    Checks.text("suite", suite);
    notes = List.copyOf(notes);
    cells = List.copyOf(cells);
    if (rounds < 1) {
      throw new IllegalArgumentException("a bridge has at least one round, not " + rounds);
    }
  }

  /** The ratio of a metric, which has an interval; or why there is none. */
  public Availability<Ratio> ratio(CellId id, MetricKey metric) {
    return cells.stream()
        .filter(cell -> cell.id().equals(id))
        .findFirst()
        .map(Cell::ratios)
        .orElseGet(() -> new Unavailable<>("it has no such cell"))
        .flatMap(ratios -> of(metric, ratios))
        .flatMap(ratio -> ratio.interval().map(_ -> ratio));
  }

  private static Availability<Ratio> of(MetricKey metric, List<Ratio> ratios) {
    return ratios.stream()
        .filter(ratio -> ratio.metric() == metric)
        .findFirst()
        .<Availability<Ratio>>map(Available::new)
        .orElseGet(() -> new Unavailable<>("it has no " + metric + " of the cell"));
  }
}
