package assay.report.compare;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.record.Bridge;
import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.CellResult;
import assay.core.record.Energy;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.stats.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * The ratios of a bridge: gathers the runs of one fork that two programs made turn about, and
 * compares them round by round.
 *
 * <p>As within a run, a fork with a recorded cause is left out, with its partner; a cell that ended
 * otherwise in any round has no ratio, since only the rounds that went well would be left.
 */
public final class BridgeRatios {
  private final Map<CellId, Gathered> cells = new LinkedHashMap<>();

  /** Creates one without cells. */
  public BridgeRatios() {}

  /**
   * The cells, and what to know of them all.
   *
   * @param cells in the order in which they came
   * @param notes a sentence each
   */
  public record Result(List<Bridge.Cell> cells, List<String> notes) {
    /** Copies the lists. */
    public Result {
      cells = List.copyOf(cells);
      notes = List.copyOf(notes);
    }
  }

  /** What the rounds gave for a cell. */
  private static final class Gathered {
    final List<CellPairs.Pair> rounds = new ArrayList<>();
    @Nullable String none;
    @Nullable String leftOut;

    /** The first reason stays. */
    void without(String reason) {
      none = none == null ? reason : none;
    }
  }

  /** A ratio before its verdict. */
  private record Draft(
      CellId cell, MetricKey key, double before, double after, int rounds, ForkRatio ratio) {}

  /**
   * Takes a round of some cells.
   *
   * @param before the old program's run of at most one fork a cell
   * @param after the new program's
   */
  public void add(RunData before, RunData after) {
    CellPairs pairs = CellPairs.of(Matching.SAME_TARGET, before, after);
    pairs.pairs().forEach(pair -> gathered(pair.base().id()).rounds.add(pair));
    pairs.emulated().forEach(not -> gathered(not.id()).without(not.reason()));
    for (NotCompared not : pairs.missing()) {
      String reason = reason(not, before, after);
      if (right(before, not.id()) && right(after, not.id())) {
        gathered(not.id()).leftOut = reason;
      } else {
        gathered(not.id()).without(reason);
      }
    }
  }

  /**
   * Takes the cells of a run that the other program refused.
   *
   * @param reason why they have no ratio
   */
  public void without(RunData run, String reason) {
    run.record().cells().forEach(cell -> gathered(cell.id()).without(reason));
  }

  private Gathered gathered(CellId id) {
    return cells.computeIfAbsent(id, _ -> new Gathered());
  }

  private static String reason(NotCompared not, RunData before, RunData after) {
    return switch (not.side()) {
      case BASE ->
          (outcome(before, not.id()).isPresent() ? "old: " : "only in new: ") + not.reason();
      case OTHER ->
          (outcome(after, not.id()).isPresent() ? "new: " : "only in old: ") + not.reason();
      case BOTH -> not.reason();
    };
  }

  private static Optional<Outcome<CellResult>> outcome(RunData run, CellId id) {
    return run.record().cells().stream()
        .filter(cell -> cell.id().equals(id))
        .findFirst()
        .map(Cell::outcome);
  }

  /** Whether the cell's fork was right; it may be left out for a recorded cause all the same. */
  private static boolean right(RunData run, CellId id) {
    return outcome(run, id).filter(Outcome.Measured.class::isInstance).isPresent()
        || run.forks().stream()
            .filter(fork -> fork.cell().equals(id))
            .map(fork -> fork.outcome().result())
            .anyMatch(result -> result != null && result.excludedCause() != null);
  }

  /** Compares what was taken so far. */
  public Result result() {
    List<Draft> drafts = new ArrayList<>();
    cells.forEach((id, cell) -> {
      if (cell.none == null) {
        for (MetricKey key : MetricKey.values()) {
          if (key.compared()) {
            draft(id, key, cell.rounds).ifPresent(drafts::add);
          }
        }
      }
    });
    List<ForkRatio> ratios = drafts.stream().map(Draft::ratio).toList();
    Judge judge = Judge.of(new Nights.One(), ratios);
    List<Bridge.Cell> all = new ArrayList<>();
    cells.forEach((id, cell) -> {
      List<Bridge.Ratio> own =
          drafts.stream()
              .filter(draft -> draft.cell().equals(id))
              .map(draft -> judged(draft, judge))
              .toList();
      all.add(
          new Bridge.Cell(
              id, own.isEmpty() ? new Unavailable<>(whyNot(cell)) : new Available<>(own)));
    });
    return new Result(all, judge.tooFew(ratios).stream().toList());
  }

  private static String whyNot(Gathered cell) {
    if (cell.none != null) {
      return cell.none;
    }
    return cell.leftOut != null ? cell.leftOut : "a round has no time of it";
  }

  private static Bridge.Ratio judged(Draft draft, Judge judge) {
    return new Bridge.Ratio(
        draft.key(),
        draft.key().unit(),
        draft.before(),
        draft.after(),
        draft.rounds(),
        draft.ratio().ratio(),
        draft.ratio().estimate(),
        Wording.word(draft.key(), judge.verdict(draft.ratio())));
  }

  /** Empty unless both programs have the metric in every round; seeds that missed have no value. */
  private static Optional<Draft> draft(CellId id, MetricKey key, List<CellPairs.Pair> rounds) {
    double[] before = rounds.stream().flatMapToDouble(pair -> values(key, pair.base())).toArray();
    double[] after = rounds.stream().flatMapToDouble(pair -> values(key, pair.other())).toArray();
    int n = rounds.size();
    if (n == 0 || before.length != n || after.length != n) {
      return Optional.empty();
    }
    boolean higher = key.better() == MetricKey.Better.HIGHER;
    return Optional.of(
        new Draft(
            id,
            key,
            Quantiles.median(before),
            Quantiles.median(after),
            n,
            // The same sensor meters both programs: what it is off by cancels.
            ForkRatio.paired(higher ? after : before, higher ? before : after, 0)));
  }

  /** The value of the cell's fork; none if it is missing, not above 0, or another machine's. */
  private static DoubleStream values(MetricKey key, MeasuredCell cell) {
    ForkValues values = ForkValues.of(key, cell.forks());
    boolean standIn =
        key == MetricKey.ENERGY_PER_EXECUTION
            && cell.primary().stream().map(Energy::root).anyMatch(Objects::nonNull);
    return standIn || values.values().length != 1 || !values.positive()
        ? DoubleStream.empty()
        : Arrays.stream(values.values());
  }
}
