package assay.report.compare;

import assay.core.availability.Remedy;
import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.CellResult;
import assay.core.record.Metric;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.Training;
import assay.report.compare.NotCompared.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the cells of two runs into pairs that can be compared, and the rest with reasons.
 *
 * @param pairs both measured, in the base's order
 * @param missing not measured in one of them or in neither
 * @param emulated an emulation or an RTL model in either: never compared
 */
record CellPairs(List<Pair> pairs, List<NotCompared> missing, List<NotCompared> emulated) {
  /** Two cells that belong together. */
  record Pair(MeasuredCell base, MeasuredCell other) {}

  static CellPairs of(Matching matching, RunData base, RunData other) {
    CellPairs result = new CellPairs(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Map<CellId, Cell> left = cells(matching, base);
    Map<CellId, Cell> right = cells(matching, other);
    left.forEach((key, cell) -> result.sort(key, base, cell, other, right.get(key)));
    right.forEach((key, cell) -> {
      if (!left.containsKey(key)) {
        result.sort(key, base, null, other, cell);
      }
    });
    return result;
  }

  /** The cells by matching key; for the fastest target, the key has no target. */
  private static Map<CellId, Cell> cells(Matching matching, RunData run) {
    Map<CellId, Cell> cells = new LinkedHashMap<>();
    for (Cell cell : run.record().cells()) {
      CellId id = cell.id();
      switch (matching) {
        case SAME_TARGET -> cells.put(id, cell);
        case FASTEST_TARGET ->
            cells.merge(
                new CellId(id.workload(), "fastest", id.precision()), cell, CellPairs::faster);
      }
    }
    return cells;
  }

  /** Measured cells before others, then the shorter time; the first on a tie. */
  private static Cell faster(Cell a, Cell b) {
    return seconds(b) < seconds(a) ? b : a;
  }

  private static double seconds(Cell cell) {
    Metric time =
        cell.outcome() instanceof Outcome.Measured<CellResult> measured
            ? measured.result().metric(MetricKey.TIME)
            : null;
    return time == null ? Double.POSITIVE_INFINITY : time.median();
  }

  private void sort(
      CellId key, RunData base, @Nullable Cell left, RunData other, @Nullable Cell right) {
    MeasuredCell a = measured(base, left);
    MeasuredCell b = measured(other, right);
    if (a == null || b == null) {
      String reason =
          a != null
              ? why(other, right)
              : b != null ? why(base, left) : why(base, left, other, right);
      Side side = a != null ? Side.OTHER : b != null ? Side.BASE : Side.BOTH;
      boolean simulated = simulated(left) || simulated(right);
      (simulated ? emulated : missing).add(new NotCompared(key, side, reason));
      return;
    }
    String apart = apart(a, b);
    if (apart == null) {
      pairs.add(new Pair(a, b));
    } else {
      missing.add(new NotCompared(key, Side.BOTH, apart));
    }
  }

  private static boolean simulated(@Nullable Cell cell) {
    return cell != null && cell.outcome().simulated();
  }

  private static @Nullable MeasuredCell measured(RunData run, @Nullable Cell cell) {
    if (cell != null
        && cell.outcome() instanceof Outcome.Measured<CellResult> measured
        && measured.result().metric(MetricKey.TIME) != null) {
      return new MeasuredCell(
          run.toString(),
          cell.id(),
          cell.work(),
          measured,
          run.countedForks(cell.id()),
          run.noForks());
    }
    return null;
  }

  private static String why(
      RunData base, @Nullable Cell left, RunData other, @Nullable Cell right) {
    if (left != null && right != null && why(left.outcome()).equals(why(right.outcome()))) {
      return "both runs: " + why(left.outcome());
    }
    return why(base, left) + "; " + why(other, right);
  }

  private static String why(RunData run, @Nullable Cell cell) {
    if (cell == null) {
      return run + " has no such cell";
    }
    return run + ": " + why(cell.outcome());
  }

  private static String why(Outcome<CellResult> outcome) {
    String remedy = Remedy.textOf(outcome.remedy());
    return switch (outcome) {
      case Outcome.Measured<CellResult> measured -> measured.status() + ", without a time";
      case Outcome.Verified<CellResult> emulated ->
          "emulation (" + emulated.device().name() + "), output correct, no time to compare";
      case Outcome.Modelled<CellResult> modelled ->
          "RTL model ("
              + modelled.device().name()
              + "), output correct, cycles only, no time to compare";
      default ->
          outcome.status() + ", " + outcome.reason() + (remedy == null ? "" : " [" + remedy + "]");
    };
  }

  /** Why two measured cells of one name are not the same work; null if they are. */
  private static @Nullable String apart(MeasuredCell a, MeasuredCell b) {
    if (a.work() != null && b.work() != null && !Objects.equals(a.work(), b.work())) {
      return "the work of one execution differs: " + a.work() + " and " + b.work();
    }
    Training left = a.outcome().result().training();
    Training right = b.outcome().result().training();
    if (left != null
        && right != null
        && !left.dataset().sha256().equals(right.dataset().sha256())) {
      return "trained on different data: "
          + left.dataset().name()
          + " and "
          + right.dataset().name();
    }
    return null;
  }
}
