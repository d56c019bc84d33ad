package assay.core.harness;

import assay.core.availability.Remedy;
import assay.core.availability.Remedy.Setting;
import assay.core.record.CellResult;
import assay.core.record.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * Cells that share a budget. They run in rounds of one fork for each cell that needs more, in a new
 * random order each round, so that drift of the machine affects all cells alike.
 *
 * <p>A run has two phases: cells that are measured, then cells that are only checked once because
 * their times are meaningless (emulations, RTL models). Each has the whole budget and its own
 * clock, so that an emulator neither takes forks from hardware nor changes their order.
 */
final class Phase {
  private static final double NANOS = 1e-9;
  private static final Duration MIN_OVERRUN = Duration.ofSeconds(10);
  private static final double FIRST_GUESS_SECONDS = 3;

  private final List<CellProgress> cells;
  private final Optional<Duration> budget;
  private final long seed;
  private final LongSupplier clock;
  private boolean begun;
  private long start;

  /**
   * @param seed for the order of the rounds
   * @param clock in ns, such as {@link System#nanoTime}
   */
  Phase(List<CellProgress> cells, Optional<Duration> budget, long seed, LongSupplier clock) {
    this.cells = List.copyOf(cells);
    this.budget = budget;
    this.seed = seed;
    this.clock = clock;
  }

  /** Starts the clock. */
  void begin() {
    begun = true;
    start = clock.getAsLong();
  }

  /**
   * The next round; empty if every cell has enough forks or the budget is spent.
   *
   * @param order number of forks that the run has had
   */
  List<CellProgress> round(int order) {
    List<CellProgress> round = new ArrayList<>(cells);
    round.removeIf(cell -> cell.done() || !allows(cell));
    Collections.shuffle(round, new Random(new SplittableRandom(seed + order).nextLong()));
    return round;
  }

  /** Whether the cell's next fork is expected to end within the budget. */
  boolean allows(CellProgress cell) {
    return cell.meanSeconds(0) <= left() - reserved(cell);
  }

  /**
   * Seconds of the budget that a cell leaves alone: once it has an interval, those of the training
   * runs still to come, which need their number of seeds for one.
   */
  private double reserved(CellProgress cell) {
    return cell.training() || !cell.hasInterval()
        ? 0
        : cells.stream()
            .filter(other -> other.training() && other.meanSeconds(0) <= left())
            .mapToDouble(training -> training.expectedMore() * training.meanSeconds(0))
            .sum();
  }

  /**
   * The current outcome of a cell without a fork. It is a timeout only if the budget has run out;
   * an interrupted run's record keeps this outcome too.
   */
  Outcome<CellResult> withoutFork() {
    return begun && left() <= 0
        ? new Outcome.TimedOut<>(
            null,
            null,
            "the budget ended before its first fork",
            new Remedy.AnyOf(
                new Remedy.Change(Setting.BUDGET, "raise the run's budget"),
                new Remedy.Change(Setting.WORKLOAD, "choose fewer cells")))
        : new Outcome.TimedOut<>(
            null,
            null,
            "no fork has ended yet",
            new Remedy.Use(Remedy.Task.RESUME, "resume the run"));
  }

  /** Seconds left of the budget; all of it before the start. */
  private double left() {
    double elapsed = begun ? NANOS * (clock.getAsLong() - start) : 0;
    return budget.map(b -> NANOS * b.toNanos() - elapsed).orElse(Double.POSITIVE_INFINITY);
  }

  /**
   * The time after which a fork is aborted: at most what is left of the budget, at least 1 s.
   *
   * @param overrun by how much the fork may exceed the budget
   */
  Duration limit(Duration forkLimit, Duration overrun) {
    double left = Math.max(1, left() + NANOS * overrun.toNanos());
    return left < forkLimit.toSeconds() ? Duration.ofSeconds((long) Math.ceil(left)) : forkLimit;
  }

  /**
   * By how much a measured fork may exceed the budget: by the budget again. A fork that was begun
   * is worth its end, but a hanging one does not run for its whole limit.
   */
  Duration overrun() {
    return budget.filter(b -> b.compareTo(MIN_OVERRUN) > 0).orElse(MIN_OVERRUN);
  }

  /** Number of forks that have ended. */
  int ended() {
    return cells.stream().mapToInt(cell -> cell.forks().size()).sum();
  }

  /** The minimum number of forks still to come. */
  int expectedMore() {
    return cells.stream().mapToInt(CellProgress::expectedMore).sum();
  }

  /** Estimated minimum seconds for the rest, from the forks so far; within the budget. */
  double secondsLeft() {
    double mean =
        cells.stream()
            .mapToDouble(cell -> cell.meanSeconds(Double.NaN))
            .filter(seconds -> seconds > 0)
            .average()
            .orElse(FIRST_GUESS_SECONDS);
    double rest =
        cells.stream().mapToDouble(cell -> cell.expectedMore() * cell.meanSeconds(mean)).sum();
    return Math.max(0, Math.min(rest, left()));
  }
}
