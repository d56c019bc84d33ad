package assay.report.compare;

import assay.core.availability.Availability;
import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.CellResult;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.stats.Interval;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A run compared with itself: the forks of each cell, two by two in the order they ran, are divided
 * by lot into two halves, which are compared pair by pair. Nothing differs, so every difference
 * that is shown is a false alarm.
 *
 * <p>A cell with an odd number of forks loses its last one here.
 *
 * @param rows each measured cell's time, and the other compared metrics it has
 */
public record SelfComparison(List<Row> rows) {
  /** The level at which single ratios are counted. */
  private static final double ALPHA = 0.05;

  /**
   * A ratio of two halves.
   *
   * @param cell which
   * @param key of what
   * @param ratio the Hodges–Lehmann estimate of the ratio
   * @param estimate its 95 % interval, or why there is none
   * @param alone whether it would be called different if it were the only one
   * @param verdict what it shows, all ratios taken together
   */
  public record Row(
      CellId cell,
      MetricKey key,
      double ratio,
      Availability<Interval> estimate,
      boolean alone,
      Verdict verdict) {}

  /** Copies the list. */
  public SelfComparison {
    rows = List.copyOf(rows);
  }

  /** Divides and compares; the run's seed decides the lots. */
  public static SelfComparison of(RunData run) {
    List<CellId> cells = new ArrayList<>();
    List<MetricKey> keys = new ArrayList<>();
    List<ForkRatio> ratios = new ArrayList<>();
    for (Cell cell : run.record().cells()) {
      if (!(cell.outcome() instanceof Outcome.Measured<CellResult>)) {
        continue;
      }
      for (MetricKey key : MetricKey.values()) {
        ForkValues values = ForkValues.of(key, run.countedForks(cell.id()));
        if (key.compared() && values.values().length > 0 && values.positive()) {
          cells.add(cell.id());
          keys.add(key);
          ratios.add(halves(values, run.record().seed() ^ cell.id().hashCode()));
        }
      }
    }
    Judge judge = Judge.of(new Nights.One(), ratios);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ratios.size(); i++) {
      ForkRatio ratio = ratios.get(i);
      ForkRatio.Evidence evidence = ratio.evidence();
      rows.add(
          new Row(
              cells.get(i),
              keys.get(i),
              ratio.ratio(),
              ratio.estimate(),
              evidence != null && evidence.different(ratio.ratio(), ALPHA),
              judge.verdict(ratio)));
    }
    return new SelfComparison(rows);
  }

  private static ForkRatio halves(ForkValues values, long seed) {
    Map<Integer, Double> byRound = new HashMap<>();
    for (int i = 0; i < values.values().length; i++) {
      byRound.put(values.rounds()[i], values.values()[i]);
    }
    List<double[]> pairs = new ArrayList<>();
    SplittableRandom lots = new SplittableRandom(seed);
    int last = byRound.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
    for (int round = 0; round <= last; round += 2) {
      boolean swap = lots.nextBoolean();
      Double first = byRound.get(round);
      Double second = byRound.get(round + 1);
      if (first != null && second != null) {
        pairs.add(swap ? new double[] {second, first} : new double[] {first, second});
      }
    }
    if (pairs.isEmpty()) {
      return ForkRatio.without(1, "no two forks ran one after the other");
    }
    return ForkRatio.paired(
        pairs.stream().mapToDouble(pair -> pair[0]).toArray(),
        pairs.stream().mapToDouble(pair -> pair[1]).toArray(),
        0);
  }

  /** Ratios that have an interval. */
  public long judged() {
    return rows.stream().filter(row -> row.verdict() != Verdict.NO_INTERVAL).count();
  }

  /** Ratios that would be called different if each were the only one; chance makes 5 %. */
  public long alone() {
    return rows.stream().filter(Row::alone).count();
  }

  /** Ratios that are called different. */
  public long different() {
    return rows.stream()
        .filter(row -> row.verdict() == Verdict.BETTER || row.verdict() == Verdict.WORSE)
        .count();
  }
}
